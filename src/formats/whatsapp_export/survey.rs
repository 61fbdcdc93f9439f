//! What all of an export says before its first message can be read: how dates are written, who the
//! authors are, and whether it is a group's chat.

use super::{
    content::{NOTICE, Voice, content},
    dates::{Clock, Evidence, Order},
    gap::Half,
    names::Names,
    reader::Given,
    scan::{Fault, Habits, Scanner},
    sequence::{Sequence, Step, pasted_remark},
    stamp::{Halves, Stamp},
    words::GROUP,
};
use crate::formats::place::{Place, ReadError};

/// What stands around a name in a notice.
const QUOTES: [char; 6] = ['"', '“', '”', '„', '«', '»'];

/// So many names of a group are remembered.
const MOST_NAMES: usize = 50;

pub(super) struct Survey {
    pub(super) names: Names,
    /// Who wrote, each once; in a direct chat also who is named and wrote nothing.
    pub(super) authors: Vec<String>,
    /// Under whose names an iPhone writes nothing but notices.
    pub(super) announcers: Vec<String>,
    pub(super) clock: Clock,
    pub(super) order: Order,
    pub(super) habits: Habits,
    pub(super) first: Option<Stamp>,
    /// Notes about the whole file.
    pub(super) remarks: Vec<String>,
    /// What the group is called, by the notices of it.
    pub(super) subject: Option<String>,
    /// What notices call it by, and other words in quotation marks.
    pub(super) quoted: Vec<String>,
    /// The newest message, in milliseconds since 1970.
    pub(super) last_ms: Option<i64>,
    evidence: Evidence,
    speaks_of_group: bool,
}

impl Survey {
    pub(super) fn of(text: &str, given: &Given, called: Option<&str>) -> Result<Self, ReadError> {
        let mut known = given.authors.clone();
        known.extend(given.me.clone());
        known.extend(called.map(str::to_owned));
        let mut survey = Self {
            names: Names::new(known, given.is_contact.clone()),
            authors: Vec::new(),
            announcers: Vec::new(),
            clock: Clock { offset: given.offset, now_ms: given.now_ms },
            order: Order::DayFirst,
            habits: Habits { is_lenient: given.is_lenient, ..Habits::default() },
            first: None,
            remarks: Vec::new(),
            subject: None,
            quoted: Vec::new(),
            last_ms: None,
            evidence: Evidence::new(given.now_ms),
            speaks_of_group: false,
        };
        let mut halves: Vec<Half> = Vec::new();
        let mut scanner = Scanner::new();
        while let Some(found) = scanner.next(text, &survey.habits) {
            match found {
                Ok(raw) => {
                    survey.names.learn(&raw);
                    halves.extend(raw.stamp.half.filter(|half| !halves.contains(half)));
                    survey.evidence.hear(&raw.stamp);
                    survey.first.get_or_insert(raw.stamp);
                }
                Err(Fault::Stray(_)) => {}
                Err(Fault::Word(line, word)) => return Err(unknown_word(line, word)),
            }
        }
        if survey.evidence.is_empty() {
            return Err(ReadError::new(
                Place { line: 1, column: None, pointer: String::new() },
                "this is not a chat that WhatsApp exported: no line begins with a date",
                "give the text file as the phone wrote it",
            ));
        }
        survey.choose_halves(&halves);
        survey.order = survey.order(given.dates)?;
        let mut sequence = Sequence::new(survey.order, survey.clock);
        survey.meet(text, given, &mut sequence);
        survey.last_ms = sequence.newest_ms();
        if let Some(line) = sequence.turn() {
            survey.require_halves(line)?;
        }
        survey.remarks.extend(sequence.remark(text, &survey.habits));
        survey.remarks.extend(pasted_remark(&survey.habits));
        Ok(survey)
    }

    /// Chooses the language of a word that names a half of the day in two, by the other words of the file.
    fn choose_halves(&mut self, heard: &[Half]) {
        if heard.contains(&Half::InariSami) {
            self.habits.halves = Halves::InariSami;
            self.first = self.first.map(|first| first.with_halves_of(Halves::InariSami));
        } else if heard.contains(&Half::Contested) && !heard.contains(&Half::Before) {
            self.remarks.push(
                "times with `ip.` came in as of the afternoon, as in Finnish; in Inari Sami it is the \
                 morning, and nothing in the file tells the two apart"
                    .to_owned(),
            );
        }
    }

