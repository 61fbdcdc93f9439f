//! Making and opening the file.

use std::{fs, path::Path, time::Duration};

use super::{
    plain_file::{APPLICATION_ID, PlainFile},
    schema,
    temp::{TempWorkspace, free_of_side_files},
};
use crate::store::{
    Store,
    engine::{
        Connection,
        error::{Error, Result},
    },
};

/// How long to wait for another process before the workspace counts as busy.
pub(in crate::store) const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// What may be done with an open workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everything.
    Full,
    /// Reading alone.
    Read,
}

/// Something about the file that its user should know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Warning {
    /// It has a second name, so it can't be written to.
    Linked,
    /// Others than its owner may read it.
    Exposed,
}

impl Store {
    /// Makes an empty workspace at a path where nothing is.
    ///
    /// `fill` writes its first content. The file appears under its name only when that is done and on the
    /// disk, so a failure leaves nothing behind; it is readable by its owner alone.
    ///
    /// # Errors
    /// [`Error::Exists`], [`Error::Leftover`], [`Error::Io`], or what `fill` fails with.
    pub fn create<E: From<Error>>(
        path: &Path,
        fill: impl FnOnce(&mut Self) -> Result<(), E>,
    ) -> Result<(), E> {
        Self::is_free(path)?;
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder).map_err(Error::Io)?;
        }
        let temp = TempWorkspace::beside(path)?;
        let mut connection = Connection::open(&temp.path(), BUSY_TIMEOUT)?;
        connection.set_application(APPLICATION_ID)?;
        connection.set_journal("WAL")?;
        schema::upgrade(&mut connection)?;
        let mut store = Self { connection, file: PlainFile::look(&temp.path())?, watch: None };
        fill(&mut store)?;
        store.connection.close()?;
        Ok(temp.appear(path)?)
    }

    /// Refuses a path at which a workspace can't be made.
    ///
    /// # Errors
    /// [`Error::Exists`], [`Error::Leftover`].
    pub fn is_free(path: &Path) -> Result<()> {
        if fs::symlink_metadata(path).is_ok() {
            return Err(Error::Exists(path.to_owned()));
        }
        free_of_side_files(path)
    }

    /// Opens the workspace at that path.
    ///
    /// # Errors
    /// [`Error::Missing`], [`Error::NotAWorkspace`], [`Error::Newer`], [`Error::Altered`],
    /// [`Error::Busy`] and the rest.
    pub fn open(path: &Path) -> Result<Self> {
        Self::open_for(path, Access::Full)
    }

    /// The same, to read from it alone where that is what is wanted: then every write fails.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_for(path: &Path, access: Access) -> Result<Self> {
        let mut file = PlainFile::look(path)?;
        // The version is asked again: what the header doesn't say yet may stand in the log.
        let (connection, found) = match connect(&file, access) {
            // Where no side files can be made, a file that needs none can still be read.
            Err(Error::ReadOnly) if file.stands_alone() => {
                let connection = Connection::open_alone(&file.path)?;
                let found = connection.version()?;
                (connection, found)
            }
            other => other?,
        };
        schema::check_version(path, found)?;
        if found < schema::known_version() {
            return Err(Error::Older(path.to_owned()));
        }
        schema::check(&connection)?;
        file.is_writable &= access == Access::Full;
        Ok(Self { connection, file, watch: None })
    }

    /// What its user should know about the file.
    #[must_use]
    pub fn warnings(&self) -> Vec<Warning> {
        let linked = self.file.is_linked.then_some(Warning::Linked);
        let exposed = self.file.is_exposed.then_some(Warning::Exposed);
        linked.into_iter().chain(exposed).collect()
    }

    /// Whether the file can only be read.
    #[must_use]
    pub const fn is_read_only(&self) -> bool {
        !self.file.is_writable
    }

    /// Sees that the file can be written to safely, before anything is.
    pub(in crate::store) fn prepare_to_write(&mut self) -> Result<()> {
        if self.file.is_linked {
            return Err(Error::Linked(self.file.path.clone()));
        }
        if !self.file.is_writable {
            return Err(Error::ReadOnly);
        }
        if !self.file.has_log {
            self.connection.set_journal("WAL")?;
            self.file.has_log = true;
        }
        Ok(())
    }
}

fn connect(file: &PlainFile, access: Access) -> Result<(Connection, i64)> {
    if !file.is_writable && file.stands_alone() {
        return Err(Error::ReadOnly);
    }
    let connection = Connection::open(&file.path, BUSY_TIMEOUT)?;
    if access == Access::Read || !file.is_writable {
        connection.forbid_writing()?;
    }
    let found = connection.version()?;
    Ok((connection, found))
}
