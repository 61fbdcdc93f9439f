//! One cell of a spreadsheet as text: white space, line ends, and what a spreadsheet would run.

use std::borrow::Cow;

use crate::formats::list::{Field, Problem};

/// With what a spreadsheet begins a formula.
const FORMULA: [char; 4] = ['=', '+', '-', '@'];

/// Cleans a cell. An apostrophe before what would be a formula is how spreadsheets, and this
/// program's own lists, mark a text: it is taken off. A line end inside is a space.
///
/// # Errors
/// A formula that isn't marked, in a column where none can be meant; a NUL.
pub(super) fn clean(line: u64, field: Field, text: &str) -> Result<Cow<'_, str>, Problem> {
    if text.contains('\0') {
        return Err(Problem::of_cell(
            line,
            field.key(),
            text,
            "has a NUL in it",
            "the file is damaged, or is no text; write it anew",
        ));
    }
    let text = text.trim();
    let marked = text.strip_prefix('\'').filter(|rest| {
        let rest = rest.trim_start_matches('\'');
        rest.starts_with(FORMULA)
    });
    let is_number = matches!(field, Field::Phone(_)) && text.starts_with('+');
    if marked.is_none() && text.starts_with(FORMULA) && !is_number {
        return Err(Problem::of_cell(
            line,
            field.key(),
            text,
            "begins like a formula",
            "a spreadsheet would run it; write the text itself, or put an apostrophe before it",
        ));
    }
    let text = marked.unwrap_or(text);
    if text.contains(['\n', '\r']) {
        let lines: Vec<_> =
            text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).collect();
        return Ok(Cow::Owned(lines.join(" ")));
    }
    Ok(Cow::Borrowed(text))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    #[test]
    fn a_cell_becomes_a_text_or_is_refused() {
        let clean = |field, text| clean(1, field, text).map(Cow::into_owned);
        assert_eq!(clean(Field::Name, "  Asha\r\n Rao ").expect("a text"), "Asha Rao");
        assert_eq!(clean(Field::Phone(0), "+919876543210").expect("a text"), "+919876543210");
        assert_eq!(clean(Field::Name, "'=Asha").expect("a text"), "=Asha");
        assert_eq!(clean(Field::Name, "''=Asha").expect("a text"), "'=Asha");
        assert_eq!(clean(Field::Name, "'Asha").expect("a text"), "'Asha");
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "a\0b"] {
            assert!(clean(Field::Name, formula).is_err(), "{formula}");
        }
        assert!(clean(Field::Phone(0), "=1").is_err());
    }
}
