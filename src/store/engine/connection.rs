//! A connection to a workspace: to its file, or to the server that it lies on.

use std::{cell::RefCell, ffi::OsString, path::Path, time::Duration};

use rusqlite::{OpenFlags, backup::Backup, config::DbConfig};

#[cfg(feature = "postgres")]
use super::postgres::{Server, address::Address};
use super::{Row, watched::Unwatched};
use crate::store::engine::error::{Error, Result};

const FLAGS: OpenFlags = OpenFlags::SQLITE_OPEN_READ_WRITE.union(OpenFlags::SQLITE_OPEN_NO_MUTEX);

/// How many prepared statements a connection keeps.
const STATEMENTS: usize = 64;

/// What answers.
pub(super) enum Engine {
    /// SQLite, in this process.
    File(rusqlite::Connection),
    /// PostgreSQL, wherever it runs.
    #[cfg(feature = "postgres")]
    Server(Box<Server>),
}

/// A connection to a workspace.
pub(in crate::store) struct Connection {
    pub(super) engine: Engine,
    /// The triggers that have not been made yet.
    pub(super) unwatched: RefCell<Unwatched>,
}

impl From<rusqlite::Connection> for Connection {
    fn from(file: rusqlite::Connection) -> Self {
        Self { engine: Engine::File(file), unwatched: RefCell::default() }
    }
}

impl Connection {
    /// Opens a file that is there. One that vanished in between is an error, not a new workspace.
    pub(in crate::store) fn open(path: &Path, wait: Duration) -> Result<Self> {
        let connection = rusqlite::Connection::open_with_flags(path, FLAGS)?;
        connection.busy_timeout(wait)?;
        Self::prepare(connection)
    }

    /// Opens a file that can only be read and has no log, leaving nothing beside it.
    pub(in crate::store) fn open_alone(path: &Path) -> Result<Self> {
        let flags = FLAGS.difference(OpenFlags::SQLITE_OPEN_READ_WRITE)
            | OpenFlags::SQLITE_OPEN_READ_ONLY
            | OpenFlags::SQLITE_OPEN_URI;
        let mut name = OsString::from("file:");
        // What a URI would read as its own.
        let path = path.to_string_lossy();
        name.push(path.replace('%', "%25").replace('?', "%3f").replace('#', "%23"));
        name.push("?immutable=1");
        Self::prepare(rusqlite::Connection::open_with_flags(name, flags)?)
    }

    /// Gives a schema of a server another name.
    pub(in crate::store) fn rename_schema(&self, from: &str, to: &str) -> Result<()> {
        self.batch(&format!("ALTER SCHEMA \"{from}\" RENAME TO \"{to}\""))
    }

    /// Gives a server's schema another name, under which nobody looks for it.
    pub(in crate::store) fn keep_schema(&self) -> Result<String> {
        let schema: String = self.value("SELECT current_schema()::text", [])?;
        let is_taken =
            |name: &String| self.exists("SELECT 1 FROM pg_namespace WHERE nspname = ?1", [name]);
        for number in 1.. {
            let name = format!("{schema}_moved_{number}");
            if !is_taken(&name)? {
                self.rename_schema(&schema, &name)?;
                return Ok(name);
            }
        }
        Err(Error::Exists(schema.into()))
    }

    /// Connects to a server.
    #[cfg(feature = "postgres")]
    pub(in crate::store) fn to_server(address: &Address, wait: Duration) -> Result<Self> {
        let engine = Engine::Server(Box::new(address.connect(wait)?));
        Ok(Self { engine, unwatched: RefCell::default() })
    }

    fn prepare(connection: rusqlite::Connection) -> Result<Self> {
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        connection.pragma_update(None, "cell_size_check", true)?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        Ok(Self::from(connection))
    }

    /// A database of this connection's own: in memory, and in a file without a name beyond what fits.
    pub(in crate::store) fn temporary() -> Result<Self> {
        Self::prepare(rusqlite::Connection::open("")?)
    }

    /// A database in memory, for a moment.
    pub(in crate::store) fn in_memory() -> Result<Self> {
        Ok(rusqlite::Connection::open_in_memory()?.into())
    }

    /// Whether it is to a file.
    pub(in crate::store) fn is_file(&self) -> bool {
        self.file().is_ok()
    }

