//! Deleting a workspace: all of it or nothing.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use crate::rules::policy::grant::{Grant, Workspaces};
use crate::store::{
    Store,
    engine::error::{Error, Result},
};

/// How long to wait for others to leave the workspace.
const PATIENCE: Duration = Duration::from_secs(1);

impl Store {
    /// Removes the workspace's file and what the engine keeps beside it. The file goes in one step,
    /// when nobody else is in it and everything that was written stands in it: so it is there as a
    /// whole, or not at all.
    ///
    /// # Errors
    /// [`Error::Busy`] while another process is in it, or the operating system's; then it is as it
    /// was.
    pub fn delete(self, path: &Path, _by: &Grant<Workspaces>) -> Result<()> {
        self.connection.set_wait(PATIENCE)?;
        // Leaving the write-ahead log needs everybody else to be out, and takes its files along.
        self.connection.set_journal("DELETE")?;
        self.connection.batch("BEGIN EXCLUSIVE")?;
        let removed = fs::remove_file(path);
        if removed.is_err() {
            self.connection.batch("ROLLBACK")?;
            self.connection.set_journal("WAL")?;
        }
        removed.map_err(Error::Io)?;
        for suffix in ["-wal", "-shm", "-journal"] {
            let mut name = path.as_os_str().to_owned();
            name.push(suffix);
            // What isn't there needs no removing; without its file it says nothing to anybody.
            drop(fs::remove_file(PathBuf::from(name)));
        }
        Ok(())
    }
}
