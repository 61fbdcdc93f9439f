//! The one row about the workspace itself.

use rusqlite::params;

use super::{Change, Snapshot, error::Result};

/// The workspace as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workspace {
    /// Its name.
    pub name: String,
    /// The preset it was made with, to which permissions are reset.
    pub preset: String,
}

impl Snapshot<'_> {
    /// The workspace's own row.
    pub fn workspace(&self) -> Result<Workspace> {
        Ok(self
            .connection
            .prepare_cached("SELECT name, preset FROM workspace WHERE id = 1")?
            .query_row([], |row| Ok(Workspace { name: row.get(0)?, preset: row.get(1)? }))?)
    }
}

impl Change<'_> {
    /// Writes the workspace's own row, once, when it is made.
    pub fn insert_workspace(&self, workspace: &Workspace, at: i64) -> Result<()> {
        self.connection
            .prepare_cached(
                "INSERT INTO workspace (id, name, preset, single_owner, created_at)
                 VALUES (1, ?1, ?2, 0, ?3)",
            )?
            .execute(params![workspace.name, workspace.preset, at])?;
        Ok(())
    }
}
