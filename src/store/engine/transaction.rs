//! Transactions: kept when they are committed, undone otherwise. One within another is a part of it, which
//! is undone alone.

use std::ops::Deref;

use super::Connection;
use crate::store::engine::error::{Error, Result};

/// How many times somebody waits for the right to write, as long as others finish changes meanwhile.
const WAITS: usize = 12;

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
        match lock {
            _ if is_part => self.batch("SAVEPOINT part")?,
            Lock::Read => self.batch("BEGIN")?,
            Lock::Write => self.begin_writing()?,
        }
        let words = if is_part { PART } else { WHOLE };
        Ok(Transaction { connection: self, words, is_over: false })
    }

    /// The engine keeps no queue: the first to ask once the lock is free gets it, however long others have
    /// waited. So this waits again if others changed something meanwhile. If one holds the lock all the time,
    /// the workspace is busy.
    fn begin_writing(&self) -> Result<()> {
        let begin = || self.batch("BEGIN IMMEDIATE");
        for _ in 1..WAITS {
            let before = self.changes_of_others()?;
            match begin() {
                Err(Error::Busy(_)) if self.changes_of_others()? != before => {}
                begun => return begun,
            }
        }
        begin()
    }

    /// A number that is another one once others have changed something: turns that keep nothing don't count.
    fn changes_of_others(&self) -> Result<i64> {
        self.value("PRAGMA data_version", [])
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::{thread::sleep, time::Duration};

    use super::Lock;
    use crate::store::engine::{Connection, error::Error};

    const WAIT: Duration = Duration::from_millis(60);

    /// A file, and a connection that waits for [`WAIT`] to write to it.
    fn waiting() -> (tempfile::TempDir, Connection, impl Fn() -> Connection) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        drop(std::fs::File::create(&path).unwrap());
        let open = move || Connection::open(&path, WAIT).unwrap();
        let first = open();
        first.set_journal("WAL").unwrap();
        first.batch("CREATE TABLE row (id INTEGER)").unwrap();
        (folder, first, open)
    }

    #[test]
    fn who_waits_while_others_change_something_has_a_turn() {
        let (_folder, first, open) = waiting();
        let (told, started) = std::sync::mpsc::channel();
        std::thread::scope(|scope| {
            scope.spawn(move || {
                let other = open();
                for _ in 0..20 {
                    let change = other.transaction(Lock::Write).unwrap();
                    told.send(()).unwrap_or_default();
                    other.batch("INSERT INTO row VALUES (1)").unwrap();
                    sleep(WAIT / 3);
                    change.commit().unwrap();
                }
            });
            started.recv().unwrap();
            first.transaction(Lock::Write).unwrap().commit().unwrap();
        });
    }

    #[test]
    fn who_waits_for_one_change_alone_is_told() {
        let (_folder, first, open) = waiting();
        let other = open();
        let _held = other.transaction(Lock::Write).unwrap();
        assert!(matches!(first.transaction(Lock::Write), Err(Error::Busy(None))));
    }
}