    /// The file, for what only a file has.
    #[cfg_attr(
        not(feature = "postgres"),
        expect(clippy::unnecessary_wraps, reason = "a server can fail")
    )]
    pub(in crate::store) const fn file(&self) -> Result<&rusqlite::Connection> {
        match &self.engine {
            Engine::File(file) => Ok(file),
            #[cfg(feature = "postgres")]
            Engine::Server(_) => Err(Error::NoFile),
        }
    }

    #[cfg_attr(
        not(feature = "postgres"),
        expect(clippy::unnecessary_wraps, reason = "a server can fail")
    )]
    pub(in crate::store) const fn file_mut(&mut self) -> Result<&mut rusqlite::Connection> {
        match &mut self.engine {
            Engine::File(file) => Ok(file),
            #[cfg(feature = "postgres")]
            Engine::Server(_) => Err(Error::NoFile),
        }
    }

    /// Runs several statements that give no rows.
    pub(in crate::store) fn batch(&self, sql: &str) -> Result<()> {
        match &self.engine {
            Engine::File(file) => Ok(file.execute_batch(sql)?),
            #[cfg(feature = "postgres")]
            Engine::Server(server) => server.batch(sql),
        }
    }

    /// The version of the file's schema.
    pub(in crate::store) fn version(&self) -> Result<i64> {
        Ok(self.file()?.pragma_query_value(None, "user_version", |row| row.get(0))?)
    }

    /// Writes into the file's header what kind of file it is.
    pub(in crate::store) fn set_application(&self, id: i32) -> Result<()> {
        Ok(self.file()?.pragma_update(None, "application_id", id)?)
    }

    /// Says where the engine keeps what it needs to undo a change.
    pub(in crate::store) fn set_journal(&self, mode: &str) -> Result<()> {
        Ok(self.file()?.pragma_update(None, "journal_mode", mode)?)
    }

    /// Moves what stands in the log into the file, and empties the log.
    pub(in crate::store) fn end_log(&self) -> Result<()> {
        let busy: bool =
            self.file()?.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if busy { Err(Error::Busy(None)) } else { Ok(()) }
    }

    /// Takes the file for this connection alone, as long as it is open.
    pub(in crate::store) fn exclude_others(&self) -> Result<()> {
        self.file()?.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
        Ok(self.file()?.execute_batch("BEGIN IMMEDIATE; COMMIT")?)
    }

    /// Reads every page, and says what contradicts itself.
    pub(in crate::store) fn check_pages(&self) -> Result<()> {
        match self.problems()?.into_iter().next() {
            Some(problem) => Err(Error::Corrupt(problem)),
            None => Ok(()),
        }
    }

    /// What contradicts itself in the file's pages, rows and indexes.
    pub(in crate::store) fn problems(&self) -> Result<Vec<String>> {
        let lines = self.all("PRAGMA integrity_check(100)", [], Row::only)?;
        Ok(lines.into_iter().filter(|line: &String| line != "ok").collect())
    }

    /// Copies everything into another file, as it stands at one moment.
    pub(in crate::store) fn copy_to(&self, other: &mut Self) -> Result<()> {
        let backup = Backup::new(self.file()?, other.file_mut()?)?;
        // All at once: a copy in steps begins again whenever somebody writes. Readers and writers of a log
        // don't wait for it.
        Ok(backup.run_to_completion(i32::MAX, Duration::from_millis(50), None)?)
    }

    /// Refuses every write from here on.
    pub(in crate::store) fn forbid_writing(&self) -> Result<()> {
        Ok(self.file()?.pragma_update(None, "query_only", true)?)
    }

    /// Runs what writes temporary tables only, also where every write is refused.
    pub(in crate::store) fn beside<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let is_forbidden: bool =
            self.file()?.pragma_query_value(None, "query_only", |row| row.get(0))?;
        self.file()?.pragma_update(None, "query_only", false)?;
        let done = work();
        self.file()?.pragma_update(None, "query_only", is_forbidden)?;
        done
    }

    /// How much memory may hold pages of the file, in KiB. A server has its own.
    pub(in crate::store) fn set_cache(&self, kibibytes: i64) -> Result<()> {
        if !self.is_file() {
            return Ok(());
        }
        Ok(self.file()?.pragma_update(None, "cache_size", -kibibytes)?)
    }

    /// Closes it, and says if that fails.
    pub(in crate::store) fn close(self) -> Result<()> {
        match self.engine {
            Engine::File(file) => file.close().map_err(|(_, error)| error.into()),
            // It was written when it was committed.
            #[cfg(feature = "postgres")]
            Engine::Server(_) => Ok(()),
        }
    }
}
