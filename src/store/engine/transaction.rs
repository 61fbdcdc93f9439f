//! Transactions: kept when they are committed, undone otherwise. One within another is a part of it, which
//! is undone alone.

use std::ops::Deref;

#[cfg(feature = "postgres")]
use super::postgres::CheckVersion;
use super::{Connection, Lock, connection::Engine};
use crate::store::engine::error::{Error, Result};

/// How many times somebody waits for the right to write, as long as others finish changes meanwhile.
const WAITS: usize = 12;

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
        let is_part = !self.is_autocommit();
        match (&self.engine, lock) {
            _ if is_part => self.batch("SAVEPOINT part")?,
            (Engine::File(_), Lock::Read) => self.batch("BEGIN")?,
            (Engine::File(_), Lock::Write) => self.begin_writing()?,
            #[cfg(feature = "postgres")]
            (Engine::Server(server), _) => server.begin(lock)?,
        }
        let words = if is_part { PART } else { WHOLE };
        Ok(Transaction { connection: self, words, is_over: false })
    }

    /// Whether no transaction is under way.
    fn is_autocommit(&self) -> bool {
        match &self.engine {
            Engine::File(file) => file.is_autocommit(),
            #[cfg(feature = "postgres")]
            Engine::Server(server) => !server.is_in_transaction(),
        }
    }

    /// Keeps a transaction, a part of one, or undoes it.
    fn end(&self, words: &'static str) -> Result<()> {
        match &self.engine {
            Engine::File(_) => self.batch(words),
            #[cfg(feature = "postgres")]
            Engine::Server(server) => server.end(words),
        }
    }

    /// SQLite keeps no queue: the first to ask once the lock is free gets it, however long others have
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

    /// Lets the transaction under way take its time between one statement and the next.
    #[cfg_attr(
        not(feature = "postgres"),
        expect(clippy::unnecessary_wraps, reason = "a server is asked, and can fail")
    )]
    pub(in crate::store) fn take_long(&self) -> Result<()> {
        match &self.engine {
            Engine::File(_) => Ok(()),
            #[cfg(feature = "postgres")]
            Engine::Server(server) => server.take_long(),
        }
    }

    /// Begins the transaction in which a server is given a workspace, to be ended as what was begun together.
    #[cfg(feature = "postgres")]
    pub(in crate::store) fn begin_empty(&self) -> Result<()> {
        let Engine::Server(server) = &self.engine else { return Err(Error::NoFile) };
        server.begin_empty()
    }

    /// Has every transaction on a server begin with a look at the version of the workspace's schema, which is
    /// `None` where there is no workspace.
    #[cfg(feature = "postgres")]
    pub(in crate::store) fn check_version(&mut self, check: CheckVersion) {
        if let Engine::Server(server) = &mut self.engine {
            server.check_version(check);
        }
    }

    /// Makes a workspace's tables on a server, of which some are watched, and fills them with many rows. What
    /// these are looked up by and held against is made then: row by row it would take several times as long.
    #[cfg(feature = "postgres")]
    pub(in crate::store) fn make_tables<T>(
        &self,
        schema: &str,
        tables: &str,
        watched: &[super::watched::Watched],
        fill: impl FnOnce(&Self) -> Result<T>,
    ) -> Result<T> {
        let Engine::Server(server) = &self.engine else { return Err(Error::NoFile) };
        let later = server.make_tables(schema, tables)?;
        server.watch(watched)?;
        let filled = fill(self)?;
        server.batch(&later)?;
        Ok(filled)
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
        self.connection.end(self.words.keep)?;
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
        if !self.connection.is_autocommit() {
            drop(self.connection.end(self.words.undo));
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

    use crate::store::engine::{Connection, Lock, error::Error};

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
