//! One row of a result, read by the names of its columns.

use std::{
    cell::{Cell, RefCell},
    ptr,
};

use rusqlite::types::{FromSql, ValueRef};

use crate::{
    rules::{
        phone::Phone,
        privacy::text::{CustomerText, Reading},
    },
    store::engine::error::{Error, Result},
};

/// A cache of the places of columns by name, for the rows of one result. Rows mostly ask for the same columns
/// in the same order.
#[derive(Default)]
pub(super) struct Columns(RefCell<Vec<(&'static str, usize)>>);

impl Columns {
    /// The index of a cached column, which is mostly `next`.
    fn known(&self, column: &'static str, next: usize) -> Option<usize> {
        let known = self.0.borrow();
        // The next row asks with the same static string, so its address is enough.
        if known.get(next).is_some_and(|(name, _)| ptr::eq(*name, column)) {
            return Some(next);
        }
        known.iter().position(|(name, _)| *name == column)
    }
}

/// A row of a result.
pub(in crate::store) struct Row<'r> {
    inner: &'r rusqlite::Row<'r>,
    columns: &'r Columns,
    /// Behind the column that was asked for last.
    next: Cell<usize>,
}

impl<'r> Row<'r> {
    pub(super) const fn new(inner: &'r rusqlite::Row<'r>, columns: &'r Columns) -> Self {
        Self { inner, columns, next: Cell::new(0) }
    }

    /// The column of that name. A value that the type doesn't know is damage.
    pub(in crate::store) fn get<T: FromSql>(&self, column: &'static str) -> Result<T> {
        self.at(self.find(column)?)
    }

    /// The column at that place: for statements whose columns are counted, not named.
    pub(in crate::store) fn at<T: FromSql>(&self, place: usize) -> Result<T> {
        self.inner.get(place).map_err(|error| self.explain(error))
    }

    /// The value at that place, whatever it is.
    pub(in crate::store) fn raw(&self, place: usize) -> Result<ValueRef<'_>> {
        Ok(self.inner.get_ref(place)?)
    }

    /// The one column that there is.
    pub(in crate::store) fn only<T: FromSql>(row: &Row<'_>) -> Result<T> {
        row.at(0)
    }

    /// A phone number, which takes two columns: the number and the length of its country code.
    pub(in crate::store) fn phone(
        &self,
        number: &'static str,
        length: &'static str,
    ) -> Result<Option<Phone>> {
        let number: Option<String> = self.get(number)?;
        number.map(|number| Ok(Phone::from_storage(number, self.get(length)?))).transpose()
    }

    /// A customer's text, with what was known of it when it was stored.
    pub(in crate::store) fn text(
        &self,
        column: &'static str,
        reading: &'static str,
    ) -> Result<Option<CustomerText>> {
        let Some(text) = self.get::<Option<CustomerText>>(column)? else { return Ok(None) };
        let reading: Option<String> = self.get(reading)?;
        Ok(Some(text.with_reading(Reading::from_column(reading.as_deref()))))
    }

    fn find(&self, column: &'static str) -> Result<usize> {
        if let Some(at) = self.columns.known(column, self.next.get()) {
            self.next.set(at + 1);
            return Ok(self.columns.0.borrow()[at].1);
        }
        let place = self.statement().column_index(column)?;
        let mut known = self.columns.0.borrow_mut();
        known.push((column, place));
        self.next.set(known.len());
        Ok(place)
    }

    fn statement(&self) -> &rusqlite::Statement<'_> {
        self.inner.as_ref()
    }

    /// Names the column instead of the types that didn't fit. The value itself may be a customer's.
    fn explain(&self, error: rusqlite::Error) -> Error {
        use rusqlite::Error as E;
        match error {
            E::InvalidColumnType(place, ..)
            | E::FromSqlConversionFailure(place, ..)
            | E::IntegralValueOutOfRange(place, _)
            | E::Utf8Error(place, _) => {
                let name = self.statement().column_name(place).unwrap_or("a column");
                Error::Corrupt(format!("`{name}` has a value that it can't have"))
            }
            other => other.into(),
        }
    }
}
