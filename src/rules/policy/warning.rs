//! Warnings about a change from one policy to another: which roles can no longer add members of which
//! others, what stays reachable by another permission, and which permissions are on without effect.

use super::{
    decision::{Subject, allowed},
    escalation::{excess, outranks},
    mask::Mask,
    matrix::Policy,
    permission::{Permission, PermissionSet},
    role::Role,
};
use crate::rules::workspace::member::Status;

/// One warning about a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// Its members can no longer add members with these roles.
    AddsLess {
        /// The role.
        role: String,
        /// The roles that its members could give.
        given: Vec<String>,
    },
    /// What was denied to it stays reachable by another permission.
    Open {
        /// The role.
        role: String,
        /// What was closed.
        closed: Closed,
        /// The permission that it still has, and by which; `None` where it takes none.
        way: Option<Permission>,
        /// What can still be done.
        how: &'static str,
    },
    /// Permissions that are on without effect, since a permission that they need is denied.
    Idle {
        /// The role.
        role: String,
        /// What was closed.
        closed: Permission,
        /// The permissions that need it.
        idle: PermissionSet,
    },
}

/// What a change closes to a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// A permission, as it is decided.
    Permission(Permission),
    /// What a mask hides.
    Masked(Mask),
}

use Closed::{Masked, Permission as Off};
use Permission as P;

/// The ways around what is closed: by which permission, and what it still does.
const WAYS: &[(Closed, Option<Permission>, &str)] = &[
    (Off(P::Inbox), Some(P::Users), "contacts are still read on the All Users page"),
    (Off(P::Notifications), None, "campaigns that were set going still run"),
    (Off(P::Templates), Some(P::Inbox), "approved templates can still be sent in chats"),
    (Off(P::Users), Some(P::Inbox), "the contact of every chat in sight is still read there"),
    (Off(P::Users), Some(P::Notifications), "campaigns still reach the contacts of an account"),
    (Off(P::Users), Some(P::ApiKey), "who has the key still reads every contact through the API"),
    (Off(P::Users), Some(P::Integrations), "what is connected is still sent the contacts"),
    (Off(P::UsersExport), Some(P::Users), "contacts are still listed, 100 at a time"),
    (Off(P::UsersExport), Some(P::Notifications), "campaigns still reach every contact"),
    (Off(P::UsersExport), Some(P::ApiKey), "who has the key still reads every contact"),
    (Off(P::UsersExport), Some(P::Integrations), "what is connected is still sent the contacts"),
    (Off(P::UsersAdd), Some(P::Inbox), "a chat started with a new number still adds its contact"),
    (Off(P::UsersBulkTag), Some(P::Users), "contacts are still tagged one at a time"),
    (Off(P::ApiKey), None, "the key stays valid until `rolecall api-key rotate`"),
    (Off(P::Integrations), None, "what is connected stays connected"),
    (Off(P::AccountsConnect), Some(P::ChatsOwn), "the accounts that they connected stay theirs"),
    (Off(P::ChatsOwn), Some(P::ChatsAssigned), "chats assigned to them stay in sight"),
    (Off(P::ChatsSameTeam), Some(P::ChatsAssigned), "chats assigned to them stay in sight"),
    (Off(P::ChatsOtherTeams), Some(P::ChatsAssigned), "chats assigned to them stay in sight"),
    (Off(P::ChatsAssign), Some(P::Inbox), "who answers an unassigned chat still gets it"),
    (
        Masked(Mask::Number),
        Some(P::ApiKey),
        "anyone who has the key reads every number through the API",
    ),
    (Masked(Mask::Number), Some(P::Integrations), "what is connected is sent the numbers"),
    (
        Masked(Mask::Number),
        Some(P::NumbersReveal),
        "it shows one number at a time, and the audit notes each",
    ),
];

/// What needs another permission without lying under it: a campaign is sent from an account whose
/// chats its author sees, and that takes the inbox.
const NEEDS: &[(Permission, Permission)] = &[(P::Notifications, P::Inbox)];

