//! Moving a workspace: from a file to a server, the other way, or from one of them to another.

use std::{fs, path::Path};

use super::{
    file::{BUSY_TIMEOUT, make_file},
    holder::{begin_writing, told_who},
    kept_name::free_name,
    place::server_at,
    plain_file::remove_side_files,
    schema,
    temp::{TempWorkspace, sync_folder},
};
use crate::{
    rules::policy::grant::{Grant, Workspaces},
    store::{
        Snapshot, Store,
        engine::{
            Connection, Lock,
            error::{Error, Result},
        },
    },
};

/// A workspace that was moved.
#[derive(Debug, Clone)]
pub struct Moved {
    /// How many rows each table has, and had.
    pub rows: Vec<(&'static str, u64)>,
    /// Where the workspace is kept that was moved.
    pub kept: String,
}

impl Store {
    /// Moves the workspace to a place where nothing is. Everything is copied and compared first; until then it
    /// stays as it is. Nobody else can write to it before it is kept under another name.
    ///
    /// # Errors
    /// [`Error::Exists`], [`Error::Busy`]; what either place refuses. Then nothing is there, and the workspace
    /// is as it was.
    pub fn move_to(mut self, _by: &Grant<Workspaces>, to: &Path) -> Result<Moved> {
        self.prepare_to_write()?;
        Self::is_free(to)?;
        if let Some(path) = self.place.path().map(Path::to_owned) {
            self.connection.close()?;
            let alone = Connection::open(&path, BUSY_TIMEOUT)?;
            alone.exclude_others().map_err(|error| told_who(error, Some(&path)))?;
            let rows = copy_to(&alone, to)?;
            alone.end_log()?;
            let kept = free_name(&path)?;
            fs::rename(&path, &kept)?;
            alone.close()?;
            remove_side_files(&path);
            sync_folder(&path)?;
            return Ok(Moved { rows, kept: kept.display().to_string() });
        }
        let held = begin_writing(&self.connection, &self.place)?;
        held.take_long()?;
        let rows = copy_to(&held, to)?;
        let kept = held.keep_schema()?;
        held.commit()?;
        Ok(Moved { rows, kept })
    }
}

/// Copies a workspace to a place where nothing is. It is there as a whole, or not at all.
fn copy_to(from: &Connection, to: &Path) -> Result<Vec<(&'static str, u64)>> {
    if let Some(address) = server_at(to)? {
        return Store::copy_to_server(from, &address);
    }
    let temp = TempWorkspace::beside(to)?;
    let new = make_file(&temp.path())?;
    let change = new.transaction(Lock::Write)?;
    let rows = copy(from, &change)?;
    change.commit()?;
    new.close()?;
    temp.appear(to)?;
    Ok(rows)
}

impl Store {
    /// Copies the workspace as it stands at one moment into a file that is empty.
    pub(super) fn copy_into_file(&self, path: &Path) -> Result<Connection> {
        let new = make_file(path)?;
        let moment = self.connection.transaction(Lock::Read)?;
        let change = new.transaction(Lock::Write)?;
        copy(&moment, &change)?;
        change.commit()?;
        Ok(new)
    }
}

/// Copies every table, makes what is derived, and compares.
pub(super) fn copy(from: &Connection, to: &Connection) -> Result<Vec<(&'static str, u64)>> {
    let mut rows = Vec::new();
    for table in schema::tables() {
        let copied = from.copy_rows(to, table)?;
        if to.rows_of(table)? != copied {
            return Err(Error::Corrupt(format!("`{table}` came to be another one")));
        }
        rows.push((table, copied.count));
    }
    Snapshot { connection: to }.rebuild_search()?;
    Ok(rows)
}
