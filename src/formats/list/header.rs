//! The first row of a list as columns: what each is called and which field it holds, by its name or
//! as somebody mapped it.

use std::collections::HashMap;

use csv::ByteRecord;

use super::{Field, Problem};

/// A mapping of a column's name to a field's name, as `--map` gives it: `E-mail Address=email`.
/// Nothing behind the equals sign leaves the column out.
pub type Mapping = (String, String);

/// A column of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::formats) enum Column {
    /// One whose field is known, with the name that the list gives it.
    Known(Field, String),
    /// One of another name.
    Other(String),
    /// One without a name.
    Nameless,
    /// One that is left out on purpose.
    LeftOut,
}

impl Column {
    /// Its name in a problem; a name of the list's own isn't told.
    pub(in crate::formats) fn key(&self) -> &'static str {
        match self {
            Self::Known(field, _) => field.key(),
            Self::Other(_) | Self::Nameless | Self::LeftOut => "other",
        }
    }

    /// Whether both would fill the same field. More than one number may stand in a row.
    pub(in crate::formats) fn is_again(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Known(Field::Phone(_), one), Self::Known(Field::Phone(_), other))
            | (Self::Other(one), Self::Other(other)) => one == other,
            (Self::Known(one, _), Self::Known(other, _)) => one == other,
            _ => false,
        }
    }

    /// The column of that name.
    pub(in crate::formats) fn of(name: &str, map: &[Mapping]) -> Self {
        let name = name.trim();
        let mapped = map.iter().find(|(from, _)| from.trim().to_lowercase() == name.to_lowercase());
        let meant = mapped.map_or(name, |(_, to)| to.trim());
        match Field::from_name(meant) {
            Some(Field::Phone(_)) if mapped.is_some() => {
                Self::Known(Field::Phone(0), name.to_owned())
            }
            Some(field) => Self::Known(field, name.to_owned()),
            None if meant.is_empty() && mapped.is_some() => Self::LeftOut,
            None if meant.is_empty() => Self::Nameless,
            None => Self::Other(meant.to_owned()),
        }
    }
}

/// The columns that a header names. `of` tells what a name means.
pub(in crate::formats) fn columns(
    header: &ByteRecord,
    map: &[Mapping],
    of: impl Fn(&str) -> Column,
) -> Result<Vec<Column>, Problem> {
    let mut columns: Vec<Column> = Vec::with_capacity(header.len());
    for name in header {
        let name = std::str::from_utf8(name).map_err(|_| {
            Problem::of_line(1, "the first row is not in UTF-8", super::SAVE_AS_UTF_8)
        })?;
        let column = of(name.trim_end_matches('\r'));
        if columns.iter().any(|known| known.is_again(&column)) {
            let hint = "name each column once, or leave one out with `--map \"COLUMN=\"`";
            return Err(Problem::of_cell(1, column.key(), name, "the column stands twice", hint));
        }
        columns.push(column);
    }
    let names: Vec<_> = header.iter().map(|name| String::from_utf8_lossy(name)).collect();
    for (from, _) in map {
        let is_there =
            names.iter().any(|name| name.trim().to_lowercase() == from.trim().to_lowercase());
        if !is_there {
            let hint = "the name before the `=` is a column of the file";
            return Err(Problem::of_cell(1, "map", from, "no column has this name", hint));
        }
    }
    Ok(columns)
}

/// Cells that were left out, by the name of their column or its place in the row; and rows, by their
/// sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeftOut {
    cells: HashMap<String, u64>,
    sheets: Vec<(String, u64)>,
}

impl LeftOut {
    /// Counts cells of that column.
    pub fn add(&mut self, column: &str, cells: u64) {
        if cells > 0 {
            *self.cells.entry(column.to_owned()).or_insert(0) += cells;
        }
    }

    pub(super) fn add_sheet(&mut self, sheet: &str, rows: u64) {
        if rows > 0 {
            self.sheets.push((sheet.to_owned(), rows));
        }
    }

    /// Each sheet that was left out with how many rows it has, in the order of the workbook.
    #[must_use]
    pub fn sheets(&self) -> &[(String, u64)] {
        &self.sheets
    }

    pub(in crate::formats) fn count(&mut self, place: usize, column: &Column) {
        let name = match column {
            Column::Other(name) | Column::Known(_, name) => name.clone(),
            Column::Nameless | Column::LeftOut => format!("#{}", place + 1),
        };
        *self.cells.entry(name).or_insert(0) += 1;
    }

    /// Each column with how many of its cells were left out, in the order of their names.
    #[must_use]
    pub fn columns(&self) -> Vec<(String, u64)> {
        let mut all: Vec<_> =
            self.cells.iter().map(|(name, count)| (name.clone(), *count)).collect();
        all.sort_unstable();
        all
    }
}
