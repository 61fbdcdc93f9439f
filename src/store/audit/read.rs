//! The audit read back, as far as policies are concerned: what was done to the policy, newest first,
//! and everything that was done, for deciding it again. Listing the audit for people is not here.

use std::ops::ControlFlow;

use crate::rules::id::MemberId;
use crate::store::{
    Head, Snapshot,
    engine::{Row, error::Result},
};

/// One entry of the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrailEntry {
    /// Its key.
    pub id: i64,
    /// The first entry of the same change.
    pub part_of: i64,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Who did it; `None` for the making of the workspace.
    pub member: Option<MemberId>,
    /// Their email at the time.
    pub actor: String,
    /// Who really ran it.
    pub operator: String,
    /// How the actor was chosen.
    pub via: String,
    /// Whether the clock was set by hand.
    pub clock_is_set: bool,
    /// The entry that it takes back.
    pub undoes: Option<i64>,
    /// What was done.
    pub action: String,
    /// To what.
    pub object: String,
    /// The fields it changed, as they were: a JSON object.
    pub before: Option<String>,
    /// The same, as they were afterwards.
    pub after: Option<String>,
    /// What was asked of the actor.
    pub needed: String,
    /// Where the history ended with it.
    pub head: Head,
}

pub(in crate::store) const ENTRY: &str =
    "SELECT id, part_of, at, actor_id, actor_email, operator, via, clock_set, undoes, action,
    object, before, after, needed, hash FROM audit";

pub(in crate::store) fn entry(row: &Row<'_>) -> Result<TrailEntry> {
    Ok(TrailEntry {
        head: Head { id: row.get("id")?, hash: row.get("hash")? },
        id: row.get("id")?,
        part_of: row.get("part_of")?,
        at: row.get("at")?,
        member: row.get("actor_id")?,
        actor: row.get("actor_email")?,
        operator: row.get("operator")?,
        via: row.get("via")?,
        clock_is_set: row.get("clock_set")?,
        undoes: row.get("undoes")?,
        action: row.get("action")?,
        object: row.get("object")?,
        before: row.get("before")?,
        after: row.get("after")?,
        needed: row.get("needed")?,
    })
}

impl Snapshot<'_> {
    /// What was done to the policy, newest first, one at a time, until `take` says that it is enough.
    pub fn policy_trail(&self, mut take: impl FnMut(TrailEntry) -> bool) -> Result<()> {
        let sql = format!(
            "{ENTRY} WHERE action LIKE 'perm.%' OR action LIKE 'mask.%' OR action LIKE 'policy.%'
                OR action LIKE 'role.%' ORDER BY id DESC"
        );
        self.connection.each(&sql, [], |row| {
            Ok(if take(entry(row)?) { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        })
    }

    /// The entries of one change, given its first one.
    pub fn trail_of_change(&self, first: i64) -> Result<Vec<TrailEntry>> {
        let mut entries = Vec::new();
        self.connection.each(&format!("{ENTRY} WHERE id >= ?1 ORDER BY id"), [first], |row| {
            let entry = entry(row)?;
            if entry.part_of != first {
                return Ok::<_, crate::store::Error>(ControlFlow::Break(()));
            }
            entries.push(entry);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(entries)
    }

    /// Everything that was done, oldest first, one at a time.
    pub fn trail<E: From<crate::store::Error>>(
        &self,
        mut take: impl FnMut(TrailEntry) -> Result<(), E>,
    ) -> Result<(), E> {
        self.connection.each(&format!("{ENTRY} ORDER BY id"), [], |row| {
            take(entry(row)?)?;
            Ok(ControlFlow::Continue(()))
        })
    }
}
