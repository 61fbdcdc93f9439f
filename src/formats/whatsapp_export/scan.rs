//! From lines to messages: a message goes on until a line with a stamp.

use super::stamp::{Stamp, is_mark, stamp};

/// The longest name that an author has. What is longer before a colon is a sentence.
const LONGEST_AUTHOR: usize = 120;

/// One message as it stands in the file.
pub(super) struct Raw<'t> {
    /// Its line, counted from 1.
    pub(super) line: u64,
    pub(super) stamp: Stamp,
    /// Who wrote it, as the phone names them; nobody for what WhatsApp itself says.
    pub(super) author: Option<&'t str>,
    /// The text, over all of its lines.
    pub(super) text: &'t str,
}

/// The messages of a file from a place in it on.
#[derive(Clone, Copy)]
pub(super) struct Scanner {
    at: usize,
    line: u64,
}

/// Lines that belong to no message.
pub(super) struct Stray {
    pub(super) line: u64,
}

impl Scanner {
    pub(super) const fn new() -> Self {
        Self { at: 0, line: 1 }
    }

    /// The next message, if there is one.
    pub(super) fn next<'t>(&mut self, text: &'t str) -> Option<Result<Raw<'t>, Stray>> {
        let rest = text.get(self.at..)?;
        if self.at == 0
            && rest.trim_matches(|sign: char| is_mark(sign) || sign.is_whitespace()).is_empty()
        {
            self.at = text.len() + 1;
            return None;
        }
        if rest.is_empty() {
            return None;
        }
        let start_line = self.line;
        let first = line_of(rest);
        let head = stamp(without_end(first));
        let mut length = first.len();
        let mut lines = 1;
        while let Some(next) = rest.get(length..).filter(|next| !next.is_empty()) {
            let next = line_of(next);
            if stamp(without_end(next)).is_some() {
                break;
            }
            length += next.len();
            lines += 1;
        }
        self.at += length;
        self.line += lines;
        let Some((stamp, behind)) = head else {
            // Blank lines before the first message are nothing.
            let stray = rest.get(..length).unwrap_or_default();
            if stray.trim().is_empty() {
                return self.next(text);
            }
            return Some(Err(Stray { line: start_line }));
        };
        let offset = without_end(first).len() - behind.len();
        let whole = rest.get(offset..length).unwrap_or_default();
        let (author, body) = author(behind);
        let body_offset = behind.len() - body.len();
        let text = whole.get(body_offset..).unwrap_or_default().trim_end_matches(['\r', '\n']);
        Some(Ok(Raw { line: start_line, stamp, author, text }))
    }
}

fn line_of(text: &str) -> &str {
    text.find('\n').map_or(text, |end| text.get(..=end).unwrap_or(text))
}

fn without_end(line: &str) -> &str {
    line.trim_end_matches(['\r', '\n'])
}

/// Who wrote, and what. What WhatsApp itself says has no author, though it may hold a colon.
fn author(line: &str) -> (Option<&str>, &str) {
    let line = line.trim_start_matches(is_mark);
    let Some((name, text)) = line.split_once(':') else { return (None, line) };
    let is_cut_here =
        text.is_empty() || text.starts_with(|sign: char| sign == ' ' || is_mark(sign));
    let plain = name.trim_matches(|sign: char| is_mark(sign) || sign.is_whitespace());
    let is_name = !plain.is_empty()
        && plain.chars().count() <= LONGEST_AUTHOR
        && !plain.contains(['"', '“', '„', '«', '”']);
    if is_cut_here && is_name {
        (Some(plain), text.strip_prefix(' ').unwrap_or(text))
    } else {
        (None, line)
    }
}

/// Whether a file that begins so is an export: one of its first lines has a stamp.
pub(in crate::formats) fn looks_like_export(head: &str) -> bool {
    head.lines().take(5).any(|line| stamp(line).is_some())
}
