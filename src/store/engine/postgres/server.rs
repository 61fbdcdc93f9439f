//! A connection to a server, and the rows that come from it.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    io::Write,
    vec::IntoIter,
};

use postgres::{Client, types::Type};
use rusqlite::types::ToSql;

use super::{cell::Parameters, dialect::translated};
use crate::store::engine::{
    Lock,
    error::{Error, Result},
};

/// A connection to a server.
pub(in crate::store) struct Server {
    client: RefCell<Client>,
    /// Whether a transaction is under way.
    is_in_transaction: Cell<bool>,
    /// The statements that were run before, by their text and which of their values were nothing.
    known: RefCell<HashMap<String, HashMap<Vec<bool>, Known>>>,
    /// The number of the next cursor.
    cursors: Cell<u32>,
}

/// A statement that was run before.
#[derive(Default)]
struct Known {
    /// Its text as the server takes it.
    text: String,
    /// As it was prepared, with the types of its values: when it was run a second time with the same ones.
    prepared: Option<(Vec<Type>, postgres::Statement)>,
    runs: u32,
}

/// The number of runs after which a statement is prepared, which takes a round trip of its own.
const RUNS_BEFORE: u32 = 3;

impl Server {
    pub(in crate::store::engine) fn new(client: Client) -> Self {
        Self {
            client: client.into(),
            is_in_transaction: Cell::new(false),
            known: RefCell::default(),
            cursors: Cell::new(0),
        }
    }

    /// Begins a transaction. Who writes holds the workspace's row: one at a time.
    pub(in crate::store::engine) fn begin(&self, lock: Lock) -> Result<()> {
        let begun = self.batch(match lock {
            Lock::Read => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            Lock::Write => {
                "BEGIN ISOLATION LEVEL READ COMMITTED; SELECT 1 FROM one_writer FOR UPDATE"
            }
        });
        match begun {
            Ok(()) => self.is_in_transaction.set(true),
            Err(_) => drop(self.batch("ROLLBACK")),
        }
        begun
    }

    /// Begins a transaction where there is no workspace yet.
    pub(in crate::store::engine) fn begin_empty(&self) -> Result<()> {
        self.batch("BEGIN")?;
        self.is_in_transaction.set(true);
        Ok(())
    }

    pub(in crate::store::engine) fn is_in_transaction(&self) -> bool {
        self.is_in_transaction.get()
    }

    /// Ends a transaction, or a part of one.
    pub(in crate::store::engine) fn end(&self, words: &'static str) -> Result<()> {
        let is_whole = matches!(words, "COMMIT" | "ROLLBACK");
        let ended = self.batch(words).map_err(|error| match error {
            Error::Server(_) if words == "COMMIT" => Error::Unknown,
            other => other,
        });
        if is_whole {
            self.is_in_transaction.set(false);
        }
        ended
    }

    /// Runs several statements that give no rows.
    pub(in crate::store::engine) fn batch(&self, sql: &str) -> Result<()> {
        Ok(self.client.borrow_mut().batch_execute(sql)?)
    }

    /// Runs a statement. Gives the number of rows that it changed.
    pub(in crate::store::engine) fn execute(
        &self,
        sql: &str,
        values: &[&dyn ToSql],
    ) -> Result<usize> {
        let values = Parameters::of(values)?;
        let mut client = self.client.borrow_mut();
        let changed = match self.known(&mut client, sql, &values)? {
            Run::Prepared(statement) => client.execute(&statement, &values.bound())?,
            Run::Text(text) => client.execute_typed(&text, &values.typed())?,
        };
        Ok(usize::try_from(changed).unwrap_or(usize::MAX))
    }

    /// Every row of a query; at most so many.
    pub(in crate::store::engine) fn query(
        &self,
        sql: &str,
        values: &[&dyn ToSql],
        limit: Option<u64>,
    ) -> Result<Vec<postgres::Row>> {
        let values = Parameters::of(values)?;
        let limited = limit
            .filter(|limit| is_query(sql) && i64::try_from(*limit).is_ok())
            .map(|limit| format!("{sql}\nLIMIT {limit}"));
        let sql = limited.as_deref().unwrap_or(sql);
        let mut client = self.client.borrow_mut();
        let rows = match self.known(&mut client, sql, &values)? {
            Run::Prepared(statement) => client.query(&statement, &values.bound())?,
            Run::Text(text) => client.query_typed(&text, &values.typed())?,
        };
        Ok(rows)
    }

