//! Transactions: kept when they are committed, undone otherwise. One within another is a part of it, which
//! is undone alone.

use std::ops::Deref;

use super::Connection;
use crate::store::engine::error::Result;

/// What a transaction holds from its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Lock {
    /// One state of the database, to read from.
    Read,
    /// The right to write, which only one transaction has at a time.
    Write,
}

/// How transactions begin, are kept and are undone.
#[derive(Debug, Clone, Copy)]
struct Words {
    keep: &'static str,
    undo: &'static str,
}

const WHOLE: Words = Words { keep: "COMMIT", undo: "ROLLBACK" };
const PART: Words = Words { keep: "RELEASE part", undo: "ROLLBACK TO part; RELEASE part" };

/// A transaction under way.
pub(in crate::store) struct Transaction<'c> {
    connection: &'c Connection,
    words: Words,
    is_over: bool,
}

impl Connection {
    /// Begins a transaction, or a part of the one under way.
    pub(in crate::store) fn transaction(&self, lock: Lock) -> Result<Transaction<'_>> {
        let is_part = !self.inner().is_autocommit();
        let begin = match lock {
            _ if is_part => "SAVEPOINT part",
            Lock::Read => "BEGIN",
            Lock::Write => "BEGIN IMMEDIATE",
        };
        self.batch(begin)?;
        let words = if is_part { PART } else { WHOLE };
        Ok(Transaction { connection: self, words, is_over: false })
    }

    /// Begins a transaction that other ones become parts of, until it is ended.
    pub(in crate::store) fn begin_together(&self) -> Result<()> {
        let mut whole = self.transaction(Lock::Write)?;
        whole.is_over = true;
        Ok(())
    }

    /// Ends what was begun together: keeps it, or undoes it.
    pub(in crate::store) fn end_together(&self, keeps: bool) -> Result<()> {
        let whole = Transaction { connection: self, words: WHOLE, is_over: false };
        if keeps { whole.commit() } else { Ok(()) }
    }
}

impl Transaction<'_> {
    /// Keeps what it wrote.
    pub(in crate::store) fn commit(mut self) -> Result<()> {
        self.connection.batch(self.words.keep)?;
        self.is_over = true;
        Ok(())
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        if self.is_over {
            return;
        }
        // Some errors end a transaction by themselves; whatever is left is undone when the file is closed.
        if !self.connection.inner().is_autocommit() {
            drop(self.connection.batch(self.words.undo));
        }
        self.connection.watch_anew();
    }
}

impl Deref for Transaction<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.connection
    }
}
