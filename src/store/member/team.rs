//! Teams.

use crate::rules::id::TeamId;
use crate::rules::policy::grant::{Opens, Teams};
use crate::store::{
    Change, Snapshot,
    engine::{Row, error::Result, params},
};

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
    (SELECT count(*) FROM member WHERE team_id = team.id) AS members FROM team";

fn team(row: &Row<'_>) -> Result<Team> {
    Ok(Team {
        id: row.get("id")?,
        name: row.get("name")?,
        is_default: row.get("is_default")?,
        members: row.get("members")?,
    })
}

impl Snapshot<'_> {
    /// Every team: the default one first, then by name.
    pub fn teams(&self) -> Result<Vec<Team>> {
        self.connection.all(&format!("{TEAM} ORDER BY is_default DESC, name_key"), [], team)
    }

    /// The team of that name, whatever the case.
    pub fn team(&self, name: &str) -> Result<Option<Team>> {
        self.connection.find(&format!("{TEAM} WHERE name_key = ?1"), [name.to_lowercase()], team)
    }

    /// The team that everybody is in at first.
    pub fn default_team(&self) -> Result<Team> {
        self.connection.one(&format!("{TEAM} WHERE is_default = 1"), [], team)
    }
}

impl<K: Opens<Teams>> Change<'_, K> {
    /// Adds a team.
    pub fn insert_team(&self, name: &str, is_default: bool, at: i64) -> Result<TeamId> {
        let id = self.next_key("team")?;
        self.connection.execute(
            "INSERT INTO team (id, name, name_key, is_default, created_at)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            params![id, name, name.to_lowercase(), is_default, at],
        )?;
        Ok(TeamId(id))
    }

    /// Gives a team another name.
    pub fn rename_team(&self, id: TeamId, name: &str) -> Result<()> {
        self.connection.execute(
            "UPDATE team SET name = ?2, name_key = ?3 WHERE id = ?1",
            params![id.0, name, name.to_lowercase()],
        )?;
        Ok(())
    }

    /// Removes a team; its members go to another one.
    pub fn delete_team(&self, id: TeamId, to: TeamId) -> Result<()> {
        self.connection
            .execute("UPDATE member SET team_id = ?2 WHERE team_id = ?1", [id.0, to.0])?;
        self.connection.execute("DELETE FROM team WHERE id = ?1", [id.0])?;
        Ok(())
    }
}
