//! One row of a list of contacts: what each of its cells says of somebody.

use std::borrow::Cow;

use serde_json::Value;

use crate::{
    formats::list::{Cell, Column, Field, Parts, Problem, Raw, float},
    rules::phone::{Phone, PhoneError},
};

/// What a row says of a contact. One value serves for all rows of a list. It holds a customer's texts,
/// so it has no `Debug`.
#[derive(Default)]
pub struct Row {
    pub(super) raw: Raw,
    /// Their name.
    pub name: Option<String>,
    /// Their WhatsApp username.
    pub username: Option<String>,
    /// WhatsApp's business-scoped id of them.
    pub user_id: Option<String>,
    /// Whether they agreed to be written to.
    pub opted_in: Option<bool>,
    /// Their tags.
    pub tags: Vec<String>,
    /// Their traits.
    pub traits: Vec<(String, String)>,
    /// Their number as it stands there, and the rank and name of its column.
    phone: Option<(u8, String, String)>,
    /// Its calling code or country, where it stands apart.
    country: Option<String>,
    /// The parts of a name, with their columns: first, middle, last.
    name_parts: [Option<(String, String)>; 3],
    /// Whether traits of it stand in an object.
    has_object: bool,
    /// Whether it is a row of our own list, which may lack a number.
    pub(super) is_own: bool,
}

impl Row {
    /// On which line it begins, counted from 1.
    #[must_use]
    pub const fn line(&self) -> u64 {
        self.raw.line
    }

    /// The number as it stands there, to be told in a problem of the row.
    #[must_use]
    pub fn phone_text(&self) -> Option<&str> {
        self.phone.as_ref().map(|(_, _, text)| text.as_str())
    }

    /// The number; `country` is whose national form numbers have where the row doesn't say.
    ///
    /// # Errors
    /// A number that is none; none at all, where the row isn't known to be somebody without one.
    pub fn number(&self, country: Option<&str>) -> Result<Option<Phone>, Problem> {
        let Some(text) = self.phone_text() else {
            if self.is_own || self.user_id.is_some() {
                return Ok(None);
            }
            let hint = "a contact is known by their number";
            let mut problem = Problem::of_line(self.raw.line, "is missing", hint);
            problem.column = Some("phone");
            return Err(problem);
        };
        let refused = |error: PhoneError| {
            Problem::of_cell(self.raw.line, "phone", text, error.to_string(), error.hint())
        };
        if self.is_own && text.starts_with('+') {
            // Stored numbers need only be WhatsApp's.
            if let Ok(phone) = Phone::from_wa_id(text) {
                return Ok(Some(phone));
            }
        }
        let country = self.country.as_deref().or(country);
        Phone::parse(text, country).map(Some).map_err(refused)
    }

    pub(super) fn clear(&mut self) {
        let raw = std::mem::take(&mut self.raw);
        let (mut tags, mut traits) =
            (std::mem::take(&mut self.tags), std::mem::take(&mut self.traits));
        tags.clear();
        traits.clear();
        *self = Self { raw, tags, traits, ..Self::default() };
    }

    /// Takes what stands in a cell.
    pub(super) fn take(&mut self, column: &Column, text: Cow<'_, str>) -> Result<(), Problem> {
        let line = self.raw.line;
        let (field, name) = match column {
            Column::Known(field, name) => (*field, name),
            Column::Other(key) => return self.take_trait(key.clone(), text.into_owned()),
            Column::Nameless | Column::LeftOut => return Ok(()),
        };
        match field {
            Field::Phone(rank) => self.take_phone(rank, name, text.into_owned()),
            Field::Country => self.country = Some(text.into_owned()),
            Field::Name => self.name = Some(text.into_owned()),
            Field::FirstName => self.name_parts[0] = Some((name.clone(), text.into_owned())),
            Field::MiddleName => self.name_parts[1] = Some((name.clone(), text.into_owned())),
            Field::LastName => self.name_parts[2] = Some((name.clone(), text.into_owned())),
            Field::Username => self.username = Some(text.into_owned()),
            Field::UserId => self.user_id = Some(text.into_owned()),
            Field::OptedIn => {
                self.opted_in = Some(yes_or_no(&text).ok_or_else(|| {
                    let hint = "write `yes` or `no`, or leave it empty";
                    Problem::of_cell(line, column.key(), &text, "is neither yes nor no", hint)
                })?);
            }
            Field::Tags => self.take_tags(&text),
            Field::Traits => {
                let pairs: Option<Parts> = serde_json::from_str(&text).ok();
                let pairs = pairs.ok_or_else(|| {
                    let hint = "write it as `{\"city\": \"Pune\"}`";
                    Problem::of_cell(line, column.key(), &text, "is no object of texts", hint)
                })?;
                self.take_traits(pairs)?;
            }
            Field::Email | Field::Role | Field::Team | Field::Problem => {}
        }
        Ok(())
    }

