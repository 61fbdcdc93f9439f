//! The audit: who, when, what, before, after. Written by a change, beside its rows.

use crate::rules::policy::authorization::Authorization;
use crate::store::{
    Change,
    engine::{error::Result, params},
};

/// What one change did to one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// What was done, such as `member.add`.
    pub action: &'static str,
    /// To what.
    pub object: String,
    /// The fields it changed, as they were: a JSON object.
    pub before: Option<String>,
    /// The same, as they are now.
    pub after: Option<String>,
}

impl Change<'_> {
    pub(in crate::store) fn record(&self, by: &Authorization, entry: &AuditEntry) -> Result<()> {
        self.connection.execute(
            "INSERT INTO audit (id, at, actor_id, actor, action, object, before, after)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                self.next_key("audit")?,
                by.at(),
                by.member(),
                by.email(),
                entry.action,
                entry.object,
                entry.before,
                entry.after,
            ],
        )?;
        Ok(())
    }
}
