//! One row of a list of members: its cells.

use super::Column;
use crate::formats::list::Raw;

/// A row's cells. One value serves for all rows of a list.
#[derive(Debug, Default)]
pub struct Row {
    pub(super) cells: [Option<String>; Column::COUNT],
    pub(super) raw: Raw,
}

impl Row {
    /// On which line it begins, counted from 1.
    #[must_use]
    pub const fn line(&self) -> u64 {
        self.raw.line
    }

    /// What stands in a column; `None` where nothing does, or there is no such column.
    #[must_use]
    pub fn cell(&self, column: Column) -> Option<&str> {
        self.cells[column as usize].as_deref().filter(|text| !text.is_empty())
    }

    /// The name: whole, or put together of its parts.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        if let Some(name) = self.cell(Column::Name) {
            return Some(name.to_owned());
        }
        match (self.cell(Column::FirstName), self.cell(Column::LastName)) {
            (None, None) => None,
            (first, last) => {
                let parts: Vec<_> = first.into_iter().chain(last).collect();
                Some(parts.join(" "))
            }
        }
    }

    pub(super) fn clear(&mut self) {
        for cell in self.cells.iter_mut().flatten() {
            cell.clear();
        }
    }

    pub(super) fn set(&mut self, column: Column, text: &str) {
        let cell = self.cells[column as usize].get_or_insert_default();
        cell.clear();
        cell.push_str(text);
    }
}
