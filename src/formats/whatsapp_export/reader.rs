//! From a file to events: first what all of it says of dates and people, then message by message.

use std::{
    collections::{HashMap, HashSet},
    io::{BufRead, Read},
    sync::Arc,
};

use sha2::{Digest, Sha256};

use super::{
    content::content,
    dates::{Evidence, Order},
    people::{Known, People, participant, people},
    scan::{Raw, Scanner},
    stamp::Stamp,
};
use crate::formats::{
    event::{AccountRef, ChatState, Customer, Direction, Event, Group, Message, Origin},
    place::{Place, ReadError},
};

/// The most bytes of an export that is read: 64 MiB, several times what a phone exports.
pub const FILE_CAP: u64 = 64 * 1024 * 1024;

/// The most authors of a chat; a group has at most 1,024 members at a time.
const AUTHOR_CAP: usize = 20_000;

/// Whether a name is a certain person's, without saying what that is.
pub type NameTest = Arc<dyn Fn(&str) -> bool + Send + Sync>;

/// What the file itself doesn't say.
#[derive(Clone, Default)]
pub struct Given {
    /// The account's number, digits only.
    pub account: String,
    /// The contact's number, digits only.
    pub contact: Option<String>,
    /// Whether the workspace calls the contact so.
    pub is_contact: Option<NameTest>,
    /// Our own name in the file.
    pub me: Option<String>,
    /// The order of a date's numbers.
    pub dates: Option<Order>,
    /// The phone's clock, in seconds east of UTC.
    pub offset: i32,
    /// What the group is called.
    pub subject: Option<String>,
    /// What the file is called.
    pub file_name: Option<String>,
}

/// Reads the messages of an export, in their order.
pub fn read<R: BufRead>(
    input: R,
    given: &Given,
) -> impl Iterator<Item = Result<Event, ReadError>> + use<R> {
    let (events, fault) = match open(input, given) {
        Ok(events) => (Some(events), None),
        Err(fault) => (None, Some(Err(fault))),
    };
    fault.into_iter().chain(events.into_iter().flatten())
}

fn open<R: BufRead>(input: R, given: &Given) -> Result<Events, ReadError> {
    let text = whole(input)?;
    let survey = Survey::of(&text)?;
    let order = survey.order(given.dates)?;
    let named_after = given.file_name.as_deref().and_then(subject_of);
    let known = Known {
        account: &given.account,
        contact: given.contact.as_deref(),
        called: named_after.as_deref(),
        is_contact: given.is_contact.as_ref(),
        me: given.me.as_deref(),
        is_group: given.subject.is_some() && given.contact.is_none(),
    };
    let people = people(&survey.authors, &known)
        .map_err(|(problem, hint)| ReadError::new(Place::default(), problem, hint))?;
    let subject = given.subject.clone().or(named_after);
    let group_id = people.is_group.then(|| {
        let subject = subject.as_deref().unwrap_or_default();
        format!("export:{}", hash(&[given.account.as_bytes(), subject.as_bytes()]))
    });
    let announced = group_id.clone().map(|id| Group {
        id,
        subject,
        members: survey
            .authors
            .iter()
            .filter(|author| Some(*author) != people.us.as_ref())
            .map(|author| participant(author))
            .collect(),
    });
    Ok(Events {
        text,
        scanner: Scanner::new(),
        order,
        offset: given.offset,
        people,
        account: AccountRef { display_number: Some(given.account.clone()), phone_number_id: None },
        group_id,
        announced,
        began_ms: survey.first.and_then(|stamp| order.instant(&stamp, given.offset)),
        seen: HashMap::new(),
    })
}

fn whole(input: impl BufRead) -> Result<String, ReadError> {
    let mut bytes = Vec::new();
    let wrong = |line, problem: &str, hint: &str| {
        ReadError::new(Place { line, column: None, pointer: String::new() }, problem, hint)
    };
    input.take(FILE_CAP + 1).read_to_end(&mut bytes).map_err(|error| {
        let problem = format!("the input cannot be read on: {}", error.kind());
        wrong(1, &problem, "check the file and the disk it is on")
    })?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > FILE_CAP {
        let hint = "export the chat in parts; WhatsApp writes at most 40,000 messages at once";
        return Err(wrong(1, "the file is larger than 64 MiB", hint));
    }
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Err(wrong(
            1,
            "this is not UTF-8 text",
            "the file seems to be saved as UTF-16; save it as UTF-8",
        ));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(wrong(
            1,
            "this is an archive",
            "unpack it, and give the text file that is in it",
        ));
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let before = error.as_bytes().get(..good).unwrap_or_default();
        let line = before.iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>() + 1;
        wrong(line, "this is not UTF-8 text", "export the chat again, or save the file as UTF-8")
    })
}

/// What all of a file says.
struct Survey {
    authors: Vec<String>,
    evidence: Evidence,
    first: Option<Stamp>,
}

impl Survey {
    fn of(text: &str) -> Result<Self, ReadError> {
        let mut survey = Self { authors: Vec::new(), evidence: Evidence::new(), first: None };
        let mut seen = HashSet::new();
        let mut scanner = Scanner::new();
        while let Some(found) = scanner.next(text) {
            let Ok(raw) = found else { continue };
            survey.evidence.hear(&raw.stamp);
            survey.first.get_or_insert(raw.stamp);
            if let Some(author) = raw.author
                && content(raw.text, true).kind != "system"
                && seen.len() < AUTHOR_CAP
                && seen.insert(author)
            {
                survey.authors.push(author.to_owned());
            }
        }
        if survey.evidence.is_empty() {
            return Err(ReadError::new(
                Place { line: 1, column: None, pointer: String::new() },
                "this is not a chat that WhatsApp exported: no line begins with a date",
                "give the text file as the phone wrote it",
            ));
        }
        Ok(survey)
    }

