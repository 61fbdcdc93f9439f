//! Adding up the rows of some tables, and keeping the sum right as they change: by triggers of this
//! connection alone, which stand in no file and see every write, cascades too.
//!
//! To make a trigger takes as long as a short change, and most changes write to one table. So a trigger is made
//! when the first statement comes that could need it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::{
    functions::{Context, FunctionFlags},
    types::ValueRef,
};

use super::{
    Connection, Row,
    connection::Engine,
    row_sum::{Hasher, RowSum, add, hash, negated},
    watched::{Event, Unwatched, Watched},
};
use crate::store::engine::error::{Error, Result};

/// The sum of the rows that came, less those that went, since it was last taken.
pub(in crate::store) struct Watch(Arc<Mutex<RowSum>>);

impl Watch {
    fn sum(&self) -> RowSum {
        *locked(&self.0)
    }
}

fn locked(sum: &Mutex<RowSum>) -> MutexGuard<'_, RowSum> {
    // Adding can't fail half-way, so what another thread left is whole.
    sum.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Adds the row that stands behind the first argument, which is 1, or takes it away, where that is -1.
fn fold(sum: &Mutex<RowSum>, context: &Context<'_>) -> rusqlite::Result<bool> {
    let row = hash((1..context.len()).map(|place| context.get_raw(place)));
    let row = if context.get::<i64>(0)? < 0 { negated(row) } else { row };
    let mut sum = locked(sum);
    *sum = add(*sum, row);
    Ok(true)
}

impl Connection {
    /// Watches tables from here on. On a server they are watched as long as there are any.
    pub(in crate::store) fn watch(&self, tables: &'static [Watched]) -> Result<Watch> {
        #[cfg(feature = "postgres")]
        if let Engine::Server(server) = &self.engine {
            server.watch_sum_of(tables);
            return Ok(Watch(Arc::default()));
        }
        self.unwatched.replace(Unwatched::all_of(tables));
        self.define_fold("row_sum")
    }

    /// The sum of what came and went, since it was last begun anew.
    #[cfg_attr(
        not(feature = "postgres"),
        expect(clippy::unnecessary_wraps, reason = "a server can fail")
    )]
    pub(in crate::store) fn watched_sum(&self, watch: &Watch) -> Result<RowSum> {
        match &self.engine {
            Engine::File(_) => Ok(watch.sum()),
            #[cfg(feature = "postgres")]
            Engine::Server(server) => server.sum(),
        }
    }

    /// Begins the sum anew, in a transaction that has just begun.
    #[cfg_attr(
        not(feature = "postgres"),
        expect(clippy::unnecessary_wraps, reason = "a server can fail")
    )]
    pub(in crate::store) fn reset_watch(&self, watch: &Watch) -> Result<()> {
        match &self.engine {
            Engine::File(_) => *locked(&watch.0) = RowSum::default(),
            #[cfg(feature = "postgres")]
            Engine::Server(server) => server.reset_sum()?,
        }
        Ok(())
    }

    /// Makes the triggers that a statement needs: before it is prepared.
    pub(super) fn watch_for(&self, sql: &str) -> Result<()> {
        let needed = self.unwatched.borrow_mut().take_for(sql);
        needed.into_iter().try_for_each(|(watched, event)| self.add_trigger(watched, event))
    }

    /// Makes triggers anew where they are needed: those of a transaction that was undone are gone with it.
    pub(super) fn watch_anew(&self) {
        let mut unwatched = self.unwatched.borrow_mut();
        *unwatched = Unwatched::all_of(unwatched.tables);
    }

    fn add_trigger(&self, Watched { table, part, .. }: &Watched, event: Event) -> Result<()> {
        let columns = self.watched(table, *part)?;
        let fold = |row: &&str| {
            let sign = if *row == "new" { 1 } else { -1 };
            let values = list(&columns, row);
            // The condition names its columns by `row.`.
            let only = part.map_or_else(String::new, |(_, only)| {
                format!(" WHERE {}", only.replace("row.", &format!("{row}.")))
            });
            format!("SELECT row_sum({sign}, '{table}'{values}){only};")
        };
        // What writes to none of the columns needs no look.
        let of = match part {
            Some((columns, _)) if event == Event::Update => format!(" OF {}", columns.join(", ")),
            _ => String::new(),
        };
        let steps: String = event.rows().iter().map(fold).collect();
        let event = event.word();
        self.batch(&format!(
            "CREATE TEMP TRIGGER IF NOT EXISTS watch_{table}_{event} AFTER {event}{of} ON main.{table}
             BEGIN {steps} END"
        ))
    }

    /// The sum of all rows that there are now.
    pub(in crate::store) fn sum_of(&self, tables: &[Watched]) -> Result<RowSum> {
        let mut sum = RowSum::default();
        for Watched { table, part, .. } in tables {
            let columns = self.watched(table, *part)?.join(", ");
            let only = part.map_or_else(String::new, |(_, only)| format!(" WHERE {only}"));
            let sql = format!("SELECT {columns} FROM {table} AS row{only}");
            self.each(&sql, [], |row| {
                let mut hasher = Hasher::default();
                hasher.take(ValueRef::Text(table.as_bytes()));
                hasher.take_row(row)?;
                sum = add(sum, hasher.end());
                Ok::<_, Error>(std::ops::ControlFlow::Continue(()))
            })?;
        }
        Ok(sum)
    }

    fn define_fold(&self, name: &str) -> Result<Watch> {
        let sum = Arc::<Mutex<RowSum>>::default();
        let shared = Arc::clone(&sum);
        let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_INNOCUOUS;
        self.file()?
            .create_scalar_function(name, -1, flags, move |context| fold(&shared, context))?;
        Ok(Watch(sum))
    }

    fn watched(
        &self,
        table: &str,
        part: Option<(&'static [&'static str], &'static str)>,
    ) -> Result<Vec<String>> {
        match part {
            Some((columns, _)) => Ok(columns.iter().map(|&column| column.to_owned()).collect()),
            None => self.columns_of(table),
        }
    }

    /// The columns of a table, in order.
    pub(in crate::store) fn columns_of(&self, table: &str) -> Result<Vec<String>> {
        match &self.engine {
            Engine::File(_) => {
                let sql = "SELECT name FROM pragma_table_info(?1) ORDER BY cid";
                self.all(sql, [table], Row::only)
            }
            #[cfg(feature = "postgres")]
            Engine::Server(server) => server.columns_of(table),
        }
    }
}

fn list(columns: &[String], row: &str) -> String {
    columns.iter().fold(String::new(), |list, column| list + ", " + row + "." + column)
}