    /// Meets the authors, once it is known where names end.
    fn meet(&mut self, text: &str, given: &Given, sequence: &mut Sequence) {
        let mut scanner = Scanner::new();
        let mut strangers = Vec::new();
        while let Some(found) = scanner.next(text, &self.habits) {
            let Ok(raw) = found else { continue };
            let step = sequence.hear(&raw);
            let (author, text) = self.names.split(&raw);
            let Some(author) = author else {
                self.hear_notice(text);
                continue;
            };
            if step == Step::FarBack
                && given.contact.is_some()
                && !self.authors.iter().any(|name| name == author)
            {
                strangers.push((raw.line, author));
                continue;
            }
            self.hear_author(author, text);
        }
        self.place_strangers(strangers);
        // In a direct chat the notices stand under the contact's name.
        if self.authors.len() < 2 {
            self.authors.append(&mut self.announcers);
        } else if let [only] = self.announcers.as_slice() {
            self.subject = Some(only.clone());
        }
    }

    fn hear_author(&mut self, author: &str, text: &str) {
        let read = content(text, Voice::Chats);
        let is_notice = read.kind == NOTICE;
        if is_notice {
            self.hear_names(text);
        }
        // A short notice, such as that somebody left, looks like a file that was left out.
        let may_be_notice = read.kind != "text";
        let has = |all: &[String]| all.iter().any(|name| name == author);
        if is_notice {
            if !has(&self.announcers) && !has(&self.authors) {
                self.announcers.push(author.to_owned());
            }
            return;
        }
        if may_be_notice && has(&self.announcers) {
            return;
        }
        if !has(&self.authors) {
            self.authors.push(author.to_owned());
        }
        self.announcers.retain(|name| name != author);
    }

    /// In a chat of two, what a third one says in a stamp that lies far back was pasted.
    fn place_strangers(&mut self, strangers: Vec<(u64, &str)>) {
        for (line, author) in strangers {
            let is_known = self.authors.iter().chain(&self.announcers).any(|name| name == author);
            // Of whom nothing but notices come, an iPhone writes them in their name.
            match (is_known, self.authors.len() + self.announcers.len()) {
                (true, _) => {}
                (false, 0 | 1) => self.authors.push(author.to_owned()),
                (false, _) => {
                    self.habits.pasted.insert(line);
                }
            }
        }
    }

    /// Refuses a clock that counts to 12 without saying which half of the day it is, as far as that shows.
    fn require_halves(&mut self, line: u64) -> Result<(), ReadError> {
        let problem =
            "the clock falls back within a day and no time says which half of the day it is";
        if !self.habits.is_lenient {
            let hint = "export the chat again while the phone counts to 24; if only this message came late, \
                take all times as they are written with `--keep-going`";
            return Err(ReadError::new(
                Place { line, column: None, pointer: String::new() },
                problem,
                hint,
            ));
        }
        self.remarks.push(format!(
            "{problem}, from line {line} on: if the phone counts to 12, times after noon came in as before it"
        ));
        Ok(())
    }

    /// Keeps what a notice has in quotation marks: the names that a group had, among others.
    fn hear_names(&mut self, text: &str) {
        for name in text.split(QUOTES).skip(1).step_by(2).map(str::trim) {
            let is_known = self.quoted.iter().any(|known| known == name);
            if !is_known && !name.is_empty() && self.quoted.len() < MOST_NAMES {
                self.quoted.push(name.to_owned());
            }
        }
    }

    /// Listens to what WhatsApp says by itself on Android for words of a group.
    fn hear_notice(&mut self, text: &str) {
        self.hear_names(text);
        let lower = text.to_lowercase();
        let mut words =
            lower.split(|sign: char| sign.is_whitespace() || "\"“”„«».,".contains(sign));
        if !words.any(|word| GROUP.contains(&word)) {
            return;
        }
        self.speaks_of_group = true;
        let quoted = text.rsplit(QUOTES).nth(1);
        if let Some(subject) = quoted.map(str::trim).filter(|subject| !subject.is_empty()) {
            self.subject = Some(subject.to_owned());
        }
    }

    /// Whether the file itself says that it is a group's chat.
    pub(super) fn is_group(&self) -> bool {
        self.speaks_of_group || !self.announcers.is_empty() || self.authors.len() > 2
    }

    fn order(&self, given: Option<Order>) -> Result<Order, ReadError> {
        if let Some(order) = given.or_else(|| self.evidence.order()) {
            return Ok(order);
        }
        let problem = if self.evidence.is_contradictory() {
            "the file's dates fit no single order of day, month and year"
        } else {
            "the file's dates can be read in more than one order"
        };
        let hint = "say which with `--dates dmy`, `--dates mdy` or `--dates ymd`";
        Err(ReadError::new(Place::default(), problem, hint))
    }
}

fn unknown_word(line: u64, word: &str) -> ReadError {
    let shown: String = word.chars().filter(|sign| sign.is_alphabetic()).take(20).collect();
    ReadError::new(
        Place { line, column: None, pointer: String::new() },
        format!("the line would begin a message but for the word `{shown}` beside its time"),
        "if it is no message, take it for text with `--keep-going`; else report the word",
    )
}
