//! Roles: listing and showing.

use std::collections::HashMap;

use crate::{
    ops::{Result, Session},
    rules::{
        policy::{
            decision::{Reason, Subject, decide},
            escalation::may_give,
            mask::MaskSet,
            permission::Permission,
            role::{Model, Role},
        },
        privacy::lens::{Lens, SafeText},
        workspace::member::Status,
    },
    store::Ahead,
};

/// A role as it is listed.
#[derive(Debug, Clone)]
pub struct RoleRow {
    /// Its name.
    pub name: SafeText,
    /// Its name for people.
    pub title: SafeText,
    /// Where its rank and locked cells come from.
    pub model: Model,
    /// What it may not read of contacts.
    pub masks: MaskSet,
    /// How many members hold it, suspended ones left out.
    pub members: u64,
    /// How many permissions it has.
    pub permissions: u64,
    /// How many hidden numbers each of its members may reveal in a day; `None` without a limit.
    pub reveals_per_day: Option<u32>,
}

/// One cell of the matrix as it comes out, for a member who isn't suspended.
#[derive(Debug, Clone)]
pub struct Cell {
    /// The role.
    pub role: SafeText,
    /// The permission.
    pub permission: Permission,
    /// Whether it is allowed, all rules taken together.
    pub allowed: bool,
    /// Whether nobody can change it.
    pub locked: bool,
    /// Which rule decided.
    pub reason: Reason,
    /// What the cell itself says.
    pub toggle: bool,
}

/// Every role, highest rank first, or those that the actor may give. Who manages members may list
/// these.
///
/// # Errors
/// Refused without `access-permissions`, or without `team-settings`.
pub fn list(session: &mut Session, giveable: bool) -> Result<Vec<RoleRow>> {
    session.ask_ahead(Ahead::policy);
    session.read(|snapshot, actor| {
        let opens = if giveable { Permission::TeamSettings } else { Permission::AccessPermissions };
        actor.require(opens)?;
        let lens = actor.lens();
        let policy = snapshot.policy()?;
        let roles = policy.roles().iter();
        let listed = roles.filter(|role| !giveable || may_give(actor.viewer(), role));
        let members = snapshot.count_roles()?;
        Ok(listed.map(|role| row(&members, lens, role)).collect())
    })
}

/// One role with its cells.
///
/// # Errors
/// Refused without `access-permissions`; a role that isn't known.
pub fn show(session: &mut Session, name: &str) -> Result<(RoleRow, Vec<Cell>)> {
    session.read(|snapshot, actor| {
        actor.require(Permission::AccessPermissions)?;
        let lens = actor.lens();
        let policy = snapshot.policy()?;
        let role = policy.role(name)?;
        Ok((row(&snapshot.count_roles()?, lens, role), cells(role, lens).collect()))
    })
}

fn row(members: &HashMap<String, u64>, lens: Lens, role: &Role) -> RoleRow {
    RoleRow {
        name: lens.staff(role.name.clone()),
        title: lens.staff(role.title.clone()),
        model: role.model,
        masks: role.masks,
        members: members.get(&role.name).copied().unwrap_or(0),
        permissions: cells(role, lens).filter(|cell| cell.allowed).count() as u64,
        reveals_per_day: role.reveals_per_day,
    }
}

/// A role's cells, in the order of the catalogue.
pub(super) fn cells(role: &Role, lens: Lens) -> impl Iterator<Item = Cell> {
    Permission::all().map(move |permission| {
        let decision = decide(Subject { status: Status::Active, role }, permission);
        Cell {
            role: lens.staff(role.name.clone()),
            permission,
            allowed: decision.allowed,
            locked: role.locked(permission).is_some(),
            reason: decision.reason,
            toggle: role.toggle(permission),
        }
    })
}
