//! How many rows go to a server: those that wait, those that are copied, and changes of many.

use std::io::{BufWriter, IntoInnerError, Write};

use rusqlite::types::ToSql;

use super::{
    cell::Parameters,
    dialect::with_literals,
    literal::literal,
    server::{Server, is_query},
    snapshot::Under,
    updates,
    waiting::added_by,
    wire::Lot,
};
use crate::store::engine::{
    ValueRef, Values,
    error::Result,
    row_sum::{RowSum, add, hash},
};

/// The number of bytes that are sent at once where rows are copied.
const COPIED_AT_ONCE: usize = 1 << 18;

/// The number of bytes of statements that are sent at once.
const SENT_AT_ONCE: usize = 1 << 17;

/// The number of rows that one statement updates.
const UPDATED_AT_ONCE: usize = 1024;

impl Server {
    /// Adds a row, sooner or later: before anything reads its table or writes elsewhere. `insert` names its table
    /// and columns, with a place for each in order.
    pub(in crate::store::engine) fn add(&self, insert: &str, values: &[&dyn ToSql]) -> Result<()> {
        let values = Parameters::of(values)?;
        let sum = match self.sum.get() {
            Some(sum) => self.sum_with(sum, insert, &values)?,
            None => None,
        };
        self.writes();
        self.sum.set(sum);
        let mut waiting = self.waiting.borrow_mut();
        waiting.push(insert, values.plain())?;
        let is_full = waiting.is_full();
        drop(waiting);
        if is_full { self.wire.send(self.take_waiting()) } else { Ok(()) }
    }

    /// The sum with a row that is added; `None` where it takes a look at the row on the server.
    fn sum_with(
        &self,
        sum: RowSum,
        insert: &str,
        values: &Parameters<'_>,
    ) -> Result<Option<RowSum>> {
        let (table, columns) = added_by(insert);
        let Some(watched) = self.watched.get().iter().find(|watched| watched.table == table) else {
            return Ok(Some(sum));
        };
        let given = columns.split(',').map(str::trim);
        let is_whole = watched.part.is_none() && self.columns_of(table)?.iter().eq(given);
        let row = || hash(std::iter::once(ValueRef::Text(table.as_bytes())).chain(values.plain()));
        Ok(is_whole.then(|| add(sum, row())))
    }

    /// Adds the rows that wait.
    pub(super) fn send_waiting(&self) -> Result<()> {
        if self.waiting.borrow().is_empty() {
            return Ok(());
        }
        let lot = self.take_waiting();
        drop(self.client()?);
        let added = self.wire.add(&lot);
        if added.is_err() && self.under.get() == Under::Reading {
            self.under.set(Under::Failed);
        }
        added
    }

    /// The rows that wait.
    fn take_waiting(&self) -> Lot {
        self.writes();
        self.waiting.take().into_lot()
    }

    /// Adds the rows that wait and that a query could meet.
    pub(super) fn settle(&self, sql: &str) -> Result<()> {
        let is_met = !is_query(sql) || self.waiting.borrow().concern(sql);
        if is_met { self.send_waiting() } else { Ok(()) }
    }

    /// Copies into a table what `feed` writes, as PostgreSQL's text form of rows.
    pub(in crate::store::engine) fn copy_in<T>(
        &self,
        sql: &str,
        feed: impl FnOnce(&mut dyn Write) -> Result<T>,
    ) -> Result<T> {
        self.send_waiting()?;
        self.writes();
        let mut client = self.client()?;
        let mut writer = BufWriter::with_capacity(COPIED_AT_ONCE, client.copy_in(sql)?);
        let fed = feed(&mut writer)?;
        writer.into_inner().map_err(IntoInnerError::into_error)?.finish()?;
        Ok(fed)
    }

    /// Runs a statement for each of many rows of values, many of them in a round trip.
    pub(in crate::store::engine) fn execute_each<V: Values>(
        &self,
        sql: &str,
        rows: impl IntoIterator<Item = V>,
    ) -> Result<()> {
        let mut text = String::new();
        for values in rows {
            text += &values.with(|values| filled_in(sql, values))?;
            text += ";\n";
            if text.len() > SENT_AT_ONCE {
                self.batch(&std::mem::take(&mut text))?;
            }
        }
        if text.is_empty() { Ok(()) } else { self.batch(&text) }
    }

    /// Runs an UPDATE for each of many rows of values, many of them in a statement: see [`updates::joined`].
    pub(in crate::store::engine) fn update_each<V: Values>(
        &self,
        sql: &str,
        rows: impl IntoIterator<Item = V>,
    ) -> Result<()> {
        let mut rows = rows.into_iter();
        loop {
            let some: Vec<_> = rows
                .by_ref()
                .take(UPDATED_AT_ONCE)
                .map(|values| values.with(literals))
                .collect::<Result<_>>()?;
            if some.is_empty() {
                return Ok(());
            }
            self.batch(&updates::joined(sql, &some))?;
        }
    }
}

/// A statement with its values in it.
fn filled_in(sql: &str, values: &[&dyn ToSql]) -> Result<String> {
    Ok(with_literals(sql, &literals(values)?))
}

fn literals(values: &[&dyn ToSql]) -> Result<Vec<String>> {
    Parameters::of(values)?.plain().map(literal).collect()
}
