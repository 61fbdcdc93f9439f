//! Teams.

use rusqlite::{OptionalExtension, Row, params};

use crate::rules::id::TeamId;
use crate::store::{Change, Snapshot, engine::error::Result};

/// A named group of members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// Its key.
    pub id: TeamId,
    /// Its name, unique without regard to case.
    pub name: String,
    /// Whether it is the one that everybody is in at first.
    pub is_default: bool,
    /// How many members it has.
    pub members: u64,
}

const TEAM: &str = "SELECT id, name, is_default,
    (SELECT count(*) FROM member WHERE team_id = team.id) FROM team";

fn team(row: &Row<'_>) -> rusqlite::Result<Team> {
    Ok(Team {
        id: TeamId(row.get(0)?),
        name: row.get(1)?,
        is_default: row.get(2)?,
        members: row.get(3)?,
    })
}

impl Snapshot<'_> {
    /// Every team: the default one first, then by name.
    pub fn teams(&self) -> Result<Vec<Team>> {
        let mut statement = self
            .connection
            .prepare_cached(&format!("{TEAM} ORDER BY is_default DESC, name_key"))?;
        Ok(statement.query_map([], team)?.collect::<rusqlite::Result<_>>()?)
    }

    /// The team of that name, whatever the case.
    pub fn team(&self, name: &str) -> Result<Option<Team>> {
        Ok(self
            .connection
            .prepare_cached(&format!("{TEAM} WHERE name_key = ?1"))?
            .query_row([name.to_lowercase()], team)
            .optional()?)
    }

    /// The team that everybody is in at first.
    pub fn default_team(&self) -> Result<Team> {
        Ok(self
            .connection
            .prepare_cached(&format!("{TEAM} WHERE is_default = 1"))?
            .query_row([], team)?)
    }
}

impl Change<'_> {
    /// Adds a team.
    pub fn insert_team(&self, name: &str, is_default: bool, at: i64) -> Result<TeamId> {
        let id = self.next_key("team")?;
        self.connection
            .prepare_cached(
                "INSERT INTO team (id, name, name_key, is_default, created_at)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![id, name, name.to_lowercase(), is_default, at])?;
        Ok(TeamId(id))
    }

    /// Gives a team another name.
    pub fn rename_team(&self, id: TeamId, name: &str) -> Result<()> {
        self.connection
            .prepare_cached("UPDATE team SET name = ?2, name_key = ?3 WHERE id = ?1")?
            .execute(params![id.0, name, name.to_lowercase()])?;
        Ok(())
    }

    /// Removes a team; its members go to another one.
    pub fn delete_team(&self, id: TeamId, to: TeamId) -> Result<()> {
        self.connection
            .prepare_cached("UPDATE member SET team_id = ?2 WHERE team_id = ?1")?
            .execute([id.0, to.0])?;
        self.connection.prepare_cached("DELETE FROM team WHERE id = ?1")?.execute([id.0])?;
        Ok(())
    }
}
