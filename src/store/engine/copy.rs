//! Copying whole tables from one workspace to another, whichever engines they are on.

use std::ops::ControlFlow;

use rusqlite::types::Value;

#[cfg(feature = "postgres")]
use super::postgres::write_line;
use super::{
    Connection, Row,
    connection::Engine,
    row_sum::{Hasher, RowSum, add},
};
use crate::store::engine::error::{Error, Result};

/// The rows of a table: how many, and the sum of their hashes, whatever their order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::store) struct Rows {
    pub(in crate::store) count: u64,
    sum: RowSum,
}

impl Rows {
    fn add(&mut self, row: &Row<'_>) -> Result<()> {
        let mut hasher = Hasher::default();
        hasher.take_row(row)?;
        self.sum = add(self.sum, hasher.end());
        self.count += 1;
        Ok(())
    }
}

impl Connection {
    /// Copies a table's rows into the same table elsewhere, which is empty. Gives what was copied.
    pub(in crate::store) fn copy_rows(&self, to: &Self, table: &str) -> Result<Rows> {
        let columns = self.columns_of(table)?;
        let names = columns.join(", ");
        match &to.engine {
            Engine::File(_) => {
                let mut insert = to.statement(&insert(table, &columns))?;
                self.each_row(table, &names, |row| {
                    let values = (0..row.column_count()).map(|place| row.at::<Value>(place));
                    insert.execute(values.collect::<Result<Vec<_>>>()?).map(drop)
                })
            }
            #[cfg(feature = "postgres")]
            Engine::Server(server) => {
                let mut line = Vec::new();
                server.copy_in(&format!("COPY {table} ({names}) FROM STDIN"), |out| {
                    self.each_row(table, &names, |row| {
                        line.clear();
                        write_line(&mut line, (0..row.column_count()).map(|place| row.raw(place)))?;
                        Ok(out.write_all(&line)?)
                    })
                })
            }
        }
    }

    /// What there is in a table, to be compared with what was copied.
    pub(in crate::store) fn rows_of(&self, table: &str) -> Result<Rows> {
        self.each_row(table, &self.columns_of(table)?.join(", "), |_| Ok(()))
    }

    fn each_row(
        &self,
        table: &str,
        columns: &str,
        mut take: impl FnMut(&Row<'_>) -> Result<()>,
    ) -> Result<Rows> {
        let mut rows = Rows::default();
        self.each(&format!("SELECT {columns} FROM {table}"), [], |row| {
            rows.add(row)?;
            take(row)?;
            Ok::<_, Error>(ControlFlow::Continue(()))
        })?;
        Ok(rows)
    }
}

fn insert(table: &str, columns: &[impl AsRef<str>]) -> String {
    let names: Vec<_> = columns.iter().map(AsRef::as_ref).collect();
    let places: Vec<_> = (1..=columns.len()).map(|place| format!("?{place}")).collect();
    format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), places.join(", "))
}
