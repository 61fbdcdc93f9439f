//! Making visible what a terminal would obey: customers write the names and the messages.

use std::borrow::Cow;

use crate::rules::workspace::member::is_unprintable;

/// A text on one line, with escapes and direction marks written out, as `\u{1b}`.
#[must_use]
pub fn for_screen(text: &str) -> Cow<'_, str> {
    rewrite(text, |character| match character {
        '\n' | '\r' | '\t' => Some(Escape::Space),
        other if is_unprintable(other) => Some(Escape::Code),
        _ => None,
    })
}

/// The same for a cell of a CSV file, where line ends may stand.
pub(super) fn for_cell(text: &str) -> Cow<'_, str> {
    rewrite(text, |character| match character {
        '\n' | '\r' | '\t' => None,
        other if is_unprintable(other) => Some(Escape::Code),
        _ => None,
    })
}

enum Escape {
    Space,
    Code,
}

fn rewrite(text: &str, escape: impl Fn(char) -> Option<Escape>) -> Cow<'_, str> {
    // Nearly every text has nothing to escape, and is handed back as it came.
    let is_plain = text.bytes().all(|byte| (b' '..0x7f).contains(&byte))
        || text.chars().all(|character| escape(character).is_none());
    if is_plain {
        return Cow::Borrowed(text);
    }
    let mut written = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match escape(character) {
            None => written.push(character),
            Some(Escape::Space) => written.push(' '),
            Some(Escape::Code) => written.extend(character.escape_unicode()),
        }
    }
    Cow::Owned(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_gets_nothing_to_obey() {
        assert_eq!(for_screen("plain ✓ नमस्ते"), "plain ✓ नमस्ते");
        assert_eq!(
            for_screen("a\x1b[31mb\u{202e}c\r\nd\u{9b}e\x07"),
            "a\\u{1b}[31mb\\u{202e}c  d\\u{9b}e\\u{7}"
        );
        assert_eq!(for_cell("a\nb\x1b"), "a\nb\\u{1b}");
    }
}
