//! One row of a list of members: its cells.

use crate::formats::list::{Field, Raw};

/// The parts of a name, in their order.
const NAME_PARTS: [Field; 3] = [Field::FirstName, Field::MiddleName, Field::LastName];

/// A row's cells. One value serves for all rows of a list.
#[derive(Debug, Default)]
pub struct Row {
    cells: Vec<(Field, String)>,
    /// The columns of the numbers and of the parts of the name.
    names: Vec<(Field, String)>,
    pub(super) raw: Raw,
}

impl Row {
    /// On which line it begins, counted from 1.
    #[must_use]
    pub const fn line(&self) -> u64 {
        self.raw.line
    }

    /// What stands in a field's column; `None` where nothing does, or there is no such column.
    #[must_use]
    pub fn cell(&self, field: Field) -> Option<&str> {
        self.cells.iter().find(|(known, _)| *known == field).map(|(_, text)| text.as_str())
    }

    /// Every cell that isn't empty.
    pub fn cells(&self) -> impl Iterator<Item = (Field, &str)> {
        self.cells.iter().map(|(field, text)| (*field, text.as_str()))
    }

    /// The number: of several columns, that of the one which most likely holds `WhatsApp`'s.
    #[must_use]
    pub fn phone(&self) -> Option<&str> {
        let phones = self.cells.iter().filter(|(field, _)| is_phone(*field));
        phones.min_by_key(|(field, _)| *field).map(|(_, text)| text.as_str())
    }

    /// The name: whole, or put together of its parts.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        if let Some(name) = self.cell(Field::Name) {
            return Some(name.to_owned());
        }
        let parts: Vec<_> = NAME_PARTS.into_iter().filter_map(|part| self.cell(part)).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }

    /// The columns of further numbers, and of parts of a name that stands there whole too.
    pub(super) fn unread(&self) -> impl Iterator<Item = &str> {
        let best = self.names.iter().enumerate().filter(|(_, (field, _))| is_phone(*field));
        let best = best.min_by_key(|(_, (field, _))| *field).map(|(place, _)| place);
        let has_name = self.cell(Field::Name).is_some();
        let unread = self.names.iter().enumerate().filter(move |(place, (field, _))| {
            if is_phone(*field) { Some(*place) != best } else { has_name }
        });
        unread.map(|(_, (_, name))| name.as_str())
    }

    pub(super) fn clear(&mut self) {
        self.cells.clear();
        self.names.clear();
    }

    /// Takes what stands in the column of that name.
    pub(super) fn set(&mut self, field: Field, name: &str, text: &str) {
        if text.is_empty() {
            return;
        }
        self.cells.push((field, text.to_owned()));
        if is_phone(field) || NAME_PARTS.contains(&field) {
            self.names.push((field, name.to_owned()));
        }
    }
}

const fn is_phone(field: Field) -> bool {
    matches!(field, Field::Phone(_))
}
