//! A connection to the file.

use std::{path::Path, time::Duration};

use rusqlite::OpenFlags;

use crate::store::engine::error::Result;

/// How many prepared statements a connection keeps.
const STATEMENTS: usize = 64;

/// A connection to the file of a workspace.
pub(in crate::store) struct Connection(rusqlite::Connection);

impl Connection {
    /// Opens a file that is there. One that vanished in between is an error, not a new workspace.
    pub(in crate::store) fn open(path: &Path, wait: Duration) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = rusqlite::Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(wait)?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        Ok(Self(connection))
    }

    /// A database in memory, for a moment.
    pub(in crate::store) fn in_memory() -> Result<Self> {
        Ok(Self(rusqlite::Connection::open_in_memory()?))
    }

    pub(in crate::store) const fn inner(&self) -> &rusqlite::Connection {
        &self.0
    }

    pub(in crate::store) const fn inner_mut(&mut self) -> &mut rusqlite::Connection {
        &mut self.0
    }

    /// Runs several statements that give no rows.
    pub(in crate::store) fn batch(&self, sql: &str) -> Result<()> {
        Ok(self.0.execute_batch(sql)?)
    }

    /// The version of the schema.
    pub(in crate::store) fn version(&self) -> Result<i64> {
        Ok(self.0.pragma_query_value(None, "user_version", |row| row.get(0))?)
    }

    /// Writes into the file's header what kind of file it is.
    pub(in crate::store) fn set_application(&self, id: i32) -> Result<()> {
        Ok(self.0.pragma_update(None, "application_id", id)?)
    }

    /// Says where the engine keeps what it needs to undo a change.
    pub(in crate::store) fn set_journal(&self, mode: &str) -> Result<()> {
        Ok(self.0.pragma_update(None, "journal_mode", mode)?)
    }

    /// Refuses every write from here on.
    pub(in crate::store) fn forbid_writing(&self) -> Result<()> {
        Ok(self.0.pragma_update(None, "query_only", true)?)
    }

    /// How much memory may hold pages of the file, in KiB.
    pub(in crate::store) fn set_cache(&self, kibibytes: i64) -> Result<()> {
        Ok(self.0.pragma_update(None, "cache_size", -kibibytes)?)
    }

    /// How long to wait for others.
    pub(in crate::store) fn set_wait(&self, wait: Duration) -> Result<()> {
        Ok(self.0.busy_timeout(wait)?)
    }

    /// Closes it, and says if that fails.
    pub(in crate::store) fn close(self) -> Result<()> {
        self.0.close().map_err(|(_, error)| error.into())
    }
}
