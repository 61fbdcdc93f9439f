//! One cell of a list of our own: any text at all, written so that a spreadsheet runs nothing and a
//! terminal obeys nothing, and read back as it was.
//!
//! - An empty cell is nothing; a text that is empty is a single apostrophe.
//! - A text that a spreadsheet would take for a formula has an apostrophe before it, and so has one
//!   that could be mistaken for a text with such an apostrophe.
//! - A character that a terminal would obey is written as its code, `\\u{1b}`; a text that has
//!   `\\u{` in it itself has its backslash written so.

use std::{borrow::Cow, fmt::Write};

use crate::rules::workspace::member::is_unprintable;

/// With what a formula begins, or the white space that is skipped before one.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The text as a cell.
#[must_use]
pub fn written(text: &str) -> Cow<'_, str> {
    let escaped = escaped(text);
    let inner = escaped.trim_start_matches('\'');
    if inner.is_empty() || inner.starts_with(FORMULA) {
        return Cow::Owned(format!("'{escaped}"));
    }
    escaped
}

/// The text that a cell was written from; `None` for an empty one.
#[must_use]
pub fn read(cell: &str) -> Option<Cow<'_, str>> {
    if cell.is_empty() {
        return None;
    }
    Some(unescaped(without_mark(cell)))
}

/// A cell without the apostrophe that makes a text of a formula, or of nothing.
pub(super) fn without_mark(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) => {
            let inner = rest.trim_start_matches('\'');
            if inner.is_empty() || inner.starts_with(FORMULA) { rest } else { cell }
        }
        None => cell,
    }
}

fn is_escaped(character: char) -> bool {
    is_unprintable(character) && !matches!(character, '\n' | '\t')
}

fn escaped(text: &str) -> Cow<'_, str> {
    // Nearly every text has nothing to escape, and is handed back as it came.
    let is_plain = |byte: u8| (b' '..0x7f).contains(&byte) && byte != b'\\';
    if text.bytes().all(is_plain) || !text.contains("\\u{") && !text.contains(is_escaped) {
        return Cow::Borrowed(text);
    }
    let mut written = String::with_capacity(text.len() + 16);
    for (at, character) in text.char_indices() {
        if is_escaped(character) || text[at..].starts_with("\\u{") {
            // Writing to a string does not fail.
            let _ = write!(written, "\\u{{{:x}}}", u32::from(character));
        } else {
            written.push(character);
        }
    }
    Cow::Owned(written)
}

fn unescaped(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find("\\u{") else { return Cow::Borrowed(text) };
    let mut read = String::with_capacity(text.len());
    read.push_str(&text[..first]);
    let mut rest = &text[first..];
    while !rest.is_empty() {
        match code(rest) {
            Some((character, behind)) => {
                read.push(character);
                rest = behind;
            }
            None => {
                let mut characters = rest.chars();
                read.extend(characters.next());
                rest = characters.as_str();
            }
        }
    }
    Cow::Owned(read)
}

/// The character whose code stands at the beginning, and what stands behind it.
fn code(text: &str) -> Option<(char, &str)> {
    let (digits, behind) = text.strip_prefix("\\u{")?.split_once('}')?;
    let is_code = (1..=6).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_hexdigit());
    let character = u32::from_str_radix(digits, 16).ok().filter(|_| is_code)?;
    Some((char::from_u32(character)?, behind))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_cell_runs_nothing_and_obeys_nothing() {
        for (text, cell) in [
            ("", "'"),
            ("'", "''"),
            ("plain", "plain"),
            ("'plain", "'plain"),
            ("=1+1", "'=1+1"),
            ("'=1+1", "''=1+1"),
            ("+919876543210", "'+919876543210"),
            ("-", "'-"),
            ("@x", "'@x"),
            ("\t=1", "'\t=1"),
            ("\r=1", "\\u{d}=1"),
            ("a\u{1b}[31m", "a\\u{1b}[31m"),
            ("a\\u{41}", "a\\u{5c}u{41}"),
            ("a\\b", "a\\b"),
            ("नमस्ते\n", "नमस्ते\n"),
        ] {
            assert_eq!(written(text), cell);
            assert_eq!(read(cell).unwrap(), text);
        }
        assert_eq!(read(""), None);
        // What was never written so is left as it is.
        for cell in ["\\u{}", "\\u{110000}", "\\u{+41}", "\\u{41", "\\u"] {
            assert_eq!(read(cell).unwrap(), cell);
        }
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(
            text in prop_oneof![any::<String>(), "['=+@\\-\t\r\n\\\\u{}0-9a-f;,\"\u{1b}\u{202e}]{0,12}"]
        ) {
            let cell = written(&text);
            prop_assert!(!cell.is_empty());
            prop_assert!(!cell.starts_with(FORMULA));
            prop_assert!(!cell.chars().any(is_escaped));
            prop_assert_eq!(read(&cell).unwrap(), text.as_str());
        }
    }
}
