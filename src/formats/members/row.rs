//! One row of a list: its cells, and what it looked like.

use super::Column;

/// The longest part of a value that a problem shows, in characters.
const SHOWN_VALUE: usize = 60;

/// Something that keeps a row from being taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// On which line the row begins, counted from 1.
    pub line: u64,
    /// In which column.
    pub column: Option<&'static str>,
    /// What stands there, shortened. It may hold what a terminal would obey.
    pub value: Option<String>,
    /// What is wrong, as a sentence without the value.
    pub problem: String,
    /// What helps.
    pub hint: String,
}

impl Problem {
    /// With a row as a whole.
    #[must_use]
    pub fn of_line(line: u64, problem: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { line, column: None, value: None, problem: problem.into(), hint: hint.into() }
    }

    /// With one cell.
    #[must_use]
    pub fn of_cell(
        line: u64,
        column: Column,
        value: &str,
        problem: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        let mut shown: String = value.chars().take(SHOWN_VALUE).collect();
        if shown.len() < value.len() {
            shown.push('…');
        }
        Self {
            line,
            column: Some(column.key()),
            value: Some(shown),
            problem: problem.into(),
            hint: hint.into(),
        }
    }
}

/// A row's cells. One value serves for all rows of a list.
#[derive(Debug, Default)]
pub struct Row {
    pub(super) line: u64,
    pub(super) cells: [Option<String>; Column::COUNT],
    pub(super) raw: Raw,
}

/// A row as it stood in the list.
#[derive(Debug, Default)]
pub(super) struct Raw {
    /// The cells of a delimited row.
    pub(super) record: csv::ByteRecord,
    /// A JSON line.
    pub(super) text: Vec<u8>,
}

impl Row {
    /// On which line it begins, counted from 1.
    #[must_use]
    pub const fn line(&self) -> u64 {
        self.line
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
