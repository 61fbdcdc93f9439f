//! `account access`: for every member, whether they see an account's chats, may answer them, may
//! start new ones from it, and why.

use crate::ops::lookup::require_account;
use crate::{
    ops::{Result, Session, decision::When},
    rules::{
        policy::{
            decision::{Reason, Subject},
            permission::Permission,
            scope::{Scope, Viewer},
        },
        privacy::lens::SafeText,
    },
    store::MemberFilter,
};

/// What one member may do with an account.
#[derive(Debug, Clone)]
pub struct AccessRow {
    /// The member.
    pub member: SafeText,
    /// Their role.
    pub role: SafeText,
    /// Whether they see its chats, and so may answer them. Single chats that are assigned to them
    /// come beside this.
    pub sees_chats: bool,
    /// Whether they may start new chats from it.
    pub can_start: bool,
    /// Which rule decided.
    pub reason: Reason,
    /// In which scope the account lies for them.
    pub scope: Scope,
    /// How many of its chats are assigned to them and seen by that alone.
    pub assigned: u64,
}

/// Every member, in the order in which they were added.
///
/// # Errors
/// Refused without `access-permissions`; an account that isn't known.
pub fn access(session: &mut Session, account: &str, when: When) -> Result<Vec<AccessRow>> {
    session.read(|snapshot, actor| {
        actor.require(Permission::AccessPermissions)?;
        let lens = actor.lens();
        let account = require_account(snapshot, actor, account)?;
        let mut rows = Vec::new();
        // The roles are read once, not once for every member who holds one.
        let policy = snapshot.policy()?;
        for member in snapshot.members(&MemberFilter::default())? {
            let subject =
                Subject { status: when.status(member.status), role: policy.role(&member.role)? };
            let viewer = Viewer { member: member.id, team: member.team, subject };
            let sight = viewer.starts_from(account.connector);
            let by_assignment = !sight.allowed && viewer.reach().assigned;
            rows.push(AccessRow {
                assigned: if by_assignment {
                    snapshot.count_assigned_on(account.id, member.id)?
                } else {
                    0
                },
                sees_chats: sight.allowed,
                can_start: sight.allowed,
                reason: sight.reason,
                scope: viewer.account_scope(account.connector),
                member: lens.staff(member.email),
                role: lens.staff(member.role),
            });
        }
        Ok(rows)
    })
}
