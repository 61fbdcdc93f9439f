//! A text as characters with their places: as it is written, or with its escapes decoded once.

use std::ops::Range;

/// A character and the bytes of the text that stand for it.
pub(in crate::rules) type Place = (char, Range<usize>);

/// The text as it is written, and with percent-encoding, HTML entities and backslash escapes decoded
/// once, where it has any.
pub(in crate::rules) fn readings(text: &str) -> impl Iterator<Item = Vec<Place>> {
    let mut raw = Vec::with_capacity(text.len());
    raw.extend(text.char_indices().map(|(at, c)| (c, at..at + c.len_utf8())));
    std::iter::once(raw).chain(decoded(text))
}

fn decoded(text: &str) -> Option<Vec<Place>> {
    if !text.bytes().any(|byte| matches!(byte, b'%' | b'&' | b'\\')) {
        return None;
    }
    let mut places = Vec::with_capacity(text.len());
    let mut at = 0;
    let mut has_any = false;
    while let Some(c) = text[at..].chars().next() {
        let (c, len) = match escape(&text[at..]) {
            Some(found) => {
                has_any = true;
                found
            }
            None => (c, c.len_utf8()),
        };
        places.push((c, at..at + len));
        at += len;
    }
    has_any.then_some(places)
}

/// The character that an escape at the start of the text stands for, and the escape's length.
fn escape(text: &str) -> Option<(char, usize)> {
    match text.as_bytes() {
        [b'%', ..] => percent(text.as_bytes()),
        [b'&', ..] => entity(text),
        [b'\\', ..] => backslash(text),
        _ => None,
    }
}

/// As many percent-encoded bytes as make one character. Bytes that make none are a space.
fn percent(bytes: &[u8]) -> Option<(char, usize)> {
    let mut encoded = Vec::with_capacity(4);
    for triple in bytes.chunks_exact(3).take(4) {
        let [b'%', high, low] = triple else { break };
        let Some(byte) = hex(&[*high, *low]) else { break };
        encoded.push(u8::try_from(byte).ok()?);
        if let Ok(character) = std::str::from_utf8(&encoded) {
            return Some((character.chars().next()?, 3 * encoded.len()));
        }
    }
    (!encoded.is_empty()).then_some((' ', 3))
}

fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let code = match &text.as_bytes()[1..end] {
        [b'#', b'x' | b'X', digits @ ..] => hex(digits)?,
        [b'#', digits @ ..] => std::str::from_utf8(digits).ok()?.parse().ok()?,
        b"plus" => u32::from('+'),
        name if !name.is_empty() && name.iter().all(u8::is_ascii_alphabetic) => u32::from(' '),
        _ => return None,
    };
    Some((char::from_u32(code).unwrap_or(' '), end + 1))
}

fn backslash(text: &str) -> Option<(char, usize)> {
    let bytes = text.as_bytes();
    let (code, len) = match bytes.get(1)? {
        b'u' if bytes.get(2) == Some(&b'{') => {
            let end = text.bytes().take(11).position(|byte| byte == b'}')?;
            (hex(bytes.get(3..end)?)?, end + 1)
        }
        b'u' => {
            let code = hex(bytes.get(2..6)?)?;
            let low = bytes.get(6..8).filter(|start| *start == b"\\u").and(bytes.get(8..12));
            match (code, low.and_then(hex)) {
                (0xD800..0xDC00, Some(low @ 0xDC00..0xE000)) => {
                    (0x1_0000 + ((code - 0xD800) << 10) + (low - 0xDC00), 12)
                }
                _ => (code, 6),
            }
        }
        b'x' => (hex(bytes.get(2..4)?)?, 4),
        b'n' | b'r' => (u32::from('\n'), 2),
        b't' => (u32::from(' '), 2),
        _ => return None,
    };
    Some((char::from_u32(code).unwrap_or(' '), len))
}

fn hex(digits: &[u8]) -> Option<u32> {
    let is_hex = !digits.is_empty() && digits.iter().all(u8::is_ascii_hexdigit);
    is_hex.then(|| u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()).flatten()
}
