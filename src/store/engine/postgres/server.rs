//! A connection to a server: what is run on it, and in which transaction.

use std::{
    cell::{Cell, RefCell, RefMut},
    collections::HashMap,
    sync::{Arc, atomic::AtomicBool},
};

use postgres::{Client, types::Type};
use rusqlite::types::ToSql;

use super::{
    answer::Answer,
    cell::Parameters,
    dialect::translated,
    rows::{Parts, Rows},
    snapshot::{Answers, CheckVersion, Under},
    waiting::Waiting,
    wire::Wire,
};
use crate::store::engine::{Question, error::Result, row_sum::RowSum, watched::Watched};

/// A connection to a server.
pub(in crate::store) struct Server {
    pub(super) wire: Wire,
    pub(super) under: Cell<Under>,
    pub(super) check_version: Option<CheckVersion>,
    /// What is to be asked with the transaction that begins next.
    pub(super) ahead: RefCell<Vec<Question>>,
    /// What was answered in the snapshot that is read from, or before anything was written.
    pub(super) answers: RefCell<Answers>,
    /// Whether nothing was written yet in the transaction under way.
    pub(super) is_fresh: Cell<bool>,
    /// The rows that are still to be added.
    pub(super) waiting: RefCell<Waiting>,
    /// The tables whose rows are summed.
    pub(super) watched: Cell<&'static [Watched]>,
    /// The sum of what came and went in this transaction, with the rows that wait; `None` where it is to be asked.
    pub(super) sum: Cell<Option<RowSum>>,
    pub(super) columns: RefCell<HashMap<String, Vec<String>>>,
    /// The statements that were run before, by their text and which of their values were nothing.
    known: RefCell<HashMap<String, HashMap<Vec<bool>, Known>>>,
    /// The number of the next cursor.
    cursors: Cell<u32>,
    /// Whether the server has warned since that was put down.
    pub(super) has_warned: Arc<AtomicBool>,
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

/// The number of rows up to which a query is answered at once, without a cursor.
const FEW: u64 = 128;

impl Server {
    pub(super) fn new(client: Client, has_warned: Arc<AtomicBool>) -> Self {
        Self {
            wire: Wire::new(client),
            under: Cell::new(Under::Nothing),
            check_version: None,
            ahead: RefCell::default(),
            answers: RefCell::default(),
            is_fresh: Cell::new(false),
            waiting: RefCell::default(),
            watched: Cell::default(),
            sum: Cell::default(),
            columns: RefCell::default(),
            known: RefCell::default(),
            cursors: Cell::new(0),
            has_warned,
        }
    }

    /// The connection, for what is run in the transaction under way, or in one of its own.
    pub(super) fn client(&self) -> Result<RefMut<'_, Client>> {
        let mut client = self.wire.client()?;
        if self.under.get().is_kept() {
            self.forget();
            client.batch_execute("ROLLBACK")?;
        }
        Ok(client)
    }

    /// Notes that a snapshot can't be read from any more.
    pub(super) fn noted<T>(&self, done: Result<T, postgres::Error>) -> Result<T> {
        if done.is_err() && self.under.get() == Under::Reading {
            self.under.set(Under::Failed);
        }
        Ok(done?)
    }

    /// Runs several statements that give no rows.
    pub(in crate::store::engine) fn batch(&self, sql: &str) -> Result<()> {
        self.send_waiting()?;
        self.writes();
        let done = self.client()?.batch_execute(sql);
        self.noted(done)
    }

    /// Runs a statement. Gives the number of rows that it changed.
    pub(in crate::store::engine) fn execute(
        &self,
        sql: &str,
        values: &[&dyn ToSql],
    ) -> Result<usize> {
        let values = Parameters::of(values)?;
        self.send_waiting()?;
        self.writes();
        let mut client = self.client()?;
        let changed = self.known(&mut client, sql, &values).and_then(|run| match run {
            Run::Prepared(statement) => client.execute(&statement, &values.bound()),
            Run::Text(text) => client.execute_typed(&text, &values.typed()),
        });
        Ok(usize::try_from(self.noted(changed)?).unwrap_or(usize::MAX))
    }

    /// Every row of a query; at most so many. What was asked before in the same snapshot isn't asked again.
    pub(in crate::store::engine) fn query(
        &self,
        sql: &str,
        values: &[&dyn ToSql],
        limit: Option<u64>,
    ) -> Result<Answer> {
        let values = Parameters::of(values)?;
        self.settle(sql)?;
        let may_keep = self.may_keep();
        if may_keep && let Some(rows) = self.answers.borrow().find(sql, &values, limit) {
            return Ok(rows);
        }
        let limited = limit
            .filter(|limit| is_query(sql) && i64::try_from(*limit).is_ok())
            .map(|limit| format!("{sql}\nLIMIT {limit}"));
        let text = limited.as_deref().unwrap_or(sql);
        let mut client = self.client()?;
        let rows = self.known(&mut client, text, &values).and_then(|run| match run {
            Run::Prepared(statement) => client.query(&statement, &values.bound()),
            Run::Text(text) => client.query_typed(&text, &values.typed()),
        });
        let rows = Answer::Came(self.noted(rows)?.into());
        if may_keep {
            self.answers.borrow_mut().keep(sql, &values, limit, &rows);
        }
        Ok(rows)
    }

    /// The rows of a query: few of them at once, many as they are read.
    pub(in crate::store::engine) fn rows(
        &self,
        sql: &str,
        values: &[&dyn ToSql],
    ) -> Result<Rows<'_>> {
        if !self.is_in_transaction() || !is_query(sql) {
            return Ok(Rows::of(self.query(sql, values, None)?));
        }
        if !sql.contains("LIMIT") {
            let rows = self.query(sql, values, Some(FEW + 1))?;
            if rows.len() as u64 <= FEW {
                return Ok(Rows::of(rows));
            }
        }
        self.settle(sql)?;
        let number = self.cursors.get();
        self.cursors.set(number.wrapping_add(1));
        let values = Parameters::of(values)?;
        let sql = translated(sql, &values.is_null).into_owned();
        let sql = format!("DECLARE c{number} NO SCROLL CURSOR FOR {sql}");
        let declared = self.client()?.execute_typed(&sql, &values.typed());
        self.noted(declared)?;
        Ok(Rows::in_parts(Cursor { server: self, number }))
    }

    fn known(
        &self,
        client: &mut Client,
        sql: &str,
        values: &Parameters<'_>,
    ) -> Result<Run, postgres::Error> {
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

pub(super) fn is_query(sql: &str) -> bool {
    let sql = sql.trim_start();
    sql.starts_with("SELECT") || sql.starts_with("WITH")
}

/// The number of rows that are fetched from a cursor at a time.
const BLOCK: u32 = 4096;

/// What is still on the server. It goes with its transaction at the latest.
struct Cursor<'s> {
    server: &'s Server,
    number: u32,
}

impl Parts for Cursor<'_> {
    fn next_part(&self) -> Result<Vec<postgres::Row>> {
        let sql = format!("FETCH {BLOCK} FROM c{}", self.number);
        Ok(self.server.client()?.query_typed(&sql, &[])?)
    }
}

impl Drop for Cursor<'_> {
    fn drop(&mut self) {
        // In a transaction that has failed there is none any more.
        if let Some(mut client) = self.server.wire.try_client() {
            drop(client.batch_execute(&format!("CLOSE c{}", self.number)));
        }
    }
}
