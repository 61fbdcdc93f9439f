//! Making and opening the file.

use std::{fs, path::Path, time::Duration};

use super::{
    holder::told_who,
    kept_name::forget_kept_names,
    notice::{Notices, Warning},
    place::{Place, server_at},
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
        if let Some(address) = server_at(path)? {
            return Self::create_at(&address, fill);
        }
        Self::is_free(path)?;
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder).map_err(Error::Io)?;
        }
        let temp = TempWorkspace::beside(path)?;
        let connection = make_file(&temp.path())?;
        let mut store = Self::of(connection, Place::File(PlainFile::look(&temp.path())?));
        fill(&mut store)?;
        store.connection.close()?;
        Ok(temp.appear(path)?)
    }

    /// Refuses a path at which a workspace can't be made.
    ///
    /// # Errors
    /// [`Error::Exists`], [`Error::Leftover`].
    pub fn is_free(path: &Path) -> Result<()> {
        if let Some(address) = server_at(path)? {
            return Self::is_free_at(&address);
        }
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
        if let Some(address) = server_at(path)? {
            return Self::open_at(&address, access);
        }
        let mut file = PlainFile::look(path)?;
        // The version is asked again: what the header doesn't say yet may stand in the log.
        let (connection, found) = match connect(&file, access) {
            // Where no side files can be made, a file that needs none can still be read.
            Err(Error::ReadOnly) if file.stands_alone() => {
                let connection = Connection::open_alone(&file.path)?;
                let found = connection.version()?;
                (connection, found)
            }
            other => other.map_err(|error| told_who(error, Some(path)))?,
        };
        schema::check_version(path, found)?;
        if found < schema::known_version() {
            return Err(Error::Older(path.to_owned()));
        }
        schema::check(&connection)?;
        file.is_writable &= access == Access::Full;
        Ok(Self::of(connection, Place::File(file)))
    }

    pub(super) fn of(connection: Connection, place: Place) -> Self {
        Self {
            connection,
            place,
            watch: None,
            notices: Notices::default(),
            first_entry: None,
            are_together: false,
        }
    }

    /// Tells these what is noticed about the workspace: what is known of its file, and what its work
    /// brings to light.
    #[must_use]
    pub fn noticed_by(mut self, notices: &Notices) -> Self {
        let is = |what: fn(&PlainFile) -> bool| self.place.file().is_some_and(what);
        if is(|file| file.is_linked) {
            notices.add(Warning::Linked);
        }
        if is(|file| file.is_exposed) {
            notices.add(Warning::Exposed);
        }
        self.notices = notices.clone();
        self
    }

    /// Notices that what is read away can't be recorded.
    pub fn notice_unrecorded(&self) {
        self.notices.add(Warning::Unrecorded);
    }

    /// Whether the file can only be read.
    #[must_use]
    pub const fn is_read_only(&self) -> bool {
        !self.place.is_writable()
    }

    /// Goes on with a copy of the workspace that is nobody else's and is gone with this value: a long
    /// change that is only tried would keep the others from writing.
    pub(in crate::store) fn work_on_a_copy(&mut self) -> Result<()> {
        let Place::File(file) = &mut self.place else { return Ok(()) };
        let mut copy = Connection::temporary()?;
        self.connection.copy_to(&mut copy)?;
        self.connection = copy;
        self.watch = None;
        (file.has_log, file.is_writable, file.is_linked) = (true, true, false);
        Ok(())
    }

    /// Sees that the file can be written to safely, before anything is.
    pub(in crate::store) fn prepare_to_write(&mut self) -> Result<()> {
        if let Some(file) = self.place.file()
            && file.is_linked
            && !forget_kept_names(&file.path)?
        {
            return Err(Error::Linked(file.path.clone()));
        }
        if !self.place.is_writable() {
            return Err(Error::ReadOnly);
        }
        if let Place::File(file) = &mut self.place
            && !file.has_log
        {
            self.connection.set_journal("WAL")?;
            file.has_log = true;
        }
        Ok(())
    }
}

/// Makes an empty file the one of an empty workspace.
pub(super) fn make_file(path: &Path) -> Result<Connection> {
    let mut connection = Connection::open(path, BUSY_TIMEOUT)?;
    connection.set_application(APPLICATION_ID)?;
    connection.set_journal("WAL")?;
    schema::upgrade(&mut connection)?;
    Ok(connection)
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
