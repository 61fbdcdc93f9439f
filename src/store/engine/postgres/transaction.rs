//! Transactions on a server: how they begin, what is asked with that, and what stays true in them.

use std::sync::atomic::Ordering;

use postgres::error::SqlState;

use super::{
    ahead::{self, AheadRows},
    server::Server,
    snapshot::{CheckVersion, Under},
};
use crate::store::engine::{
    Lock, Question, Value,
    error::{Error, Result},
};

const READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
    SELECT version FROM one_writer";

/// Who writes holds the workspace's row: one at a time. A program that was stopped while it held it would keep all
/// others waiting, so the server ends what is silent for a minute, or for as long as it was set to.
const WRITE: &str = "BEGIN ISOLATION LEVEL READ COMMITTED;
    SELECT version, set_config('idle_in_transaction_session_timeout', coalesce(
        nullif(current_setting('idle_in_transaction_session_timeout'), '0'), '1min'), true)
    FROM one_writer FOR UPDATE";

const EMPTY: &str = "BEGIN";

impl Server {
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
        let answer = self.wire.client()?.simple_query(&sql);
        let begun = answer.map_err(|error| self.explain(error)).and_then(|messages| {
            let mut results = ahead::results(messages).into_iter();
            if words != EMPTY {
                let version = results.next().flatten().and_then(|text| text.parse().ok());
                self.check_version.as_ref().map_or(Ok(()), |check| check(version))?;
            }
            self.answers.borrow_mut().keep_ahead(&questions, results)
        });
        if begun.is_err() {
            self.forget();
            drop(self.wire.client()?.batch_execute("ROLLBACK"));
        } else {
            self.under.set(under);
            self.is_fresh.set(true);
        }
        begun
    }

    /// Lets the transaction under way be silent for as long as what is done elsewhere takes.
    pub(in crate::store::engine) fn take_long(&self) -> Result<()> {
        self.batch("SET LOCAL idle_in_transaction_session_timeout = 0")
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
        let asked: Vec<_> = keys.iter().map(|key| vec![(*key).into()]).collect();
        let results = self.asked_for_each(statements, &asked)?;
        self.answers.borrow_mut().keep_each(statements, keys, results)
    }

    /// The rows that a statement gives for each of these keys.
    pub(in crate::store::engine) fn rows_of_each(
        &self,
        sql: &str,
        keys: &[Vec<Value>],
    ) -> Result<Vec<AheadRows>> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        self.settle(sql)?;
        let results = self.asked_for_each(&[sql], keys)?;
        results.iter().map(|answer| ahead::rows(answer.as_deref())).collect()
    }

    fn asked_for_each(
        &self,
        statements: &[&str],
        keys: &[Vec<Value>],
    ) -> Result<Vec<Option<String>>> {
        let sql = ahead::for_each(statements, keys)?;
        let answer = self.client()?.simple_query(&sql);
        Ok(ahead::results(self.noted(answer)?))
    }

    /// Whether what is answered stays true.
    pub(super) fn may_keep(&self) -> bool {
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
        self.answers.borrow_mut().keep_ahead(&questions, results)
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
        if words == "ROLLBACK" {
            // What couldn't be added goes with the transaction.
            self.waiting.take();
            drop(self.wire.client());
        }
        let ended = if words == "COMMIT" { self.commit() } else { self.batch(words) };
        if is_whole {
            self.forget();
        }
        ended
    }

    /// Keeps what was written. A server whose standbys are to confirm a change waits for them. Where somebody
    /// cancels that, it keeps the change alone, which is a success to it: it warns of it and no more.
    fn commit(&self) -> Result<()> {
        self.send_waiting()?;
        // Rows on their way that can't be added leave no doubt about the change: it isn't made.
        drop(self.client()?);
        self.has_warned.store(false, Ordering::Relaxed);
        self.batch("COMMIT").map_err(|error| match error {
            Error::Server { .. } => Error::Unknown,
            other => other,
        })?;
        if self.has_warned.load(Ordering::Relaxed) { Err(Error::Unconfirmed) } else { Ok(()) }
    }

    /// Something is written: what was answered before may be another answer now.
    pub(super) fn writes(&self) {
        self.is_fresh.set(false);
        self.sum.set(None);
        self.answers.take();
    }

    /// Nothing is under way, and nothing known.
    pub(super) fn forget(&self) {
        self.under.set(Under::Nothing);
        self.answers.take();
        self.waiting.take();
        self.sum.set(None);
    }
}
