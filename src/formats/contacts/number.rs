//! A row's number: whole, with its calling code in another cell, or in its country's own form.

use super::Row;
use crate::{
    formats::{interakt::contacts::whole_number, list::Problem},
    rules::privacy::phone::{Phone, PhoneError},
};

/// The number of a row; `country` is whose national form numbers have where the row doesn't say.
///
/// # Errors
/// A number that is none; none at all, where the row isn't known to be somebody without one.
pub fn number(row: &Row, country: Option<&str>) -> Result<Option<Phone>, Problem> {
    let line = row.raw.line;
    let Some(text) = row.phone.as_deref() else {
        if row.is_own || row.user_id.is_some() {
            return Ok(None);
        }
        let mut problem =
            Problem::of_line(line, "is missing", "a contact is known by their number");
        problem.column = Some("phone");
        return Err(problem);
    };
    let refused =
        |error: PhoneError| Problem::of_cell(line, "phone", text, error.to_string(), error.hint());
    if row.is_own && text.starts_with('+') {
        return Phone::from_wa_id(text)
            .or_else(|_| Phone::parse(text, None))
            .map(Some)
            .map_err(refused);
    }
    let own_country = row.country_code.as_deref().filter(|code| code.contains(char::is_alphabetic));
    let country = own_country.or(country.filter(|_| row.country_code.is_none()));
    if text.starts_with('+') || country.is_some() && !is_rounded(text) {
        return Phone::parse(text, country).map(Some).map_err(refused);
    }
    let digits = whole_number(row.country_code.as_deref(), text)
        .map_err(|(problem, hint)| Problem::of_cell(line, "phone", text, problem, hint))?;
    Phone::parse(&format!("+{digits}"), None).map(Some).map_err(refused)
}

/// Whether a spreadsheet has made it a number with an exponent, and lost its last digits.
fn is_rounded(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) && text.contains(['e', 'E'])
}
