//! A text as its stream of digits, each with what parts it from the digit before. Reads only;
//! what the digits mean is decided in `own` and `foreign`.

use super::digits::{clings, is_dash, is_invisible, is_plus, value};

/// What stands between a digit and the one before it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Link {
    /// Nothing that can be seen.
    Joined,
    /// A few of the signs that people put inside a number.
    Tight,
    /// Other signs, a line's end or a plus among them, but no letter.
    Loose,
    /// A letter, or a mask that stands there already.
    Broken,
}

/// One digit and its bytes in the text, with the marks that cling to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Digit {
    pub(super) value: u8,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) link: Link,
}

/// More signs than this, and what follows is no part of the same spelling.
const MOST_TIGHT_SIGNS: usize = 5;
/// As many stars in a row are a mask, not a separator; `redact` writes eight.
const STARS_OF_A_MASK: usize = 8;

/// How escapes such as `%2B`, `&nbsp;` and `\u002b` are read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Escapes {
    /// As the characters they are written with.
    Plain,
    /// As the character they stand for.
    Decoded,
}

/// Whether reading the escapes could give another stream.
pub(super) fn has_escapes(text: &str) -> bool {
    text.bytes().any(|byte| matches!(byte, b'%' | b'&' | b'\\'))
}

/// The digits of the text, in order.
pub(super) fn digits(text: &str, escapes: Escapes) -> Vec<Digit> {
    // As many as a number has, or two.
    let mut found: Vec<Digit> = Vec::with_capacity(text.len().min(24));
    let mut gap = Gap::default();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let (c, len) = match escapes {
            Escapes::Decoded => escaped(&text[at..]).unwrap_or_else(|| (c, c.len_utf8())),
            Escapes::Plain => (c, c.len_utf8()),
        };
        let end = at + len;
        if let Some(value) = value(c) {
            let link = if found.is_empty() { Link::Broken } else { gap.link() };
            found.push(Digit { value, start: at, end, link });
            gap = Gap::default();
        } else if clings(c) && gap.is_empty() {
            if let Some(last) = found.last_mut() {
                last.end = end;
            }
        } else {
            gap.take(c);
        }
        at = end;
    }
    found
}

#[derive(Default)]
struct Gap {
    signs: usize,
    stars: usize,
    invisible: bool,
    loose: bool,
    broken: bool,
}

impl Gap {
    fn is_empty(&self) -> bool {
        self.signs == 0 && !self.invisible && !self.broken
    }

    fn take(&mut self, c: char) {
        if is_invisible(c) {
            self.invisible = true;
            return;
        }
        self.signs += 1;
        self.stars = if c == '*' { self.stars + 1 } else { 0 };
        self.broken |= c.is_alphanumeric() || self.stars >= STARS_OF_A_MASK;
        self.loose |= !is_tight(c);
    }

    fn link(&self) -> Link {
        if self.broken {
            Link::Broken
        } else if self.loose || self.signs > MOST_TIGHT_SIGNS {
            Link::Loose
        } else if self.signs > 0 {
            Link::Tight
        } else {
            Link::Joined
        }
    }
}

/// The signs that people put inside a number.
pub(super) fn is_tight(c: char) -> bool {
    let blank = c.is_whitespace()
        && !matches!(c, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    blank
        || is_dash(c)
        || matches!(
            c,
            '.' | '('
                | ')'
                | '['
                | ']'
                | '/'
                | '_'
                | '\u{B7}'
                | '\u{2022}'
                | '\u{2027}'
                | '\u{2219}'
                | '\u{22C5}'
                | '\u{30FB}'
                | '\u{FF0E}'
                | '\u{FF08}'
                | '\u{FF09}'
                | '\u{FF0F}'
                | '\u{2024}'
                | '\u{2044}'
        )
}

/// Whether the character is a space that does not end the line.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() && is_tight(c)
}

/// The character that an escape at the start of the text stands for, and the escape's length.
/// A byte of a longer character is read as a space: none of those that matter here is a letter.
fn escaped(text: &str) -> Option<(char, usize)> {
    let bytes = text.as_bytes();
    match bytes.first()? {
        b'%' => Some((from_byte(hex(bytes.get(1..3)?)?), 3)),
        b'\\' => match bytes.get(1)? {
            b'u' => Some((char::from_u32(hex(bytes.get(2..6)?)?).unwrap_or(' '), 6)),
            b'x' => Some((from_byte(hex(bytes.get(2..4)?)?), 4)),
            b'n' | b'r' | b't' => Some((' ', 2)),
            _ => None,
        },
        b'&' => {
            let end = bytes.iter().take(12).position(|b| *b == b';')?;
            let name = &bytes[1..end];
            let code = match name {
                [b'#', b'x' | b'X', rest @ ..] => hex(rest)?,
                [b'#', rest @ ..] => std::str::from_utf8(rest).ok()?.parse().ok()?,
                b"plus" => u32::from('+'),
                _ if !name.is_empty() && name.iter().all(u8::is_ascii_alphabetic) => u32::from(' '),
                _ => return None,
            };
            Some((char::from_u32(code).unwrap_or(' '), end + 1))
        }
        _ => None,
    }
}

fn from_byte(code: u32) -> char {
    if code < 0x80 { char::from_u32(code).unwrap_or(' ') } else { ' ' }
}

fn hex(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

/// Stretches a span of bytes over the plus before it and over the bracket that it closes or opens
/// alone, so that nothing half is left standing around the mask.
pub(super) fn with_plus_and_brackets(
    text: &str,
    mut start: usize,
    mut end: usize,
) -> (usize, usize) {
    const ESCAPED_PLUS: [&str; 5] = ["%2B", "%2b", "&#43;", "&plus;", "\\u002B"];
    loop {
        let before = &text[..start];
        if let Some(plus) = ESCAPED_PLUS.iter().find(|plus| before.ends_with(**plus)) {
            start -= plus.len();
            continue;
        }
        let mut back = before.char_indices().rev().filter(|(_, c)| !is_invisible(*c));
        let mut last = back.next();
        if last.is_some_and(|(_, c)| is_blank(c)) {
            last = back.next();
        }
        match last {
            Some((at, c)) if is_plus(c) => start = at,
            Some((at, c)) if opens(c) && closes_alone(&text[start..end]) => start = at,
            _ => break,
        }
    }
    if opens_alone(&text[start..end])
        && let Some(c) = text[end..].chars().next()
        && closes(c)
    {
        end += c.len_utf8();
    }
    (start, end)
}

fn opens(c: char) -> bool {
    matches!(c, '(' | '[' | '\u{FF08}')
}

fn closes(c: char) -> bool {
    matches!(c, ')' | ']' | '\u{FF09}')
}

/// Whether a bracket is closed that was opened before the text.
fn closes_alone(text: &str) -> bool {
    text.chars().find(|c| opens(*c) || closes(*c)).is_some_and(closes)
}

/// Whether a bracket is opened that is closed after the text.
fn opens_alone(text: &str) -> bool {
    text.chars().rev().find(|c| opens(*c) || closes(*c)).is_some_and(opens)
}
