//! The audit read back, as far as policies are concerned: what was done to the policy, newest first,
//! and everything that was done, for deciding it again. Listing the audit for people is not here.

use rusqlite::Row;

use crate::rules::id::MemberId;
use crate::store::{Snapshot, engine::error::Result};

/// One entry of the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrailEntry {
    /// Its key.
    pub id: i64,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Who did it; `None` for the making of the workspace.
    pub member: Option<MemberId>,
    /// Their email at the time.
    pub actor: String,
    /// What was done.
    pub action: String,
    /// To what.
    pub object: String,
    /// The fields it changed, as they were: a JSON object.
    pub before: Option<String>,
    /// The same, as they were afterwards.
    pub after: Option<String>,
}

const ENTRY: &str = "SELECT id, at, actor_id, actor, action, object, before, after FROM audit";

pub(in crate::store) fn entry(row: &Row<'_>) -> rusqlite::Result<TrailEntry> {
    Ok(TrailEntry {
        id: row.get(0)?,
        at: row.get(1)?,
        member: row.get::<_, Option<i64>>(2)?.map(MemberId),
        actor: row.get(3)?,
        action: row.get(4)?,
        object: row.get(5)?,
        before: row.get(6)?,
        after: row.get(7)?,
    })
}

impl Snapshot<'_> {
    /// What was done to the policy, newest first, one at a time, until `take` says that it is enough.
    ///
    /// # Errors
    /// The store's own.
    pub fn policy_trail(&self, mut take: impl FnMut(TrailEntry) -> bool) -> Result<()> {
        let mut statement = self.connection.prepare_cached(&format!(
            "{ENTRY} WHERE action LIKE 'perm.%' OR action LIKE 'mask.%' OR action LIKE 'policy.%'
                OR action LIKE 'role.%' ORDER BY id DESC"
        ))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if !take(entry(row)?) {
                break;
            }
        }
        Ok(())
    }

    /// Everything that was done, oldest first, one at a time.
    ///
    /// # Errors
    /// The store's own, or what `take` fails with.
    pub fn trail<E: From<crate::store::Error>>(
        &self,
        mut take: impl FnMut(TrailEntry) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        let mut statement = self
            .connection
            .prepare_cached(&format!("{ENTRY} ORDER BY id"))
            .map_err(crate::store::Error::from)?;
        let mut rows = statement.query([]).map_err(crate::store::Error::from)?;
        while let Some(row) = rows.next().map_err(crate::store::Error::from)? {
            take(entry(row).map_err(crate::store::Error::from)?)?;
        }
        Ok(())
    }
}
