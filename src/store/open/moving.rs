//! Moving a workspace: from a file to a server, the other way, or from one of them to another.

use std::path::{Path, PathBuf};

use super::{
    file::{Access, make_file},
    holder::begin_writing,
    kept_name::KeptName,
    place::{Address, server_at},
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
    /// stays as it is, and nobody can change it. Then it is kept under another name.
    ///
    /// # Errors
    /// [`Error::Exists`]; what either place refuses. Then nothing is there, and the workspace is as it was.
    pub fn move_to(mut self, _by: &Grant<Workspaces>, to: &Path) -> Result<Moved> {
        self.prepare_to_write()?;
        Self::is_free(to)?;
        let own = self.place.path().map(Path::to_owned);
        let held = begin_writing(&self.connection, &self.place)?;
        let mut rows = Vec::new();
        let temp = match server_at(to)? {
            Some(address) => {
                Self::create_at(&address, |store| {
                    rows = copy(&held, &store.connection)?;
                    Ok::<_, Error>(())
                })?;
                None
            }
            None => {
                let temp = TempWorkspace::beside(to)?;
                let new = make_file(&temp.path())?;
                let change = new.transaction(Lock::Write)?;
                rows = copy(&held, &change)?;
                change.commit()?;
                new.close()?;
                Some(temp)
            }
        };
        drop(held);
        let kept = match own {
            Some(path) => {
                self.connection.close()?;
                temp.map(|temp| temp.appear(to)).transpose()?;
                keep_file(&path)?.display().to_string()
            }
            None => {
                temp.map(|temp| temp.appear(to)).transpose()?;
                self.connection.keep_schema()?
            }
        };
        Ok(Moved { rows, kept })
    }
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

    /// Makes a backup the workspace at an address. What is there already is kept as another schema.
    pub(super) fn restore_at(
        backup: &Path,
        address: &Address,
        may_replace: bool,
    ) -> Result<Option<PathBuf>> {
        let from = Self::open_for(backup, Access::Read)?;
        let kept = match Self::is_free_at(address) {
            Err(Error::Exists(_)) if may_replace => {
                Some(Self::open_at(address, Access::Full)?.connection.keep_schema()?.into())
            }
            free => free.map(|()| None)?,
        };
        Self::create_at(address, |store| {
            copy(&from.connection, &store.connection)?;
            Ok::<_, Error>(())
        })?;
        Ok(kept)
    }
}

/// Copies every table, makes what is derived, and compares.
fn copy(from: &Connection, to: &Connection) -> Result<Vec<(&'static str, u64)>> {
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

/// Gives the file that was moved another name, under which nobody looks for it.
fn keep_file(path: &Path) -> Result<PathBuf> {
    let kept = KeptName::of(path)?;
    std::fs::remove_file(path)?;
    let kept = kept.stay();
    sync_folder(path)?;
    Ok(kept)
}
