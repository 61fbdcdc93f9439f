//! A row of JSON as what it says of a contact.

use serde::{Deserialize, Deserializer, de::IgnoredAny};
use serde_json::Value;

use super::Row;
use crate::{
    formats::list::{Parts, Problem},
    rules::privacy::private::CustomerText,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(clippy::option_option, reason = "missing and null are two things here")]
struct Contact {
    phone: Option<String>,
    country_code: Option<String>,
    name: Option<String>,
    whatsapp_username: Option<String>,
    /// That it is there, be it null, tells that a contact may lack a number.
    #[serde(default, deserialize_with = "there")]
    whatsapp_user_id: Option<Option<String>>,
    opted_in: Option<bool>,
    tags: Option<Vec<String>>,
    traits: Option<Parts>,
    #[serde(rename = "problem")]
    _problem: Option<IgnoredAny>,
}

#[allow(clippy::option_option, reason = "missing and null are two things here")]
fn there<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

const HINT: &str = "write one object a line, such as `{\"phone\": \"+91…\", \"name\": \"…\", \
    \"opted_in\": true, \"tags\": [\"…\"], \"traits\": {\"city\": \"…\"}}`";

/// Reads a row's JSON line into its parts.
pub(super) fn fill(row: &mut Row) -> Result<(), Problem> {
    let line = row.raw.line;
    let contact: Contact = serde_json::from_slice(&row.raw.text).map_err(|error| {
        let problem = if std::str::from_utf8(&row.raw.text).is_err() {
            "the line is not in UTF-8".to_owned()
        } else {
            format!("no contact can be read at column {}", error.column())
        };
        Problem::of_line(line, problem, HINT)
    })?;
    for (key, value) in contact.traits.map(|traits| traits.0).unwrap_or_default() {
        let value = match value {
            Value::String(value) => value,
            Value::Number(number) => number.to_string(),
            Value::Bool(value) => value.to_string(),
            _ => return Err(Problem::of_line(line, "has a trait that is no text", HINT)),
        };
        let key = CustomerText::new(key);
        if row.traits.iter().any(|(known, _)| *known == key) {
            return Err(Problem::of_line(line, "has a trait twice", "keep one of the two"));
        }
        row.traits.push((key, CustomerText::new(value)));
    }
    row.is_own = contact.whatsapp_user_id.is_some();
    row.phone = contact.phone;
    row.country_code = contact.country_code;
    row.name = contact.name.map(CustomerText::new);
    row.username = contact.whatsapp_username.map(CustomerText::new);
    row.user_id = contact.whatsapp_user_id.flatten();
    row.opted_in = contact.opted_in;
    row.tags.extend(contact.tags.unwrap_or_default().into_iter().map(CustomerText::new));
    Ok(())
}
