//! Making and opening a workspace on a server: a schema of its own.

use std::path::{Path, PathBuf};

use super::{
    file::{Access, BUSY_TIMEOUT},
    holder::begin_writing,
    moving::copy,
    place::{Address, Place},
    schema,
};
use crate::store::{
    Store,
    audit::link::DECIDING,
    engine::{
        Connection,
        error::{Error, Result},
    },
};

impl Store {
    /// Makes an empty workspace in a schema that is not there, and fills it, in one transaction.
    pub(super) fn create_at<E: From<Error>>(
        address: &Address,
        fill: impl FnOnce(&mut Self) -> Result<(), E>,
    ) -> Result<(), E> {
        let connection = Connection::to_server(address, BUSY_TIMEOUT)?;
        connection.begin_empty()?;
        let made = Self::make_tables(&connection, address, |_| Ok(()));
        let mut store = Self::of(connection, Place::Server { is_writable: true });
        store.are_together = true;
        let filled = made.map_err(E::from).and_then(|()| fill(&mut store));
        store.are_together = false;
        store.connection.end_together(filled.is_ok())?;
        filled
    }

    /// Makes a workspace in a schema that is not there, with the rows of another one.
    pub(super) fn copy_to_server(
        from: &Connection,
        address: &Address,
    ) -> Result<Vec<(&'static str, u64)>> {
        let connection = Connection::to_server(address, BUSY_TIMEOUT)?;
        connection.begin_empty()?;
        let made = Self::make_tables(&connection, address, |to| copy(from, to));
        connection.end_together(made.is_ok())?;
        made
    }

    fn make_tables<T>(
        connection: &Connection,
        address: &Address,
        fill: impl FnOnce(&Connection) -> Result<T>,
    ) -> Result<T> {
        // Whoever makes it at the same time waits here, and finds it.
        let turn = "SELECT 1 FROM pg_advisory_xact_lock(hashtextextended(?1, 0))";
        connection.exists(turn, [&address.schema])?;
        if is_there(connection, address)? {
            return Err(Error::Exists(address.schema.clone().into()));
        }
        let filled = connection.make_tables(&address.schema, schema::NEWEST, DECIDING, fill)?;
        let version = "INSERT INTO one_writer VALUES (?1)";
        connection.execute(version, [schema::known_version()])?;
        Ok(filled)
    }

    /// Refuses a schema that is there.
    pub(super) fn is_free_at(address: &Address) -> Result<()> {
        let connection = Connection::to_server(address, BUSY_TIMEOUT)?;
        if is_there(&connection, address)? {
            return Err(Error::Exists(address.schema.clone().into()));
        }
        Ok(())
    }

    /// Opens a workspace in its schema. Whether there is one is seen when something is read.
    pub(super) fn open_at(address: &Address, access: Access) -> Result<Self> {
        let is_writable = access == Access::Full;
        let mut connection = if is_writable {
            Connection::to_server(address, BUSY_TIMEOUT)?
        } else {
            Connection::to_server(&address.clone().read_only(), BUSY_TIMEOUT)?
        };
        let path = PathBuf::from(&address.schema);
        connection.check_version(Box::new(move |found| match found {
            None => Err(Error::Missing(path.clone())),
            Some(found) if found < schema::known_version() => Err(Error::Older(path.clone())),
            Some(found) => schema::check_version(&path, found),
        }));
        Ok(Self::of(connection, Place::Server { is_writable }))
    }

    /// Makes a backup the workspace at an address. What is there already is kept as another schema.
    pub(super) fn restore_at(
        backup: &Path,
        address: &Address,
        may_replace: bool,
    ) -> Result<Option<PathBuf>> {
        let from = Self::open_for(backup, Access::Read)?;
        match Self::is_free_at(address) {
            Err(Error::Exists(_)) if may_replace => {}
            free => {
                free?;
                Self::copy_to_server(&from.connection, address)?;
                return Ok(None);
            }
        }
        // In one transaction: whatever ends it, there is a workspace.
        let there = Self::open_at(address, Access::Full)?.looked_at()?;
        let held = begin_writing(&there.connection, &there.place)?;
        held.take_long()?;
        let kept = held.keep_schema()?;
        Self::make_tables(&held, address, |to| copy(&from.connection, to))?;
        held.commit()?;
        Ok(Some(kept.into()))
    }
}

fn is_there(connection: &Connection, address: &Address) -> Result<bool> {
    connection.exists("SELECT 1 FROM pg_namespace WHERE nspname = ?1", [&address.schema])
}
