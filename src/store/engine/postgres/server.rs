//! A connection to a server: what is run on it, and in which transaction.

use std::{
    cell::{Cell, RefCell, RefMut},
    collections::HashMap,
    io::Write,
};

use postgres::{Client, error::SqlState, types::Type};
use rusqlite::types::ToSql;

use super::{
    ahead,
    cell::Parameters,
    dialect::translated,
    rows::Rows,
    snapshot::{Answer, Answers, Under},
};
use crate::store::engine::{
    Lock, Question,
    error::{Error, Result},
};

/// A connection to a server.
pub(in crate::store) struct Server {
    client: RefCell<Client>,
    under: Cell<Under>,
    check_version: Option<CheckVersion>,
    /// What is to be asked with the transaction that begins next.
    ahead: RefCell<Vec<Question>>,
    /// What was answered in the snapshot that is read from, or before anything was written.
    answers: RefCell<Answers>,
    /// Whether nothing was written yet in the transaction under way.
    is_fresh: Cell<bool>,
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

/// So many rows of a query are asked for at once.
const FEW: u64 = 128;

const READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
    SELECT version FROM one_writer";

/// Who writes holds the workspace's row: one at a time.
const WRITE: &str = "BEGIN ISOLATION LEVEL READ COMMITTED;
    SELECT version FROM one_writer FOR UPDATE";

const EMPTY: &str = "BEGIN";

/// Says whether a version can be worked with.
pub(in crate::store) type CheckVersion = Box<dyn Fn(Option<i64>) -> Result<()>>;

impl Server {
    pub(in crate::store::engine) fn new(client: Client) -> Self {
        Self {
            client: client.into(),
            under: Cell::new(Under::Nothing),
            check_version: None,
            ahead: RefCell::default(),
            answers: RefCell::default(),
            is_fresh: Cell::new(false),
            known: RefCell::default(),
            cursors: Cell::new(0),
        }
    }

    /// Has every transaction begin with a look at the version of the workspace's schema, which is `None` where
    /// there is no workspace.
    pub(in crate::store::engine) fn check_version(&mut self, check: CheckVersion) {
        self.check_version = Some(check);
    }

    /// Asks these with the transaction that begins next.
    pub(in crate::store::engine) fn ask_ahead(&self, questions: Vec<Question>) {
        self.ahead.borrow_mut().extend(questions);
    }

    /// Begins a transaction.
    pub(in crate::store::engine) fn begin(&self, lock: Lock) -> Result<()> {
        if lock == Lock::Read && self.under.get().is_recent() {
            self.under.set(Under::Reading);
            return self.ask_now();
        }
        let (words, under) = match lock {
            Lock::Read => (READ, Under::Reading),
            Lock::Write => (WRITE, Under::Writing),
        };
        self.begin_by(words, under)?;
        Ok(())
    }

    /// Begins a transaction where there is no workspace yet.
    pub(in crate::store::engine) fn begin_empty(&self) -> Result<()> {
        self.begin_by(EMPTY, Under::Writing)
    }

    /// Begins a transaction, and asks in the same round trip what is wanted ahead.
    fn begin_by(&self, words: &str, under: Under) -> Result<()> {
        let end = if self.under.get().is_kept() { "ROLLBACK; " } else { "" };
        self.forget();
        let questions = self.ahead.take();
        let sql = format!("{end}{words};\n{}", ahead::statements(&questions)?);
        let answer = self.client.borrow_mut().simple_query(&sql);
        let begun = answer.map_err(|error| self.explain(error)).and_then(|messages| {
            let mut results = ahead::results(messages).into_iter();
            if words != EMPTY {
                let version = results.next().flatten().and_then(|text| text.parse().ok());
                self.check_version.as_ref().map_or(Ok(()), |check| check(version))?;
            }
            self.answers.borrow_mut().keep_ahead(questions, results)
        });
        if begun.is_err() {
            self.forget();
            drop(self.client.borrow_mut().batch_execute("ROLLBACK"));
        } else {
            self.under.set(under);
            self.is_fresh.set(true);
        }
        begun
    }

    /// Asks what these statements answer for each of these keys.
    pub(in crate::store::engine) fn ask_each(
        &self,
        statements: &[&str],
        keys: &[i64],
    ) -> Result<()> {
        if keys.is_empty() || !self.may_keep() {
            return Ok(());
        }
        let answer = self.client()?.simple_query(&ahead::for_each(statements, keys));
        let results = ahead::results(self.noted(answer)?);
        self.answers.borrow_mut().keep_each(statements, keys, results)
    }

