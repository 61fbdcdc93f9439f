//! The audit read back, as far as policies are concerned: what was done to the policy, newest first,
//! and everything that was done, for deciding it again. Listing the audit for people is not here.

use std::ops::ControlFlow;

use crate::rules::id::MemberId;
use crate::store::{
    Snapshot,
    engine::{Row, error::Result},
};

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
    /// Who really ran it.
    pub operator: String,
    /// How the actor was chosen.
    pub via: String,
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
}

pub(in crate::store) const ENTRY: &str =
    "SELECT id, at, actor_id, actor, operator, via, action, object,
    before, after, needed FROM audit";

pub(in crate::store) fn entry(row: &Row<'_>) -> Result<TrailEntry> {
    Ok(TrailEntry {
        id: row.get("id")?,
        at: row.get("at")?,
        member: row.get("actor_id")?,
        actor: row.get("actor")?,
        operator: row.get("operator")?,
        via: row.get("via")?,
        action: row.get("action")?,
        object: row.get("object")?,
        before: row.get("before")?,
        after: row.get("after")?,
        needed: row.get("needed")?,
    })
}

impl Snapshot<'_> {
    /// What was done to the policy, newest first, one at a time, until `take` says that it is enough.
    ///
    /// # Errors
    /// The store's own.
    pub fn policy_trail(&self, mut take: impl FnMut(TrailEntry) -> bool) -> Result<()> {
        let sql = format!(
            "{ENTRY} WHERE action LIKE 'perm.%' OR action LIKE 'mask.%' OR action LIKE 'policy.%'
                OR action LIKE 'role.%' ORDER BY id DESC"
        );
        self.connection.each(&sql, [], |row| {
            Ok(if take(entry(row)?) { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        })
    }

    /// Everything that was done, oldest first, one at a time.
    ///
    /// # Errors
    /// The store's own, or what `take` fails with.
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
