//! A row of a spreadsheet as what it says of a contact.

use std::borrow::Cow;

use serde_json::Value;

use super::{Column, Row, cell};
use crate::{
    formats::{
        interakt::contacts::yes_or_no,
        list::{Parts, Problem},
    },
    rules::privacy::private::CustomerText,
};

/// Reads a row's record into its parts.
pub(super) fn fill(row: &mut Row, columns: &[Column], is_own: bool) -> Result<(), Problem> {
    row.is_own = is_own;
    let record = std::mem::take(&mut row.raw.record);
    let mut names = (None, None);
    let last = columns.len().saturating_sub(1);
    let mut filled = Ok(());
    for (place, (bytes, column)) in record.iter().zip(columns).enumerate() {
        // What is left of a line's end that is written as two characters.
        let bytes = if place == last { bytes.strip_suffix(b"\r").unwrap_or(bytes) } else { bytes };
        filled = text(row.raw.line, column, bytes, is_own).and_then(|text| match text {
            Some(text) => take(row, column, text, &mut names),
            None => Ok(()),
        });
        if filled.is_err() {
            break;
        }
    }
    row.raw.record = record;
    let parts: Vec<_> = [names.0, names.1].into_iter().flatten().collect();
    if !parts.is_empty() {
        row.name = Some(CustomerText::new(parts.join(" ")));
    }
    filled
}

/// What stands in a cell; `None` where nothing does.
fn text<'c>(
    line: u64,
    column: &Column,
    bytes: &'c [u8],
    is_own: bool,
) -> Result<Option<Cow<'c, str>>, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|_| {
        let shown = String::from_utf8_lossy(bytes);
        let hint = "save the file as UTF-8: \"CSV UTF-8\" in a spreadsheet";
        Problem::of_cell(line, column.key(), &shown, "is not in UTF-8", hint)
    })?;
    if is_own {
        return Ok(cell::read(text));
    }
    let text = cell::without_mark(text.trim());
    Ok((!text.is_empty()).then_some(Cow::Borrowed(text)))
}

fn take(
    row: &mut Row,
    column: &Column,
    text: Cow<'_, str>,
    names: &mut (Option<String>, Option<String>),
) -> Result<(), Problem> {
    let line = row.raw.line;
    match column {
        Column::Phone => row.phone = Some(text.into_owned()),
        Column::CountryCode => row.country_code = Some(text.into_owned()),
        Column::Name => row.name = Some(CustomerText::new(text)),
        Column::FirstName => names.0 = Some(text.into_owned()),
        Column::LastName => names.1 = Some(text.into_owned()),
        Column::Username => row.username = Some(CustomerText::new(text)),
        Column::UserId => row.user_id = Some(text.into_owned()),
        Column::OptedIn => {
            row.opted_in = Some(yes_or_no(text.trim()).ok_or_else(|| {
                let hint = "write `yes` or `no`, or leave it empty";
                Problem::of_cell(line, column.key(), &text, "is neither yes nor no", hint)
            })?);
        }
        Column::Tags => tags(row, &text),
        Column::Traits => {
            let object: Option<Parts> = serde_json::from_str(&text).ok();
            let hint = "write it as `{\"city\": \"Pune\"}`";
            let refused =
                || Problem::of_cell(line, column.key(), &text, "is no object of texts", hint);
            for (key, value) in object.ok_or_else(refused)?.0 {
                let Value::String(value) = value else { return Err(refused()) };
                row.traits.push((CustomerText::new(key), CustomerText::new(value)));
            }
        }
        Column::Trait(key) => {
            row.traits.push((CustomerText::new(key.as_str()), CustomerText::new(text)));
        }
        Column::Nothing => {}
    }
    Ok(())
}

/// Tags as a JSON list, or parted by semicolons or commas.
fn tags(row: &mut Row, text: &str) {
    if text.starts_with('[')
        && let Ok(tags) = serde_json::from_str::<Vec<String>>(text)
    {
        row.tags.extend(tags.into_iter().map(CustomerText::new));
        return;
    }
    let tags = text.split([';', ',']).map(str::trim).filter(|tag| !tag.is_empty());
    row.tags.extend(tags.map(CustomerText::new));
}

/// Tags as the text of one cell: parted by semicolons where that is read back as it was.
#[must_use]
pub fn written_tags(tags: &[&str]) -> String {
    let is_simple = |tag: &&str| !tag.is_empty() && tag.trim() == *tag && !tag.contains([';', ',']);
    let joined = tags.join("; ");
    if tags.iter().all(is_simple) && !joined.starts_with('[') {
        return joined;
    }
    // A list of texts can always be written.
    serde_json::to_string(tags).unwrap_or_default()
}
