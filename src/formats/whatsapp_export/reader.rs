//! From a file to events: first what all of it says of dates and people, then message by message.

use std::{
    collections::HashMap,
    io::{BufRead, Read},
    sync::Arc,
    vec,
};

use sha2::{Digest, Sha256};

use super::{
    content::{NOTICE, Voice, content},
    dates::{Clock, Order},
    names::Names,
    people::{Known, People, Unclear, participant, people},
    scan::{Fault, Habits, Raw, Scanner},
    survey::Survey,
    words::FILE_NAMES,
};
use crate::formats::{
    event::{AccountRef, Before, ChatState, Customer, Direction, Event, Group, Message, Origin},
    place::{Place, ReadError},
};

/// The most bytes of an export that is read: 64 MiB, several times what a phone exports.
pub const FILE_CAP: u64 = 64 * 1024 * 1024;

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
    /// Names of authors that the file can't tell the end of, as they have a colon in them.
    pub authors: Vec<String>,
    /// Now, in milliseconds since 1970 in UTC: no message is of a later time.
    pub now_ms: i64,
    /// Take a line for text that is a stamp but for one word.
    pub is_lenient: bool,
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
    let named_after = given.file_name.as_deref().and_then(subject_of);
    let survey = Survey::of(&text, given, named_after.as_deref())?;
    let order = survey.order;
    let is_group = given.contact.is_none() && (given.subject.is_some() || survey.is_group());
    let known = Known {
        account: &given.account,
        contact: given.contact.as_deref().filter(|_| !is_group),
        called: named_after.as_deref(),
        is_contact: given.is_contact.as_ref(),
        me: given.me.as_deref(),
        is_group,
    };
    let unclear = |(problem, hint): Unclear| ReadError::new(Place::default(), problem, hint);
    if given.contact.is_some() && survey.is_group() {
        let problem = "the file is a group's chat, and `--contact` names one person";
        return Err(unclear((problem, "leave `--contact` out")));
    }
    let people = people(&survey.authors, &known).map_err(unclear)?;
    if !people.is_group {
        let others = survey.authors.iter().filter(|it| Some(*it) != people.us.as_ref());
        survey.names.require_clear(others.map(String::as_str)).map_err(unclear)?;
    }
    let subject = given.subject.clone().or(named_after).or_else(|| survey.subject.clone());
    let id_of =
        |subject: &str| format!("export:{}", hash(&[given.account.as_bytes(), subject.as_bytes()]));
    let group_id = people.is_group.then(|| id_of(subject.as_deref().unwrap_or_default()));
    let ids: Vec<_> = survey.quoted.iter().map(|name| id_of(name)).collect();
    let before = survey.last_ms.map(|named_ms| Before { ids, messages: Vec::new(), named_ms });
    let announced = group_id.clone().map(|id| Group {
        id,
        subject,
        members: survey
            .authors
            .iter()
            .filter(|author| Some(*author) != people.us.as_ref())
            .map(|author| participant(author))
            .collect(),
        before: before.map(Box::new),
    });
    let clock = survey.clock;
    let mut events = Events {
        text,
        scanner: Scanner::new(),
        habits: survey.habits,
        remarks: survey.remarks.into_iter(),
        began_ms: survey.first.and_then(|stamp| order.instant(&stamp, clock)),
        names: survey.names,
        announcers: survey.announcers,
        order,
        clock,
        people,
        account: AccountRef { display_number: Some(given.account.clone()), phone_number_id: None },
        group_id,
        announced,
        seen: HashMap::new(),
    };
    events.name_first_messages();
    Ok(events)
}

/// The number of messages by which a renamed group is recognised.
const KNOWN_BY: usize = 8;

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
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(wrong(
            1,
            "this is an archive",
            "unpack it, and give the text file that is in it",
        ));
    }
    let line_of =
        |before: &[u8]| before.iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>() + 1;
    if let Some(nul) = bytes.iter().position(|byte| *byte == 0) {
        let line = line_of(bytes.get(..nul).unwrap_or_default());
        return Err(wrong(
            line,
            "the line has a NUL in it",
            "take it out, or export the chat again",
        ));
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let line = line_of(error.as_bytes().get(..good).unwrap_or_default());
        wrong(line, "this is not UTF-8 text", "export the chat again, or save the file as UTF-8")
    })
}

struct Events {
    text: String,
    scanner: Scanner,
    habits: Habits,
    /// What is still to be told of the file as a whole.
    remarks: vec::IntoIter<String>,
    names: Names,
    /// Under whose names stand nothing but notices: the group's own.
    announcers: Vec<String>,
    order: Order,
    clock: Clock,
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
        if let Some(remark) = self.remarks.next() {
            return Some(Ok(Event::Remark(remark)));
        }
        let text = std::mem::take(&mut self.text);
        let mut scanner = self.scanner;
        let event = scanner.next(&text, &self.habits).map(|found| match found {
            Ok(raw) => self.event(&raw),
            Err(Fault::Stray(line) | Fault::Word(line, _)) => Err(ReadError::new(
                Place { line, column: None, pointer: String::new() },
                "the line belongs to no message: a message begins with its date",
                "give the text file as the phone wrote it",
            )),
        });
        (self.text, self.scanner) = (text, scanner);
        event
    }
}

impl Events {
    /// Tells by which messages the group is known again.
    fn name_first_messages(&mut self) {
        let Some(mut group) = self.announced.take() else { return };
        if let Some(before) = &mut group.before {
            let (text, mut scanner) = (std::mem::take(&mut self.text), self.scanner);
            while before.messages.len() < KNOWN_BY
                && let Some(found) = scanner.next(&text, &self.habits)
            {
                if let Ok(Event::Message(message)) =
                    found.map_err(drop).and_then(|raw| self.event(&raw).map_err(drop))
                {
                    before.messages.push(message.origin.id);
                }
            }
            self.text = text;
            self.seen.clear();
        }
        self.announced = Some(group);
    }

    fn event(&mut self, raw: &Raw<'_>) -> Result<Event, ReadError> {
        let place = Place { line: raw.line, column: None, pointer: String::new() };
        let at_ms = self.order.instant(&raw.stamp, self.clock).ok_or_else(|| {
            let hint = "if all dates are read wrongly, say how they are written with `--dates`; if the \
                phone has another calendar, export the chat again with the Gregorian one";
            ReadError::new(place.clone(), "no message can have been sent at this time", hint)
        })?;
        let (author, text) = self.names.split(raw);
        let is_us = author.is_some() && author == self.people.us.as_deref();
        let is_announcer = author.is_some_and(|it| self.announcers.iter().any(|name| name == it));
        let voice = match author {
            None => Voice::Nobodys,
            Some(_) if self.people.is_group && is_announcer => Voice::Nobodys,
            Some(_) if is_us || self.people.is_group => Voice::Persons,
            Some(_) => Voice::Chats,
        };
        let content = content(text, voice);
        let by_person = author.filter(|_| content.kind != NOTICE || content.deleted);
        let is_ours = by_person.is_some() && is_us;
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
        let id = self.id(at_ms, who, text);
        let span_ms = if raw.stamp.second.is_some() { 1000 } else { 60_000 };
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
            span_ms: Some(span_ms),
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

/// What a chat is called, by the name that WhatsApp gave the file.
fn subject_of(file_name: &str) -> Option<String> {
    let stem = file_name.strip_suffix(".txt").unwrap_or(file_name);
    let name = FILE_NAMES.iter().find_map(|head| stem.strip_prefix(head))?.trim();
    (!name.is_empty()).then(|| name.to_owned())
}
