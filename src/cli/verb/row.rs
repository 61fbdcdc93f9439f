//! A row of a list: its columns and its cells, described once.

use crate::ui::{Column, Value};

/// Something that a list prints.
pub trait Row: Sized {
    /// The columns, in order: a contract with scripts.
    const COLUMNS: &'static [Column];

    /// Its cells, in the order of the columns.
    fn cells(self) -> Vec<Value>;

    /// Its cells with their names, as the parts of an object.
    fn parts(self) -> Vec<(&'static str, Value)> {
        Self::COLUMNS.iter().map(|column| column.field).zip(self.cells()).collect()
    }
}

/// Describes a type's columns: each with its name and its cell, and how it stands on a screen, by a
/// constructor before the name and methods after it, which are those of [`Column`]. What the cells share
/// stands before them in brackets.
///
/// ```text
/// row!(team: TeamRow {
///     name "name" => team.name,
///     "members".rank(2) => team.members,
/// });
/// ```
macro_rules! row {
    ($row:ident: $type:ty {
        $([$($before:ident = $init:expr),* $(,)?])?
        $($($kind:ident)? $name:literal $(.$with:ident($($argument:expr)?))* => $cell:expr),* $(,)?
    }) => {
        impl $crate::cli::verb::Row for $type {
            const COLUMNS: &'static [$crate::ui::Column] =
                &[$($crate::cli::verb::row!(@column $($kind)? $name)$(.$with($($argument)?))*),*];

            fn cells(self) -> Vec<$crate::ui::Value> {
                let $row = self;
                $($(let $before = $init;)*)?
                vec![$($crate::ui::Value::from($cell)),*]
            }
        }
    };
    (@column $name:literal) => { $crate::ui::Column::new($name) };
    (@column $kind:ident $name:literal) => { $crate::ui::Column::$kind($name) };
}
pub(crate) use row;
