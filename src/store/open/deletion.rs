//! Deleting a workspace: all of it or nothing; and what was deleted in it.

use std::{fs, time::Duration};

use super::{
    holder::begin_writing,
    place::Place,
    plain_file::{PlainFile, remove_side_files},
    temp::sync_folder,
};
use crate::rules::policy::grant::{Grant, Workspaces};
use crate::store::{
    Store,
    engine::{Connection, error::Result},
};

/// How long to wait for others to leave the workspace.
const PATIENCE: Duration = Duration::from_secs(1);

impl Store {
    /// Writes the file anew, without what was deleted or replaced in it: the engine leaves the bytes of both
    /// where they are until it needs the place.
    ///
    /// # Errors
    /// `Error::Busy` while another process is in it, or the engine's, such as a full disk.
    pub fn purge(&mut self) -> Result<()> {
        if self.place.file().is_none() {
            return Ok(());
        }
        self.connection.batch("VACUUM")?;
        self.connection.end_log()
    }

    /// Removes the workspace's file and what the engine keeps beside it, through a link the link too. The
    /// file goes in one step, when nobody else is in it: so it is there as a whole, or not at all.
    ///
    /// # Errors
    /// `Error::Busy` while another process is in it, `Error::Linked`, or the operating system's; then
    /// it is as it was.
    pub fn delete(mut self, _by: &Grant<Workspaces>) -> Result<()> {
        self.prepare_to_write()?;
        let Place::File(PlainFile { path: named, .. }) = &self.place else {
            let held = begin_writing(&self.connection, &self.place)?;
            held.batch(
                "DO $$ BEGIN EXECUTE format('DROP SCHEMA %I CASCADE', current_schema()); END $$",
            )?;
            return held.commit();
        };
        let named = named.clone();
        self.connection.close()?;
        let file = fs::canonicalize(&named)?;
        let connection = Connection::open(&file, PATIENCE)?;
        // Alone in it, the engine needs no shared memory; whoever comes later finds no file.
        connection.exclude_others()?;
        connection.end_log()?;
        fs::remove_file(&file)?;
        if fs::symlink_metadata(&named).is_ok() {
            fs::remove_file(&named)?;
        }
        sync_folder(&file)?;
        remove_side_files(&file);
        Ok(())
    }
}
