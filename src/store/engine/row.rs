//! One row of a result, read by the names of its columns.

use std::{
    cell::{Cell, RefCell},
    ptr,
};

use rusqlite::types::{FromSql, ValueRef};

#[cfg(feature = "postgres")]
use super::postgres;
use crate::{
    rules::{
        phone::Phone,
        privacy::text::{CustomerText, Reading},
    },
    store::engine::error::{Error, Result, unfit},
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

enum Inner<'r> {
    File(&'r rusqlite::Row<'r>),
    #[cfg(feature = "postgres")]
    Server(postgres::AnswerRow<'r>),
}

/// A row of a result.
pub(in crate::store) struct Row<'r> {
    inner: Inner<'r>,
    columns: &'r Columns,
    /// Behind the column that was asked for last.
    next: Cell<usize>,
}

impl<'r> Row<'r> {
    pub(super) const fn of_file(row: &'r rusqlite::Row<'r>, columns: &'r Columns) -> Self {
        Self { inner: Inner::File(row), columns, next: Cell::new(0) }
    }

    #[cfg(feature = "postgres")]
    pub(super) const fn of_server(row: postgres::AnswerRow<'r>, columns: &'r Columns) -> Self {
        Self { inner: Inner::Server(row), columns, next: Cell::new(0) }
    }

    /// The column of that name. A value that the type doesn't know is damage.
    pub(in crate::store) fn get<T: FromSql>(&self, column: &'static str) -> Result<T> {
        self.at(self.find(column)?)
    }

    /// The column at that place: for statements whose columns are counted, not named.
    pub(in crate::store) fn at<T: FromSql>(&self, place: usize) -> Result<T> {
        match self.inner {
            Inner::File(row) => row.get(place).map_err(|error| explain(row, error)),
            #[cfg(feature = "postgres")]
            Inner::Server(row) => T::column_result(postgres::value(row, place)?)
                .map_err(|_| unfit(postgres::name(row, place))),
        }
    }

    /// The value at that place, whatever it is.
    pub(in crate::store) fn raw(&self, place: usize) -> Result<ValueRef<'_>> {
        match self.inner {
            Inner::File(row) => Ok(row.get_ref(place)?),
            #[cfg(feature = "postgres")]
            Inner::Server(row) => postgres::value(row, place),
        }
    }

    /// How many columns there are.
    pub(in crate::store) fn column_count(&self) -> usize {
        match self.inner {
            Inner::File(row) => row.as_ref().column_count(),
            #[cfg(feature = "postgres")]
            Inner::Server(row) => postgres::count(row),
        }
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
        let place = match self.inner {
            Inner::File(row) => row.as_ref().column_index(column)?,
            #[cfg(feature = "postgres")]
            Inner::Server(row) => postgres::place(row, column)?,
        };
        let mut known = self.columns.0.borrow_mut();
        known.push((column, place));
        self.next.set(known.len());
        Ok(place)
    }
}

/// Names the column instead of the types that didn't fit. The value itself may be a customer's.
fn explain(row: &rusqlite::Row<'_>, error: rusqlite::Error) -> Error {
    use rusqlite::Error as E;
    match error {
        E::InvalidColumnType(place, ..)
        | E::FromSqlConversionFailure(place, ..)
        | E::IntegralValueOutOfRange(place, _)
        | E::Utf8Error(place, _) => unfit(row.as_ref().column_name(place).unwrap_or("a column")),
        other => other.into(),
    }
}
