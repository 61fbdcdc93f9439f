//! The one row about the workspace itself.

use crate::rules::policy::grant::{Opens, Workspaces};
use crate::store::{
    Change, Snapshot,
    engine::{error::Result, params},
};

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
        self.connection.one(
            "SELECT created_at, (SELECT count(*) FROM member) AS members,
                    (SELECT count(*) FROM team) AS teams, (SELECT count(*) FROM account) AS accounts
                 FROM workspace WHERE id = 1",
            [],
            |row| {
                Ok(Size {
                    created_at: row.get("created_at")?,
                    members: row.get("members")?,
                    teams: row.get("teams")?,
                    accounts: row.get("accounts")?,
                })
            },
        )
    }

    /// The workspace's own row.
    pub fn workspace(&self) -> Result<Workspace> {
        self.connection.one("SELECT name, preset FROM workspace WHERE id = 1", [], |row| {
            Ok(Workspace { name: row.get("name")?, preset: row.get("preset")? })
        })
    }
}

impl<K: Opens<Workspaces>> Change<'_, K> {
    /// Gives the workspace another name.
    pub fn rename_workspace(&self, name: &str) -> Result<()> {
        self.connection.execute("UPDATE workspace SET name = ?1 WHERE id = 1", [name])?;
        Ok(())
    }

    /// Writes the workspace's own row, once, when it is made.
    pub fn insert_workspace(&self, workspace: &Workspace, at: i64) -> Result<()> {
        self.connection.execute(
            "INSERT INTO workspace (id, name, preset, single_owner, created_at)
                 VALUES (1, ?1, ?2, 0, ?3)",
            params![workspace.name, workspace.preset, at],
        )?;
        Ok(())
    }
}
