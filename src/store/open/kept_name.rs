//! The name under which a restore keeps what it replaces.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use super::{
    holder::holder_of,
    plain_file::{SIDE_FILES, beside, has_other_names, is_same_file},
    temp::{folder_of, sync_folder},
};
use crate::store::engine::{
    Connection,
    error::{Error, Result},
};

/// What that name has behind the workspace's own, before a number.
const KEPT: &str = ".replaced-";

/// Another name of what is at a path. It is taken back if nothing comes to take the first one's place.
pub(in crate::store) struct KeptName<'p> {
    path: &'p Path,
    name: Option<PathBuf>,
}

impl<'p> KeptName<'p> {
    /// Gives what is there its other name, when nobody is in it and it is whole without its log.
    pub(in crate::store) fn of(path: &'p Path) -> Result<Self> {
        leave_whole(path)?;
        forget_kept_names(path)?;
        let name = free_name(path)?;
        let kept = Self { path, name: Some(name.clone()) };
        for suffix in [""].into_iter().chain(SIDE_FILES) {
            match fs::hard_link(beside(path, suffix), beside(&name, suffix)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        sync_folder(path)?;
        Ok(kept)
    }

    /// The other name, which is the only one from now on.
    pub(in crate::store) fn stay(mut self) -> PathBuf {
        self.name.take().unwrap_or_default()
    }
}

impl Drop for KeptName<'_> {
    fn drop(&mut self) {
        let Some(name) = &self.name else { return };
        for suffix in [""].into_iter().chain(SIDE_FILES) {
            let (first, second) = (beside(self.path, suffix), beside(name, suffix));
            // A side file may have lost its first name. Without it, the other one is not given up.
            match fs::hard_link(&second, &first) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {}
                _ => drop(fs::remove_file(second)),
            }
        }
    }
}

/// A name beside a path that nothing has, for what is kept of it.
pub(in crate::store) fn free_name(path: &Path) -> Result<PathBuf> {
    (1..=u32::MAX)
        .map(|number| beside(path, &format!("{KEPT}{number}")))
        .find(|name| fs::symlink_metadata(name).is_err())
        .ok_or_else(|| Error::Exists(path.to_owned()))
}

/// Takes away the other names of what is at a path that a restore gave it which was killed before anything
/// took its place. Says whether it has no other name now.
pub(in crate::store) fn forget_kept_names(path: &Path) -> Result<bool> {
    let start = beside(path, KEPT).file_name().unwrap_or_default().to_string_lossy().into_owned();
    for entry in fs::read_dir(folder_of(path))? {
        let entry = entry?;
        let name = entry.file_name();
        let number = name.to_str().and_then(|name| name.strip_prefix(&start)?.parse::<u32>().ok());
        let name = entry.path();
        if number.is_some() && is_same_file(path, &name)? {
            for suffix in SIDE_FILES.into_iter().chain([""]) {
                match fs::remove_file(beside(&name, suffix)) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => {
                        return Err(error.into());
                    }
                    _ => {}
                }
            }
        }
    }
    Ok(!has_other_names(&fs::metadata(path)?))
}

/// Sees that a file is whole without its log, and that nobody is in it.
fn leave_whole(path: &Path) -> Result<()> {
    match Connection::open(path, Duration::from_secs(1)) {
        Ok(connection) => {
            // What isn't whole is kept as it is, with what lies beside it.
            match connection.exclude_others().and_then(|()| connection.end_log()) {
                Err(Error::Busy(None)) => Err(Error::Busy(holder_of(path))),
                _ => connection.close(),
            }
        }
        Err(Error::Busy(_)) => Err(Error::Busy(holder_of(path))),
        Err(_) => Ok(()),
    }
}
