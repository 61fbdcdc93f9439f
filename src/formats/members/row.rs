//! One row of a list of members: its cells.

use crate::formats::list::{Field, Raw};

/// A row's cells. One value serves for all rows of a list.
#[derive(Debug, Default)]
pub struct Row {
    cells: Vec<(Field, String)>,
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
        let phones = self.cells.iter().filter(|(field, _)| matches!(field, Field::Phone(_)));
        phones.min_by_key(|(field, _)| *field).map(|(_, text)| text.as_str())
    }

    /// The name: whole, or put together of its parts.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        if let Some(name) = self.cell(Field::Name) {
            return Some(name.to_owned());
        }
        let parts = [Field::FirstName, Field::MiddleName, Field::LastName];
        let parts: Vec<_> = parts.into_iter().filter_map(|part| self.cell(part)).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }

    pub(super) fn clear(&mut self) {
        self.cells.clear();
    }

    pub(super) fn set(&mut self, field: Field, text: &str) {
        if !text.is_empty() {
            self.cells.push((field, text.to_owned()));
        }
    }
}
