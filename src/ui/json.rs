//! JSON out: what `serde_json` leaves as it is but a terminal would obey is written as `\uXXXX`, so
//! that the text is the same to a program and harmless to a screen.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::Formatter;

use crate::rules::workspace::member::is_unprintable;

struct Compact;

impl Formatter for Compact {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        if fragment.bytes().all(|byte| byte < 0x7f) {
            return writer.write_all(fragment.as_bytes());
        }
        let mut written = 0;
        for (start, character) in fragment.char_indices().filter(|(_, c)| is_unprintable(*c)) {
            writer.write_all(&fragment.as_bytes()[written..start])?;
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                write!(writer, "\\u{unit:04x}")?;
            }
            written = start + character.len_utf8();
        }
        writer.write_all(&fragment.as_bytes()[written..])
    }
}

/// Writes one value on one line, without the line's end.
pub(super) fn write(writer: impl Write, value: &impl Serialize) -> io::Result<()> {
    value
        .serialize(&mut serde_json::Serializer::with_formatter(writer, Compact))
        .map_err(io::Error::from)
}

/// The fields of a list's rows: the name of each as JSON writes it before a value, and its place in the row.
pub(super) struct Fields(Vec<(String, usize)>);

impl Fields {
    pub(super) fn new(fields: &[(&'static str, usize)]) -> Self {
        let written = |name: &str| format!("{}:", serde_json::Value::from(name));
        Self(fields.iter().map(|(name, place)| (written(name), *place)).collect())
    }

    /// Writes one row as an object, on one line, without the line's end.
    pub(super) fn write(&self, mut writer: impl Write, cells: &[super::Value]) -> io::Result<()> {
        let mut before: &[u8] = b"";
        writer.write_all(b"{")?;
        for (name, place) in &self.0 {
            writer.write_all(before)?;
            writer.write_all(name.as_bytes())?;
            write(&mut writer, &cells[*place])?;
            before = b",";
        }
        writer.write_all(b"}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::Value;

    #[test]
    fn controls_are_escaped_and_come_back() {
        let text = "a\u{9b}b\u{202e}c\u{e0041}d\u{7f}\x1b\"\\é";
        let mut written = Vec::new();
        write(&mut written, &Value::plain(text)).unwrap();
        let written = String::from_utf8(written).unwrap();
        assert_eq!(written, "\"a\\u009bb\\u202ec\\udb40\\udc41d\\u007f\\u001b\\\"\\\\é\"");
        assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
    }
}
