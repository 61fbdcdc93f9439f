//! From lines to messages: a message goes on until a line with a stamp. A stamp of another form than the
//! file's first was pasted into a message, and is a part of its text.

use std::collections::HashSet;

use super::{
    gap::is_mark,
    stamp::{Form, Halves, Head, Stamp, head},
};

/// How a file is to be taken, as far as that isn't in the line at hand.
#[derive(Default)]
pub(super) struct Habits {
    /// Take a line for text that is a stamp but for one word.
    pub(super) is_lenient: bool,
    pub(super) halves: Halves,
    /// Lines that begin with a stamp and yet belong to the message above.
    pub(super) pasted: HashSet<u64>,
}

/// One message as it stands in the file.
#[derive(Clone, Copy)]
pub(super) struct Raw<'t> {
    /// Its line, counted from 1.
    pub(super) line: u64,
    pub(super) stamp: Stamp,
    /// Whether the stamp stands in brackets, as on an iPhone. Then an author always follows.
    pub(super) in_brackets: bool,
    /// What follows the stamp, over all of its lines: the author and the text.
    pub(super) body: &'t str,
}

/// The messages of a file from a place in it on.
#[derive(Clone, Copy)]
pub(super) struct Scanner {
    at: usize,
    line: u64,
    /// The form of the first stamp.
    form: Option<Form>,
}

/// A line that can't be taken.
pub(super) enum Fault<'t> {
    /// It belongs to no message.
    Stray(u64),
    /// It begins a message but for one word of its stamp.
    Word(u64, &'t str),
}

impl Scanner {
    pub(super) const fn new() -> Self {
        Self { at: 0, line: 1, form: None }
    }

    /// The next message, if there is one.
    pub(super) fn next<'t>(
        &mut self,
        text: &'t str,
        habits: &Habits,
    ) -> Option<Result<Raw<'t>, Fault<'t>>> {
        loop {
            let rest = text.get(self.at..).filter(|rest| !rest.is_empty())?;
            let start_line = self.line;
            let first = line_of(rest);
            let begins = head(without_end(first));
            if let Head::Stamp(stamp, _) = &begins {
                self.form.get_or_insert(stamp.form(first));
            }
            let mut length = first.len();
            let mut lines = 1;
            let mut unknown = match begins {
                Head::Unknown(word) => Some(Fault::Word(start_line, word)),
                _ => None,
            };
            while let Some(next) = rest.get(length..).filter(|next| !next.is_empty()) {
                let next = line_of(next);
                match head(without_end(next)) {
                    Head::Stamp(stamp, _)
                        if self.is_own(stamp.form(next))
                            && !habits.pasted.contains(&(start_line + lines)) =>
                    {
                        break;
                    }
                    Head::Unknown(word) if unknown.is_none() => {
                        unknown = Some(Fault::Word(start_line + lines, word));
                    }
                    Head::Stamp(..) | Head::Unknown(_) | Head::Text => {}
                }
                length += next.len();
                lines += 1;
            }
            self.at += length;
            self.line += lines;
            if let Some(fault) = unknown
                && !habits.is_lenient
            {
                return Some(Err(fault));
            }
            let whole = rest.get(..length).unwrap_or_default();
            let Head::Stamp(stamp, behind) = begins else {
                // Blank lines before the first message are nothing.
                let is_blank = whole
                    .trim_matches(|sign: char| is_mark(sign) || sign.is_whitespace())
                    .is_empty();
                if is_blank {
                    continue;
                }
                return Some(Err(Fault::Stray(start_line)));
            };
            let offset = without_end(first).len() - behind.len();
            let body = whole.get(offset..).unwrap_or_default().trim_end_matches(['\r', '\n']);
            let in_brackets = stamp.form(first).in_brackets;
            let stamp = stamp.with_halves_of(habits.halves);
            return Some(Ok(Raw { line: start_line, stamp, in_brackets, body }));
        }
    }

    fn is_own(&self, form: Form) -> bool {
        self.form.is_none_or(|own| own.takes(form))
    }
}

fn line_of(text: &str) -> &str {
    text.find('\n').map_or(text, |end| text.get(..=end).unwrap_or(text))
}

fn without_end(line: &str) -> &str {
    line.trim_end_matches(['\r', '\n'])
}

/// Whether a file that begins so is an export: one of its first lines has a stamp, or nearly one.
pub(in crate::formats) fn looks_like_export(text: &str) -> bool {
    text.lines().take(5).any(|line| head(line) != Head::Text)
}
