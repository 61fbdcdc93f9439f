//! The one row about the workspace itself.

use rusqlite::params;

use crate::store::{Change, Snapshot, engine::error::Result};

/// The workspace as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workspace {
    /// Its name.
    pub name: String,
    /// The preset it was made with, to which permissions are reset.
    pub preset: String,
}

/// When the workspace was made, and how large it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// When it was made, in milliseconds since 1970.
    pub created_at: i64,
    /// How many members it has.
    pub members: u64,
    /// How many teams.
    pub teams: u64,
    /// How many accounts.
    pub accounts: u64,
}

impl Snapshot<'_> {
    /// When the workspace was made, and how large it is. Chats are not counted: there may be
    /// millions.
    pub fn size(&self) -> Result<Size> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT created_at, (SELECT count(*) FROM member), (SELECT count(*) FROM team),
                    (SELECT count(*) FROM account) FROM workspace WHERE id = 1",
            )?
            .query_row([], |row| {
                Ok(Size {
                    created_at: row.get(0)?,
                    members: row.get(1)?,
                    teams: row.get(2)?,
                    accounts: row.get(3)?,
                })
            })?)
    }

    /// The workspace's own row.
    pub fn workspace(&self) -> Result<Workspace> {
        Ok(self
            .connection
            .prepare_cached("SELECT name, preset FROM workspace WHERE id = 1")?
            .query_row([], |row| Ok(Workspace { name: row.get(0)?, preset: row.get(1)? }))?)
    }
}

impl Change<'_> {
    /// Gives the workspace another name.
    pub fn rename_workspace(&self, name: &str) -> Result<()> {
        self.connection
            .prepare_cached("UPDATE workspace SET name = ?1 WHERE id = 1")?
            .execute([name])?;
        Ok(())
    }

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