    fn order(&self, given: Option<Order>) -> Result<Order, ReadError> {
        if let Some(order) = given.or_else(|| self.evidence.order()) {
            return Ok(order);
        }
        let problem = if self.evidence.is_contradictory() {
            "the file's dates fit no single order of day, month and year"
        } else {
            "the file's dates can be read day first or month first"
        };
        let hint = "say which with `--dates dmy`, `--dates mdy` or `--dates ymd`";
        Err(ReadError::new(Place::default(), problem, hint))
    }
}

struct Events {
    text: String,
    scanner: Scanner,
    order: Order,
    offset: i32,
    people: People,
    account: AccountRef,
    group_id: Option<String>,
    /// The group, until it was told of.
    announced: Option<Group>,
    /// When the first message was written.
    began_ms: Option<i64>,
    /// How often the same was said at the same time by the same person.
    seen: HashMap<String, u32>,
}

impl Iterator for Events {
    type Item = Result<Event, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(group) = self.announced.take() {
            return Some(Ok(Event::Chat(Box::new(ChatState {
                place: Place { line: 1, column: None, pointer: String::new() },
                account: self.account.clone(),
                group: Some(group),
                began_ms: self.began_ms,
                ..ChatState::default()
            }))));
        }
        let text = std::mem::take(&mut self.text);
        let mut scanner = self.scanner;
        let event = scanner.next(&text).map(|found| match found {
            Ok(raw) => self.event(&raw),
            Err(stray) => Err(ReadError::new(
                Place { line: stray.line, column: None, pointer: String::new() },
                "the line belongs to no message: a message begins with its date",
                "give the text file as the phone wrote it",
            )),
        });
        (self.text, self.scanner) = (text, scanner);
        event
    }
}

impl Events {
    fn event(&mut self, raw: &Raw<'_>) -> Result<Event, ReadError> {
        let place = Place { line: raw.line, column: None, pointer: String::new() };
        let at_ms = self.order.instant(&raw.stamp, self.offset).ok_or_else(|| {
            let hint = "if all dates are read wrongly, say how they are written with `--dates`";
            ReadError::new(place.clone(), "there is no such date", hint)
        })?;
        let content = content(raw.text, raw.author.is_some());
        let by_person = raw.author.filter(|_| content.kind != "system" || content.deleted);
        let is_ours = by_person.is_some() && by_person == self.people.us.as_deref();
        let customer = match (by_person, &self.people.contact) {
            // What WhatsApp says in a chat is said to its contact.
            (None, Some(contact)) => {
                Customer { wa_id: Some(contact.clone()), ..Customer::default() }
            }
            (None, None) => Customer::default(),
            (Some(author), Some(contact)) => {
                let name = participant(author).name.filter(|_| !is_ours);
                Customer { wa_id: Some(contact.clone()), name, ..Customer::default() }
            }
            (Some(_), None) if is_ours => Customer::default(),
            (Some(author), None) => participant(author),
        };
        let who = if is_ours {
            "us"
        } else {
            by_person.filter(|_| self.people.is_group).unwrap_or("them")
        };
        let id = self.id(at_ms, who, raw.text);
        Ok(Event::Message(Box::new(Message {
            origin: Origin {
                place,
                account: self.account.clone(),
                customer,
                id,
                at_ms,
                direction: if is_ours { Direction::Outgoing } else { Direction::Incoming },
                group_id: self.group_id.clone(),
                chat_id: None,
            },
            kind: content.kind.to_owned(),
            text: content.text,
            author: by_person.filter(|_| is_ours).map(str::to_owned),
            edited: content.edited,
            deleted: content.deleted,
            ..Message::default()
        })))
    }

    /// An id that the same message has in every export of the chat.
    fn id(&mut self, at_ms: i64, who: &str, text: &str) -> String {
        // The same export is the same chat also when its line ends were turned on the way.
        let text = text.replace("\r\n", "\n");
        let text = text.as_str();
        let first = hash(&[&at_ms.to_be_bytes(), who.as_bytes(), text.as_bytes()]);
        let count = self.seen.entry(first.clone()).or_insert(0);
        *count += 1;
        if *count == 1 { format!("export:{first}") } else { format!("export:{first}:{count}") }
    }
}

/// 128 bits of a hash of the parts, as hexadecimal digits.
fn hash(parts: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hasher.update(part);
    }
    let digest = hasher.finalize();
    let first: u128 = digest.iter().take(16).fold(0, |all, byte| all << 8 | u128::from(*byte));
    format!("{first:032x}")
}

/// How WhatsApp begins a file's name, in its languages.
const FILE_NAMES: [&str; 8] = [
    "WhatsApp Chat with ",
    "WhatsApp Chat - ",
    "WhatsApp Chat mit ",
    "Chat de WhatsApp con ",
    "Conversa do WhatsApp com ",
    "Discussion WhatsApp avec ",
    "Chat WhatsApp con ",
    "WhatsApp-chat met ",
];

/// What a chat is called, by the name that WhatsApp gave the file.
fn subject_of(file_name: &str) -> Option<String> {
    let stem = file_name.strip_suffix(".txt").unwrap_or(file_name);
    let name = FILE_NAMES.iter().find_map(|head| stem.strip_prefix(head))?.trim();
    (!name.is_empty()).then(|| name.to_owned())
}
