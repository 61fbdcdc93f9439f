//! One row of a result, read by the names of its columns.

use std::cell::Cell;

use rusqlite::types::{FromSql, ValueRef};

use crate::{
    rules::{
        phone::Phone,
        privacy::text::{CustomerText, Reading},
    },
    store::engine::error::{Error, Result},
};

/// A row of a result.
pub(in crate::store) struct Row<'r> {
    row: &'r rusqlite::Row<'r>,
    /// Where to look first: columns are mostly read in the order in which they were selected.
    next: Cell<usize>,
}

impl<'r> Row<'r> {
    pub(super) const fn new(row: &'r rusqlite::Row<'r>) -> Self {
        Self { row, next: Cell::new(0) }
    }

    /// The column of that name. A value that the type doesn't know is damage.
    pub(in crate::store) fn get<T: FromSql>(&self, column: &str) -> Result<T> {
        self.at(self.find(column)?)
    }

    /// The column at that place: for statements whose columns are counted, not named.
    pub(in crate::store) fn at<T: FromSql>(&self, place: usize) -> Result<T> {
        self.row.get(place).map_err(|error| self.explain(error))
    }

    /// The value at that place, whatever it is.
    pub(in crate::store) fn raw(&self, place: usize) -> Result<ValueRef<'_>> {
        Ok(self.row.get_ref(place)?)
    }

    /// The one column that there is.
    pub(in crate::store) fn only<T: FromSql>(row: &Row<'_>) -> Result<T> {
        row.at(0)
    }

    /// A phone number, which takes two columns: the number and the length of its country code.
    pub(in crate::store) fn phone(&self, number: &str, length: &str) -> Result<Option<Phone>> {
        let number: Option<String> = self.get(number)?;
        number.map(|number| Ok(Phone::from_storage(number, self.get(length)?))).transpose()
    }

    /// A customer's text, with what was known of it when it was stored.
    pub(in crate::store) fn text(
        &self,
        column: &str,
        reading: &str,
    ) -> Result<Option<CustomerText>> {
        let Some(text) = self.get::<Option<CustomerText>>(column)? else { return Ok(None) };
        let reading: Option<String> = self.get(reading)?;
        Ok(Some(text.with_reading(Reading::from_column(reading.as_deref()))))
    }

    fn find(&self, column: &str) -> Result<usize> {
        let statement: &rusqlite::Statement<'_> = self.row.as_ref();
        let count = statement.column_count();
        let first = self.next.get();
        let places = (first..count).chain(0..first.min(count));
        for place in places {
            if statement.column_name(place)? == column {
                self.next.set(place + 1);
                return Ok(place);
            }
        }
        Err(rusqlite::Error::InvalidColumnName(column.to_owned()).into())
    }

    /// Names the column instead of the types that didn't fit. The value itself may be a customer's.
    fn explain(&self, error: rusqlite::Error) -> Error {
        use rusqlite::Error as E;
        match error {
            E::InvalidColumnType(place, ..)
            | E::FromSqlConversionFailure(place, ..)
            | E::IntegralValueOutOfRange(place, _)
            | E::Utf8Error(place, _) => {
                let statement: &rusqlite::Statement<'_> = self.row.as_ref();
                let name = statement.column_name(place).unwrap_or("a column");
                Error::Corrupt(format!("`{name}` has a value that it can't have"))
            }
            other => other.into(),
        }
    }
}