    /// The rows of a query, fetched as they are read.
    pub(in crate::store::engine) fn rows(
        &self,
        sql: &str,
        values: &[&dyn ToSql],
    ) -> Result<Rows<'_>> {
        if !self.is_in_transaction.get() || !is_query(sql) {
            return Ok(Rows::of(self.query(sql, values, None)?));
        }
        let number = self.cursors.get();
        self.cursors.set(number.wrapping_add(1));
        let values = Parameters::of(values)?;
        let sql = translated(sql, &values.is_null).into_owned();
        let sql = format!("DECLARE c{number} NO SCROLL CURSOR FOR {sql}");
        self.client.borrow_mut().execute_typed(&sql, &values.typed())?;
        Ok(Rows::by_cursor(self, number))
    }

    /// Copies into a table what `feed` writes, as PostgreSQL's text form of rows.
    pub(in crate::store::engine) fn copy_in<T>(
        &self,
        sql: &str,
        feed: impl FnOnce(&mut dyn Write) -> Result<T>,
    ) -> Result<T> {
        let mut client = self.client.borrow_mut();
        let mut writer = client.copy_in(sql)?;
        let fed = feed(&mut writer)?;
        writer.finish()?;
        Ok(fed)
    }

    fn known(&self, client: &mut Client, sql: &str, values: &Parameters<'_>) -> Result<Run> {
        let mut all = self.known.borrow_mut();
        let same = match all.get_mut(sql) {
            Some(same) => same,
            None => all.entry(sql.to_owned()).or_default(),
        };
        let known = same.entry(values.is_null.clone()).or_insert_with(|| Known {
            text: translated(sql, &values.is_null).into_owned(),
            ..Known::default()
        });
        known.runs += 1;
        if known.prepared.is_none() && known.runs > RUNS_BEFORE {
            let statement = client.prepare_typed(&known.text, &values.types)?;
            known.prepared = Some((values.types.clone(), statement));
        }
        Ok(match &known.prepared {
            Some((of, statement)) if *of == values.types => Run::Prepared(statement.clone()),
            _ => Run::Text(known.text.clone()),
        })
    }
}

/// How a statement is run.
enum Run {
    Prepared(postgres::Statement),
    Text(String),
}

fn is_query(sql: &str) -> bool {
    let sql = sql.trim_start();
    sql.starts_with("SELECT") || sql.starts_with("WITH")
}

/// So many rows are fetched first, and so many at a time at most.
const FIRST: u32 = 64;
const MOST: u32 = 4096;

/// Rows that come in the order in which they are read.
pub(in crate::store) struct Rows<'s> {
    here: IntoIter<postgres::Row>,
    cursor: Option<Cursor<'s>>,
}

/// What is still on the server. It goes with its transaction at the latest.
struct Cursor<'s> {
    server: &'s Server,
    number: u32,
    next: u32,
}

impl<'s> Rows<'s> {
    /// Rows that are all here.
    pub(in crate::store::engine) fn of(rows: Vec<postgres::Row>) -> Self {
        Self { here: rows.into_iter(), cursor: None }
    }

    pub(in crate::store::engine) fn by_cursor(server: &'s Server, number: u32) -> Self {
        let cursor = Cursor { server, number, next: FIRST };
        Self { here: Vec::new().into_iter(), cursor: Some(cursor) }
    }

    pub(in crate::store::engine) fn next(&mut self) -> Result<Option<postgres::Row>> {
        if let Some(row) = self.here.next() {
            return Ok(Some(row));
        }
        let Some(cursor) = &mut self.cursor else { return Ok(None) };
        let rows = cursor.fetch()?;
        if rows.is_empty() {
            self.cursor = None;
        }
        self.here = rows.into_iter();
        Ok(self.here.next())
    }
}

impl Cursor<'_> {
    fn fetch(&mut self) -> Result<Vec<postgres::Row>> {
        let sql = format!("FETCH {} FROM c{}", self.next, self.number);
        self.next = (self.next * 4).min(MOST);
        Ok(self.server.client.borrow_mut().query_typed(&sql, &[])?)
    }
}

impl Drop for Cursor<'_> {
    fn drop(&mut self) {
        // In a transaction that has failed there is none any more.
        if let Ok(mut client) = self.server.client.try_borrow_mut() {
            drop(client.batch_execute(&format!("CLOSE c{}", self.number)));
        }
    }
}