/// The warnings about a change, in the order of the roles.
#[must_use]
pub fn warnings(before: &Policy, after: &Policy) -> Vec<Warning> {
    let mut warnings = Vec::new();
    for role in after.roles().iter().filter(|role| !role.is_owner()) {
        let Ok(old) = before.role(&role.name) else { continue };
        let given: Vec<_> = after
            .roles()
            .iter()
            .filter(|given| !gives(role, given))
            .filter(|given| before.role(&given.name).is_ok_and(|was| gives(old, was)))
            .map(|given| given.name.clone())
            .collect();
        if !given.is_empty() {
            warnings.push(Warning::AddsLess { role: role.name.clone(), given });
        }
        let (had, has) = (held(old), held(role));
        let lost = had.without(has);
        // What lies in a module that is closed with it goes by the module's ways.
        let by_itself =
            |it: Permission| it.entry().parent.is_none_or(|module| !lost.contains(module));
        let is_closed = |closed: Closed| match closed {
            Off(permission) => lost.contains(permission) && by_itself(permission),
            Masked(mask) => role.masks.contains(mask) && !old.masks.contains(mask),
        };
        for (closed, way, how) in WAYS.iter().copied().filter(|(closed, ..)| is_closed(*closed)) {
            if way.is_none_or(|way| has.contains(way)) {
                warnings.push(Warning::Open { role: role.name.clone(), closed, way, how });
            }
        }
        warnings.extend(idle(old, role));
    }
    warnings
}

/// Whether members of a role may give another to somebody new.
fn gives(role: &Role, given: &Role) -> bool {
    held(role).contains(P::TeamSettings)
        && !given.is_owner()
        && !outranks(given, role)
        && excess(role, given).is_none()
}

fn held(role: &Role) -> PermissionSet {
    allowed(Subject { status: Status::Active, role })
}

/// What is on and needs what is closed, where either is new.
fn idle(old: &Role, role: &Role) -> impl Iterator<Item = Warning> {
    let (had, has) = (held(old), held(role));
    let needs = |idle: Permission, closed: Permission| {
        idle.entry().parent == Some(closed) || NEEDS.contains(&(idle, closed))
    };
    Permission::all().filter(move |closed| !has.contains(*closed)).filter_map(move |closed| {
        let is_new = |idle: Permission| had.contains(closed) || !old.toggle(idle);
        let on = Permission::all().filter(|idle| role.toggle(*idle) && is_new(*idle));
        let idle: PermissionSet = on.filter(|idle| needs(*idle, closed)).collect();
        let warning = Warning::Idle { role: role.name.clone(), closed, idle };
        (!idle.is_empty()).then_some(warning)
    })
}

impl Warning {
    /// The role that it is about.
    #[must_use]
    pub fn role(&self) -> &str {
        match self {
            Self::AddsLess { role, .. } | Self::Open { role, .. } | Self::Idle { role, .. } => role,
        }
    }

    /// The kind of warning, as in JSON.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::AddsLess { .. } => "adds-less",
            Self::Open { .. } => "still-open",
            Self::Idle { .. } => "idle",
        }
    }

    /// The sentence for people.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::AddsLess { role, given } => {
                let given = given.join("`, `");
                format!("members with role `{role}` can no longer add members with `{given}`")
            }
            Self::Open { role, closed: Masked(_), way: Some(way), how } => format!(
                "role `{role}` still holds `{way}`: {how}; `rolecall perm deny {way} --role {role}` \
                 takes it away"
            ),
            Self::Open { role, way: Some(way), how, .. } => {
                format!("role `{role}` still holds `{way}`: {how}")
            }
            Self::Open { role, way: None, how, .. } => format!("role `{role}`: {how}"),
            Self::Idle { role, closed, idle } => {
                let idle: Vec<_> = idle.iter().map(Permission::key).collect();
                let (idle, open) =
                    (idle.join("`, `"), if idle.len() == 1 { "opens" } else { "open" });
                format!("role `{role}`: `{idle}` {open} nothing while `{closed}` is closed")
            }
        }
    }
}