    /// Whether what is answered stays true.
    fn may_keep(&self) -> bool {
        match self.under.get() {
            Under::Reading => true,
            Under::Writing => self.is_fresh(),
            _ => false,
        }
    }

    /// Asks what is wanted ahead and isn't known, in the snapshot that is there.
    fn ask_now(&self) -> Result<()> {
        let mut questions = self.ahead.take();
        questions.retain(|question| !self.answers.borrow().has(question));
        if questions.is_empty() {
            return Ok(());
        }
        let sql = ahead::statements(&questions)?;
        let answer = self.client()?.simple_query(&sql);
        let results = ahead::results(self.noted(answer)?);
        self.answers.borrow_mut().keep_ahead(questions, results)
    }

    /// Where the table of the version is missing, there is no workspace.
    fn explain(&self, error: postgres::Error) -> Error {
        let is_missing = matches!(
            error.code(),
            Some(&(SqlState::UNDEFINED_TABLE | SqlState::INVALID_SCHEMA_NAME))
        );
        match &self.check_version {
            Some(check) if is_missing => check(None).err().unwrap_or_else(|| error.into()),
            _ => error.into(),
        }
    }

    pub(in crate::store::engine) fn is_in_transaction(&self) -> bool {
        matches!(self.under.get(), Under::Reading | Under::Writing | Under::Failed)
    }

    /// Whether nothing was written yet in the transaction under way.
    pub(super) const fn is_fresh(&self) -> bool {
        self.is_fresh.get()
    }

    /// Ends a transaction, or a part of one. A snapshot stays for who reads next.
    pub(in crate::store::engine) fn end(&self, words: &'static str) -> Result<()> {
        if words == "ROLLBACK" && self.under.get() == Under::Reading {
            self.under.set(Under::kept_now());
            return Ok(());
        }
        let is_whole = matches!(words, "COMMIT" | "ROLLBACK");
        let ended = self.batch(words).map_err(|error| match error {
            Error::Server(_) if words == "COMMIT" => Error::Unknown,
            other => other,
        });
        if is_whole {
            self.forget();
        }
        ended
    }

    /// Something is written: what was answered before may be another answer now.
    fn writes(&self) {
        self.is_fresh.set(false);
        self.answers.take();
    }

    /// Nothing is under way, and nothing known.
    fn forget(&self) {
        self.under.set(Under::Nothing);
        self.answers.take();
    }

    /// The connection, for what is run in the transaction under way, or in one of its own.
    pub(super) fn client(&self) -> Result<RefMut<'_, Client>> {
        let mut client = self.client.borrow_mut();
        if self.under.get().is_kept() {
            self.forget();
            client.batch_execute("ROLLBACK")?;
        }
        Ok(client)
    }

    /// Notes that a snapshot can't be read from any more.
    fn noted<T>(&self, done: Result<T, postgres::Error>) -> Result<T> {
        if done.is_err() && self.under.get() == Under::Reading {
            self.under.set(Under::Failed);
        }
        Ok(done?)
    }

    /// Runs several statements that give no rows.
    pub(in crate::store::engine) fn batch(&self, sql: &str) -> Result<()> {
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
        let number = self.cursors.get();
        self.cursors.set(number.wrapping_add(1));
        let values = Parameters::of(values)?;
        let sql = translated(sql, &values.is_null).into_owned();
        let sql = format!("DECLARE c{number} NO SCROLL CURSOR FOR {sql}");
        let declared = self.client()?.execute_typed(&sql, &values.typed());
        self.noted(declared)?;
        Ok(Rows::by_cursor(self, number))
    }

    /// Closes a cursor. In a transaction that has failed there is none any more.
    pub(super) fn close(&self, number: u32) {
        if let Ok(mut client) = self.client.try_borrow_mut() {
            drop(client.batch_execute(&format!("CLOSE c{number}")));
        }
    }

    /// Copies into a table what `feed` writes, as PostgreSQL's text form of rows.
    pub(in crate::store::engine) fn copy_in<T>(
        &self,
        sql: &str,
        feed: impl FnOnce(&mut dyn Write) -> Result<T>,
    ) -> Result<T> {
        self.writes();
        let mut client = self.client()?;
        let mut writer = client.copy_in(sql)?;
        let fed = feed(&mut writer)?;
        writer.finish()?;
        Ok(fed)
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

fn is_query(sql: &str) -> bool {
    let sql = sql.trim_start();
    sql.starts_with("SELECT") || sql.starts_with("WITH")
}