    /// Takes a part of an object.
    pub(super) fn take_part(&mut self, column: &Column, cell: Cell) -> Result<(), Problem> {
        let is_user_id = matches!(column, Column::Known(Field::UserId, _));
        // That it is there, be it null, tells that a contact may lack a number.
        self.is_own |= is_user_id;
        match (column, cell) {
            (_, Cell::Nothing) => Ok(()),
            (Column::Known(Field::Tags, _), Cell::Texts(tags)) => {
                self.tags.extend(tags);
                Ok(())
            }
            (Column::Known(Field::Traits, _), Cell::Pairs(pairs)) => self.take_traits(pairs),
            (_, Cell::Text(text)) => self.take(column, Cow::Owned(text)),
            (column, Cell::Float(number)) => {
                let is_phone = matches!(column, Column::Known(Field::Phone(_), _));
                self.take(column, Cow::Owned(float(number, is_phone)))
            }
            (_, Cell::Texts(_) | Cell::Pairs(_)) => {
                let mut problem = Problem::of_line(self.raw.line, "is no text", HINT);
                problem.column = Some(column.key());
                Err(problem)
            }
        }
    }

    /// Puts the name together, where it stands there in parts.
    pub(super) fn end(&mut self) {
        let parts: Vec<_> = std::mem::take(&mut self.name_parts).into_iter().flatten().collect();
        if self.name.is_none() {
            let texts: Vec<_> = parts.iter().map(|(_, text)| text.as_str()).collect();
            self.name = (!texts.is_empty()).then(|| texts.join(" "));
        } else {
            self.traits.extend(parts);
        }
    }

    /// Not every engine can store a NUL, which may be written as a code.
    pub(super) fn require_storable(&self) -> Result<(), Problem> {
        let own = [&self.name, &self.username, &self.user_id].into_iter().flatten();
        let pairs = self.traits.iter().flat_map(|(key, value)| [key, value]);
        if own.chain(pairs).chain(&self.tags).any(|text| text.contains('\0')) {
            let hint = "the file is damaged, or is no text; write it anew";
            return Err(Problem::of_line(self.raw.line, "a cell has a NUL in it", hint));
        }
        Ok(())
    }

    /// The number of the best column is theirs; the others are kept as traits.
    fn take_phone(&mut self, rank: u8, name: &str, text: String) {
        let mut other = Some((rank, name.to_owned(), text));
        if self.phone.as_ref().is_none_or(|(known, _, _)| rank < *known) {
            std::mem::swap(&mut self.phone, &mut other);
        }
        if let Some((_, name, text)) = other {
            self.traits.push((name, text));
        }
    }

    fn take_traits(&mut self, Parts(pairs): Parts) -> Result<(), Problem> {
        for (key, cell) in pairs {
            let value = match cell {
                Cell::Text(value) => value,
                Cell::Float(number) => number.to_string(),
                _ => {
                    let problem = "has a trait that is no text";
                    return Err(Problem::of_line(self.raw.line, problem, HINT));
                }
            };
            self.has_object = true;
            self.take_trait(key, value)?;
        }
        Ok(())
    }

    /// Takes a trait. Columns differ from each other, and so do an object's keys, but not from one another.
    fn take_trait(&mut self, key: String, value: String) -> Result<(), Problem> {
        if self.has_object && self.traits.iter().any(|(known, _)| *known == key) {
            let hint = "keep one of the two";
            return Err(Problem::of_line(self.raw.line, "has a trait twice", hint));
        }
        self.traits.push((key, value));
        Ok(())
    }

    /// Tags as a JSON list, or separated by Google's three colons, by semicolons or, where there are none of
    /// those, by commas: between semicolons a comma is a part of a tag.
    fn take_tags(&mut self, text: &str) {
        if text.starts_with('[')
            && let Ok(tags) = serde_json::from_str::<Vec<String>>(text)
        {
            self.tags.extend(tags);
            return;
        }
        let is_google = text.contains(" ::: ") || text.starts_with("* ");
        let tags: Vec<_> = match is_google {
            true => text.split(" ::: ").collect(),
            false if text.contains(';') => text.split(';').collect(),
            false => text.split(',').collect(),
        };
        // Google marks its own groups, such as `* myContacts`.
        let tags = tags.into_iter().map(str::trim).filter(|tag| !tag.starts_with("* "));
        self.tags.extend(tags.filter(|tag| !tag.is_empty()).map(str::to_owned));
    }
}

/// A row of JSON that can be read.
pub(super) const EXAMPLE: &str = "{\"phone\": \"+91…\", \"name\": \"…\", \"opted_in\": true, \
    \"tags\": [\"…\"], \"traits\": {\"city\": \"…\"}}";
const HINT: &str = "write it as a text in quotation marks";

/// A consent, as people and programs write it.
pub(in crate::formats) fn yes_or_no(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "true" | "yes" | "y" | "1" => Some(true),
        "false" | "no" | "n" | "0" => Some(false),
        _ => None,
    }
}

/// Tags as the text of one cell: separated by semicolons where that is read back as it was.
#[must_use]
pub fn written_tags(tags: &[&str]) -> String {
    let is_simple = |tag: &&str| !tag.is_empty() && tag.trim() == *tag && !tag.contains([';', ',']);
    let joined = tags.join("; ");
    let is_plain = !joined.starts_with(['[', '*']) && !joined.contains(":::");
    if tags.iter().all(is_simple) && is_plain {
        return joined;
    }
    Value::from(tags.to_vec()).to_string()
}
