//! CSV out: flat cells, and none that a spreadsheet would run.

use std::{borrow::Cow, io};

use super::{Value, escape::for_cell, json};

/// A value as the text of one cell. Nothing is an empty cell, a tree is its JSON.
pub(super) fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(value) => value.to_string(),
        Value::Text(text) => harmless(&for_cell(text.as_str())).into_owned(),
        Value::List(_) | Value::Object(_) | Value::Map(_) => {
            let mut written = Vec::new();
            // Writing to memory does not fail.
            drop(json::write(&mut written, value));
            String::from_utf8_lossy(&written).into_owned()
        }
        Value::Int(_) | Value::Number(_) | Value::Time(_) => value.to_cell(),
    }
}

/// One line of the file, quoted where it must be.
pub(super) fn record<I>(cells: I) -> io::Result<Vec<u8>>
where
    I: IntoIterator,
    I::Item: AsRef<[u8]>,
{
    let mut writer = csv::WriterBuilder::new().buffer_capacity(512).from_writer(Vec::new());
    writer.write_record(cells)?;
    writer.into_inner().map_err(|error| io::Error::other(error.to_string()))
}

/// A text that a spreadsheet would take for a formula, with the apostrophe before it that makes it
/// a text again. A number in international form, masked or not, is none and stays as it is.
fn harmless(text: &str) -> Cow<'_, str> {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    // A text may begin with a letter of several bytes, so it is not cut before it is known.
    let is_number = text.strip_prefix(['+', '-']).is_some_and(|digits| {
        !digits.is_empty()
            && digits
                .bytes()
                .all(|byte| byte.is_ascii_digit() || matches!(byte, b' ' | b'*' | b'.'))
    });
    if is_formula && !is_number { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_made_a_text_and_a_number_stays() {
        assert_eq!(harmless("=1+1"), "'=1+1");
        assert_eq!(harmless("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(harmless("+1+cmd|' /C calc'!A0"), "'+1+cmd|' /C calc'!A0");
        assert_eq!(harmless("-"), "'-");
        assert_eq!(harmless("+91 ********"), "+91 ********");
        assert_eq!(harmless("+919876543210"), "+919876543210");
        assert_eq!(harmless("plain"), "plain");
        assert_eq!(harmless("नमस्ते"), "नमस्ते");
        assert_eq!(harmless(""), "");
        assert_eq!(harmless("=é"), "'=é");
        assert_eq!(harmless("+é"), "'+é");
    }
}
