//! A workspace that is being made: in a folder of its own beside its place, and gone with it unless it
//! becomes whole.

use std::{
    fs::{self, File},
    io::ErrorKind,
    path::{Path, PathBuf},
    time::Duration,
};

use tempfile::TempDir;

use super::{
    plain_file::{SIDE_FILES, beside},
    schema,
    unfinished::{LOCK, Unfinished},
};
use crate::store::engine::{
    Connection,
    error::{Error, Result},
};

/// A workspace under a temporary name. Its folder is its owner's alone.
pub(in crate::store) struct TempWorkspace {
    folder: TempDir,
    /// Locked as long as this run is at work.
    _lock: File,
    _unfinished: Unfinished,
}

impl TempWorkspace {
    /// Makes the folder for a workspace that is to be at that path.
    pub(in crate::store) fn beside(path: &Path) -> Result<Self> {
        let begin = |beside: &Path| {
            let folder =
                tempfile::Builder::new().prefix(Unfinished::WORKSPACE).tempdir_in(beside)?;
            let lock = File::create(folder.path().join(LOCK))?;
            // Where files can't be locked, only what is old is swept.
            drop(lock.lock());
            Ok((folder, lock))
        };
        let ((folder, lock), unfinished) =
            Unfinished::make(folder_of(path), begin, |(folder, _)| folder.path())?;
        let temp = Self { folder, _lock: lock, _unfinished: unfinished };
        create_private(&temp.path())?;
        Ok(temp)
    }

    /// The file, empty at first.
    pub(in crate::store) fn path(&self) -> PathBuf {
        self.folder.path().join("workspace.db")
    }

    /// Gives the file its name, once all of it is on the disk; nothing that has that name is replaced.
    pub(in crate::store) fn appear(self, path: &Path) -> Result<()> {
        self.settle()?;
        free_of_side_files(path)?;
        link(&self.path(), path)?;
        sync_folder(path)
    }

    /// Gives the file its name as it is: for a copy that isn't opened again.
    pub(in crate::store) fn hand_over(self, path: &Path, may_replace: bool) -> Result<()> {
        if may_replace {
            fs::rename(self.path(), path)?;
        } else {
            link(&self.path(), path)?;
        }
        sync_folder(path)
    }

    /// The same as `appear`, in the place of what has that name. The caller sees that the name lasts:
    /// from here on, what had it is gone.
    pub(in crate::store) fn replace(self, path: &Path) -> Result<()> {
        self.settle()?;
        fs::rename(self.path(), path)?;
        Ok(())
    }

    /// Sees that the file is whole, without a log beside it, and on the disk.
    fn settle(&self) -> Result<()> {
        let connection = Connection::open(&self.path(), Duration::ZERO)?;
        connection.end_log()?;
        schema::check(&connection)?;
        connection.check_pages()?;
        connection.close()?;
        File::open(self.path())?.sync_all()?;
        Ok(())
    }
}

/// Gives a file a name that nothing has.
fn link(file: &Path, path: &Path) -> Result<()> {
    fs::hard_link(file, path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Error::Exists(path.to_owned()),
        _ => Error::Io(error),
    })
}

#[cfg(unix)]
fn create_private(path: &Path) -> Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    Ok(())
}

#[cfg(not(unix))]
fn create_private(path: &Path) -> Result<()> {
    fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    Ok(())
}

/// Refuses a place beside which a log of another workspace lies: the engine would read it into this one.
pub(in crate::store) fn free_of_side_files(path: &Path) -> Result<()> {
    let left = SIDE_FILES.into_iter().map(|suffix| beside(path, suffix)).find(|name| {
        // Empty ones hold nothing of anybody.
        fs::symlink_metadata(name).is_ok_and(|about| about.len() > 0)
    });
    match left {
        Some(left) => Err(Error::Leftover(left)),
        None => Ok(()),
    }
}

/// The folder that a file lies in.
pub(in crate::store) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes a file's name last: it is the folder's, and outlives a power cut only when that is written.
pub(in crate::store) fn sync_folder(path: &Path) -> Result<()> {
    if cfg!(unix) {
        File::open(folder_of(path))?.sync_all()?;
    }
    Ok(())
}
