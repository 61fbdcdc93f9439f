//! What can be told of a workspace's file before the engine touches it: opening somebody else's database,
//! even to read, can leave side files or run its recovery.

use std::{
    ffi::OsString,
    fs::{self, File, Metadata, OpenOptions},
    io::{ErrorKind, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
};

use super::schema::check_version;
use crate::store::engine::error::{Error, Result};

/// "rolc", in the file's header: what tells a workspace from any other SQLite file.
pub(in crate::store) const APPLICATION_ID: i32 = 0x726f_6c63;

/// What the engine keeps beside the file while it is open.
pub(in crate::store) const SIDE_FILES: [&str; 3] = ["-wal", "-shm", "-journal"];

/// A file that is a workspace by its header.
#[expect(clippy::struct_excessive_bools, reason = "each is one independent fact of the file")]
#[derive(Debug, Clone)]
pub(in crate::store) struct PlainFile {
    /// Where it is, in a form that is no URI.
    pub(in crate::store) path: PathBuf,
    /// Whether it can be written to.
    pub(in crate::store) is_writable: bool,
    /// Whether it has another name, under which other side files would lie.
    pub(in crate::store) is_linked: bool,
    /// Whether others than its owner may read it.
    pub(in crate::store) is_exposed: bool,
    /// Whether changes go to a write-ahead log.
    pub(in crate::store) has_log: bool,
}

impl PlainFile {
    /// Looks at the file and reads its header.
    pub(in crate::store) fn look(path: &Path) -> Result<Self> {
        let failed = |error: std::io::Error| match error.kind() {
            ErrorKind::NotFound => Error::Missing(path.to_owned()),
            _ => Error::Io(error),
        };
        let not_a_workspace = || Error::NotAWorkspace(path.to_owned());
        let about = fs::metadata(path).map_err(failed)?;
        // A pipe would never answer.
        if !about.is_file() {
            return Err(not_a_workspace());
        }
        let mut header = [0_u8; 100];
        let mut file = File::open(path).map_err(failed)?;
        file.read_exact(&mut header).map_err(|error| match error.kind() {
            ErrorKind::UnexpectedEof => not_a_workspace(),
            _ => Error::Io(error),
        })?;
        if !is_ours(&header) {
            return Err(not_a_workspace());
        }
        check_version(path, number(&header, 60).into())?;
        let has_log = header[18] == 2;
        // Who writes to a log keeps no journal: the engine would read another workspace's into this one.
        let journal = beside(path, "-journal");
        if has_log && fs::metadata(&journal).is_ok_and(|about| about.len() > 0) {
            return Err(Error::Leftover(journal));
        }
        let is_writable = match OpenOptions::new().write(true).open(path) {
            Ok(_) => true,
            Err(error) => match error.kind() {
                ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => false,
                // What fails for another reason isn't a copy to read: what is read away would leave no trace.
                _ => return Err(Error::Io(error)),
            },
        };
        Ok(Self {
            path: std::path::absolute(path)?,
            is_writable,
            is_linked: has_other_names(&about),
            is_exposed: is_exposed(&about),
            has_log,
        })
    }

    /// Whether nothing of it waits in a log: then the file alone is the workspace.
    pub(in crate::store) fn stands_alone(&self) -> bool {
        let waits =
            |suffix| fs::metadata(beside(&self.path, suffix)).is_ok_and(|about| about.len() > 0);
        !waits("-wal") && !waits("-journal")
    }
}

/// The name of a file beside the workspace's.
pub(in crate::store) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}

/// Removes what the engine left beside a file that is gone. What isn't there needs no removing; without its file
/// it says nothing to anybody.
pub(in crate::store) fn remove_side_files(path: &Path) {
    for suffix in SIDE_FILES {
        drop(fs::remove_file(beside(path, suffix)));
    }
}

/// Whether two names are one file's.
#[cfg(unix)]
pub(in crate::store) fn is_same_file(one: &Path, other: &Path) -> Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let place = |path: &Path| fs::metadata(path).map(|about| (about.dev(), about.ino()));
    Ok(place(one)? == place(other)?)
}

#[cfg(not(unix))]
pub(in crate::store) fn is_same_file(_: &Path, _: &Path) -> Result<bool> {
    Ok(false)
}

#[cfg(unix)]
pub(in crate::store) fn has_other_names(about: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(about) > 1
}

#[cfg(not(unix))]
pub(in crate::store) fn has_other_names(_: &Metadata) -> bool {
    false
}

#[cfg(unix)]
fn is_exposed(about: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::mode(about) & 0o077 != 0
}

#[cfg(not(unix))]
fn is_exposed(_: &Metadata) -> bool {
    false
}

/// Whether a file begins as a workspace does.
pub(in crate::store) fn begins_as_ours(file: &mut File) -> std::io::Result<bool> {
    let mut header = [0_u8; 100];
    file.seek(SeekFrom::Start(0))?;
    match file.read_exact(&mut header) {
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        read => read.map(|()| is_ours(&header)),
    }
}

fn is_ours(header: &[u8; 100]) -> bool {
    header.starts_with(b"SQLite format 3\0") && number(header, 68) == APPLICATION_ID
}

fn number(header: &[u8; 100], at: usize) -> i32 {
    i32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]])
}
