//! WhatsApp usernames in texts: `@name`, and links to one.

use super::scan::Span;

/// A username as it stands in a text.
pub(super) struct Handle {
    /// In lower case.
    pub(super) name: String,
    /// Whether it stands in a link, where it is a username by its place.
    pub(super) is_link: bool,
    pub(super) span: Span,
}

const LINK: &str = "wa.me/u/";
const LENGTH: std::ops::RangeInclusive<usize> = 3..=35;

/// The usernames in a text. What stands before the `@` of an email makes it none.
pub(super) fn handles(text: &str) -> Vec<Handle> {
    let mut found = Vec::new();
    for (at, byte) in text.bytes().enumerate() {
        let (from, is_link) = match byte {
            b'@' => (at + 1, false),
            b'w' | b'W' if text.as_bytes()[at..].len() > LINK.len() => {
                let end = at + LINK.len();
                match text.get(at..end) {
                    Some(link) if link.eq_ignore_ascii_case(LINK) => (end, true),
                    _ => continue,
                }
            }
            _ => continue,
        };
        let before = text[..at].chars().next_back();
        if !is_link && before.is_some_and(|c| c.is_alphanumeric() || "._-+".contains(c)) {
            continue;
        }
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_');
        let length = text.as_bytes()[from..].iter().take_while(|byte| is_part(byte)).count();
        let name = text[from..from + length].trim_end_matches('.');
        if LENGTH.contains(&name.len()) && name.bytes().any(|byte| byte.is_ascii_alphabetic()) {
            let span = if is_link { from..from + name.len() } else { at..from + name.len() };
            found.push(Handle { name: name.to_ascii_lowercase(), is_link, span });
        }
    }
    found
}
