//! What all of an export says before its first message can be read: how dates are written, who the
//! authors are, and whether it is a group's chat.

use super::{
    content::{NOTICE, Voice, content},
    dates::{Clock, Evidence, Order},
    names::Names,
    reader::Given,
    scan::{Fault, Scanner},
    stamp::Stamp,
    words::GROUP,
};
use crate::formats::place::{Place, ReadError};

pub(super) struct Survey {
    pub(super) names: Names,
    /// Who wrote, each once; in a direct chat also who is named and wrote nothing.
    pub(super) authors: Vec<String>,
    /// Under whose names an iPhone writes nothing but notices.
    pub(super) announcers: Vec<String>,
    pub(super) clock: Clock,
    pub(super) first: Option<Stamp>,
    /// What the group is called, by the notices of it.
    pub(super) subject: Option<String>,
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
            first: None,
            subject: None,
            evidence: Evidence::new(given.now_ms),
            speaks_of_group: false,
        };
        let mut scanner = Scanner::new();
        while let Some(found) = scanner.next(text, given.is_lenient) {
            match found {
                Ok(raw) => {
                    survey.names.learn(&raw);
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
        survey.meet(text, given);
        Ok(survey)
    }

    /// Meets the authors, once it is known where names end.
    fn meet(&mut self, text: &str, given: &Given) {
        let mut scanner = Scanner::new();
        while let Some(found) = scanner.next(text, given.is_lenient) {
            let Ok(raw) = found else { continue };
            let (author, text) = self.names.split(&raw);
            let Some(author) = author else {
                self.hear_notice(text);
                continue;
            };
            let read = content(text, Voice::Chats);
            let is_notice = read.kind == NOTICE;
            // A short notice, such as that somebody left, looks like a file that was left out.
            let may_be_notice = read.kind != "text";
            let has = |all: &[String]| all.iter().any(|name| name == author);
            if is_notice {
                if !has(&self.announcers) && !has(&self.authors) {
                    self.announcers.push(author.to_owned());
                }
                continue;
            }
            if may_be_notice && has(&self.announcers) {
                continue;
            }
            if !has(&self.authors) {
                self.authors.push(author.to_owned());
            }
            self.announcers.retain(|name| name != author);
        }
        // In a direct chat the notices stand under the contact's name.
        if self.authors.len() < 2 {
            self.authors.append(&mut self.announcers);
        } else if let [only] = self.announcers.as_slice() {
            self.subject = Some(only.clone());
        }
    }

    /// Listens to what WhatsApp says by itself on Android for words of a group.
    fn hear_notice(&mut self, text: &str) {
        let lower = text.to_lowercase();
        let mut words =
            lower.split(|sign: char| sign.is_whitespace() || "\"“”„«».,".contains(sign));
        if !words.any(|word| GROUP.contains(&word)) {
            return;
        }
        self.speaks_of_group = true;
        let quoted = text.rsplit(['"', '“', '”', '„', '«', '»']).nth(1);
        if let Some(subject) = quoted.map(str::trim).filter(|subject| !subject.is_empty()) {
            self.subject = Some(subject.to_owned());
        }
    }

    /// Whether the file itself says that it is a group's chat.
    pub(super) fn is_group(&self) -> bool {
        self.speaks_of_group || !self.announcers.is_empty() || self.authors.len() > 2
    }

    pub(super) fn order(&self, given: Option<Order>) -> Result<Order, ReadError> {
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
