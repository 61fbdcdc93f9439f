//! Copying whole tables from one workspace to another, whichever engines they are on.

use std::ops::ControlFlow;

use rusqlite::types::Value;
#[cfg(feature = "postgres")]
use rusqlite::types::ValueRef;

use super::{
    Connection, Row,
    connection::Engine,
    watch::{Hasher, RowSum, add},
};
#[cfg(feature = "postgres")]
use crate::rules::hex::Hex;
use crate::store::engine::error::{Error, Result};

/// The rows of a table: how many, and the sum of their hashes, whatever their order.
pub(in crate::store) type Rows = (u64, RowSum);

impl Connection {
    /// Copies a table's rows into the same table elsewhere, which is empty.
    pub(in crate::store) fn copy_rows(&self, to: &Self, table: &str) -> Result<()> {
        let columns = self.columns_of(table)?.join(", ");
        let select = format!("SELECT {columns} FROM {table}");
        match &to.engine {
            Engine::File(_) => {
                let places = (1..=columns.split(", ").count()).map(|place| format!("?{place}"));
                let places = places.collect::<Vec<_>>().join(", ");
                let insert = format!("INSERT INTO {table} ({columns}) VALUES ({places})");
                let mut insert = to.statement(&insert)?;
                self.each(&select, [], |row| {
                    let values = (0..row.column_count()).map(|place| row.at::<Value>(place));
                    insert.execute(values.collect::<Result<Vec<_>>>()?)?;
                    Ok::<_, Error>(ControlFlow::Continue(()))
                })
            }
            #[cfg(feature = "postgres")]
            Engine::Server(server) => {
                let copy = format!("COPY {table} ({columns}) FROM STDIN");
                server.copy_in(&copy, |out| {
                    let mut line = Vec::new();
                    self.each(&select, [], |row| {
                        line.clear();
                        for place in 0..row.column_count() {
                            if place > 0 {
                                line.push(b'\t');
                            }
                            write_field(&mut line, row.raw(place)?);
                        }
                        line.push(b'\n');
                        out.write_all(&line)?;
                        Ok::<_, Error>(ControlFlow::Continue(()))
                    })
                })
            }
        }
    }

    /// What there is in a table, to be compared with what came of it elsewhere.
    pub(in crate::store) fn rows_of(&self, table: &str) -> Result<Rows> {
        let columns = self.columns_of(table)?.join(", ");
        let (mut count, mut sum) = (0, RowSum::default());
        self.each(&format!("SELECT {columns} FROM {table}"), [], |row: &Row<'_>| {
            let mut hasher = Hasher::default();
            for place in 0..row.column_count() {
                hasher.take(row.raw(place)?);
            }
            sum = add(sum, hasher.end());
            count += 1;
            Ok::<_, Error>(ControlFlow::Continue(()))
        })?;
        Ok((count, sum))
    }
}

/// A value in PostgreSQL's text form, in which a line is a row.
#[cfg(feature = "postgres")]
fn write_field(line: &mut Vec<u8>, value: ValueRef<'_>) {
    match value {
        ValueRef::Null => line.extend(br"\N"),
        ValueRef::Integer(number) => line.extend(number.to_string().bytes()),
        ValueRef::Real(number) => line.extend(number.to_string().bytes()),
        ValueRef::Text(text) => {
            for byte in text {
                match byte {
                    b'\\' => line.extend(br"\\"),
                    b'\t' => line.extend(br"\t"),
                    b'\n' => line.extend(br"\n"),
                    b'\r' => line.extend(br"\r"),
                    other => line.push(*other),
                }
            }
        }
        ValueRef::Blob(bytes) => {
            line.extend(br"\\x");
            line.extend(Hex(bytes).to_string().bytes());
        }
    }
}
