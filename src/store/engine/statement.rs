//! Prepared statements. A connection keeps those that it has prepared, by their text.

use std::ops::ControlFlow;

use rusqlite::{CachedStatement, Params, types::FromSql};

use super::{Connection, Row, row::Columns};
use crate::store::engine::error::{Error, Result};

/// A statement that is run more than once.
pub(in crate::store) struct Statement<'c>(pub(super) CachedStatement<'c>);

impl Statement<'_> {
    /// Runs it. Gives the number of rows that it changed.
    pub(in crate::store) fn execute(&mut self, values: impl Params) -> Result<usize> {
        Ok(self.0.execute(values)?)
    }

    /// The rows, read one at a time.
    ///
    /// To cut a list short, take as many as are wanted: a bound `LIMIT` makes the engine plan the
    /// statement anew for every value.
    pub(in crate::store) fn stream<'s, T>(
        &'s mut self,
        values: impl Params,
        mut read: impl FnMut(&Row<'_>) -> Result<T> + 's,
    ) -> Result<impl Iterator<Item = Result<T>> + 's> {
        let columns = Columns::default();
        Ok(self.0.query_and_then(values, move |row| read(&Row::new(row, &columns)))?)
    }

    /// The first row, if there is one.
    pub(in crate::store) fn find<T>(
        &mut self,
        values: impl Params,
        read: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        let mut rows = self.0.query(values)?;
        let columns = Columns::default();
        rows.next()?.map(|row| read(&Row::new(row, &columns))).transpose()
    }

    /// The first row, which there must be.
    pub(in crate::store) fn one<T>(
        &mut self,
        values: impl Params,
        read: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<T> {
        self.find(values, read)?
            .ok_or_else(|| Error::Corrupt("a row that others refer to is missing".to_owned()))
    }

    /// Gives every row to `take`, until it breaks off.
    pub(in crate::store) fn each<E: From<Error>>(
        &mut self,
        values: impl Params,
        mut take: impl FnMut(&Row<'_>) -> Result<ControlFlow<()>, E>,
    ) -> Result<(), E> {
        let mut rows = self.0.query(values).map_err(Error::from)?;
        let columns = Columns::default();
        while let Some(row) = rows.next().map_err(Error::from)? {
            if take(&Row::new(row, &columns))?.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// How many columns its rows have.
    pub(in crate::store) fn column_count(&self) -> usize {
        self.0.column_count()
    }

    /// How many values it needs.
    pub(in crate::store) fn parameter_count(&self) -> usize {
        self.0.parameter_count()
    }
}

impl Connection {
    /// Prepares a statement to be run more than once.
    pub(in crate::store) fn statement(&self, sql: &str) -> Result<Statement<'_>> {
        self.watch_for(sql)?;
        Ok(Statement(self.inner().prepare_cached(sql)?))
    }

    /// Runs a statement. Gives the number of rows that it changed.
    pub(in crate::store) fn execute(&self, sql: &str, values: impl Params) -> Result<usize> {
        self.statement(sql)?.execute(values)
    }

    /// The first row of a query, if there is one.
    pub(in crate::store) fn find<T>(
        &self,
        sql: &str,
        values: impl Params,
        read: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        self.statement(sql)?.find(values, read)
    }

    /// The first row of a query, which there must be.
    pub(in crate::store) fn one<T>(
        &self,
        sql: &str,
        values: impl Params,
        read: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<T> {
        self.statement(sql)?.one(values, read)
    }

    /// The one value that a query gives.
    pub(in crate::store) fn value<T: FromSql>(&self, sql: &str, values: impl Params) -> Result<T> {
        self.one(sql, values, Row::only)
    }

    /// Every row of a query.
    pub(in crate::store) fn all<T>(
        &self,
        sql: &str,
        values: impl Params,
        read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        self.statement(sql)?.stream(values, read)?.collect()
    }

    /// The first rows of a query, at most so many; all of them without a limit.
    pub(in crate::store) fn first<T>(
        &self,
        limit: Option<u64>,
        sql: &str,
        values: impl Params,
        read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let limit = limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX);
        self.statement(sql)?.stream(values, read)?.take(limit).collect()
    }

    /// Gives every row of a query to `take`, until it breaks off.
    pub(in crate::store) fn each<E: From<Error>>(
        &self,
        sql: &str,
        values: impl Params,
        take: impl FnMut(&Row<'_>) -> Result<ControlFlow<()>, E>,
    ) -> Result<(), E> {
        self.statement(sql)?.each(values, take)
    }

    /// Whether a query gives any row.
    pub(in crate::store) fn exists(&self, sql: &str, values: impl Params) -> Result<bool> {
        Ok(self.find(sql, values, |_| Ok(()))?.is_some())
    }
}
