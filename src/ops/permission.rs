//! The matrix: reading its cells, and changing them, which is the owner's alone.

use std::collections::HashSet;

use anyhow::anyhow;

use crate::rules::policy::grant::Policies;
use crate::{
    ops::{
        Changed, Error, Outcome, Result, Session,
        effect::measure,
        role::{Cell, cells},
    },
    rules::{
        error::{Kind, NameError},
        nearest::nearest,
        policy::{
            matrix::Policy,
            permission::{Permission, PermissionSet},
            preset::Preset,
            warning::warnings,
        },
    },
    store::Snapshot,
};

/// What to make of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// On.
    Allow,
    /// Off.
    Deny,
    /// The other way round.
    Toggle,
}

/// The cells of every role, or of one, in the order of the catalogue.
///
/// # Errors
/// Refused without `access-permissions`; a role that isn't known.
pub fn list(session: &mut Session, role: Option<&str>) -> Result<Vec<Cell>> {
    session.read(|snapshot, actor| {
        actor.require(Permission::AccessPermissions)?;
        let lens = actor.lens();
        let policy = snapshot.policy()?;
        Ok(match role {
            Some(role) => cells(policy.role(role)?, lens).collect(),
            None => policy.roles().iter().flat_map(|role| cells(role, lens)).collect(),
        })
    })
}

/// One permission's cell in every role.
///
/// # Errors
/// Refused without `access-permissions`; a permission that isn't known.
pub fn show(session: &mut Session, key: &str) -> Result<(Permission, Vec<Cell>)> {
    let cells = list(session, None)?;
    let permission = require_permission(key)?;
    Ok((permission, cells.into_iter().filter(|cell| cell.permission == permission).collect()))
}

/// Turns cells of one role.
///
/// # Errors
/// Refused to all but an owner; names that aren't known; locked cells.
pub fn turn(session: &mut Session, role: &str, keys: &[String], turn: Turn) -> Result<Outcome> {
    change_policy(session, |_, policy| {
        let wanted = keys.iter().map(|key| require_permission(key)).collect::<Result<Vec<_>>>()?;
        let mut changed = Vec::new();
        // One that is named twice is meant once: toggling it there and back is nobody's wish.
        let mut seen = PermissionSet::NONE;
        for permission in wanted.into_iter().filter(|permission| {
            let is_new = !seen.contains(*permission);
            seen.set(*permission, true);
            is_new
        }) {
            let before = policy.role(role)?.toggle(permission);
            let after = match turn {
                Turn::Allow => true,
                Turn::Deny => false,
                Turn::Toggle => !before,
            };
            policy.set(role, permission, after)?;
            changed.push(cell_change(turn.action(), role, permission, before, after));
        }
        Ok(changed)
    })
}

/// Sets cells back to what the preset says that the workspace was made with: all of them, those of
/// one role, or some permissions. A role that the preset doesn't have is left as it is.
///
/// # Errors
/// Refused to all but an owner; names that aren't known.
pub fn reset(session: &mut Session, role: Option<&str>, keys: &[String]) -> Result<Outcome> {
    change_policy(session, |snapshot, policy| {
        let wanted = keys.iter().map(|key| require_permission(key)).collect::<Result<Vec<_>>>()?;
        let preset = preset_policy(require_preset(&snapshot.workspace()?.preset)?)?;
        if let Some(role) = role {
            policy.role(role)?;
            preset.role(role)?;
        }
        let mut changed = Vec::new();
        for model in
            preset.roles().iter().filter(|model| role.is_none_or(|role| role == model.name))
        {
            let Ok(current) = policy.role(&model.name).cloned() else { continue };
            for permission in Permission::all().filter(|p| current.locked(*p).is_none()) {
                let (before, after) = (current.toggle(permission), model.toggle(permission));
                if before != after && (wanted.is_empty() || wanted.contains(&permission)) {
                    policy.set(&model.name, permission, after)?;
                    changed.push(cell_change("perm.reset", &model.name, permission, before, after));
                }
            }
        }
        Ok(changed)
    })
}

impl Turn {
    const fn action(self) -> &'static str {
        match self {
            Self::Allow => "perm.allow",
            Self::Deny => "perm.deny",
            Self::Toggle => "perm.toggle",
        }
    }
}

/// Changes the policy as its owner: what `edit` notes is written, and what it means for people is
/// told.
pub(super) fn change_policy(
    session: &mut Session,
    edit: impl FnOnce(&Snapshot<'_>, &mut Policy) -> Result<Vec<Changed>>,
) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            let grant = actor.authorize_owner::<Policies>(now)?;
            let before = snapshot.policy()?;
            let mut after = before.clone();
            let changed = edit(snapshot, &mut after)?;
            let changed = changed.into_iter().filter(|one| !one.fields.is_empty()).collect();
            Ok((grant, (before, after, changed)))
        },
        |change, _, (before, after, changed)| {
            let census = change.census()?;
            let effects = measure(change, (&before, &census), (&after, &census))?;
            change.save_policy(&after)?;
            let effects = effects.lines(&HashSet::new());
            let warnings = warnings(&before, &after);
            Ok(Outcome { changed, effects, warnings, ..Outcome::default() })
        },
    )
}

fn cell_change(
    action: &'static str,
    role: &str,
    permission: Permission,
    before: bool,
    after: bool,
) -> Changed {
    let word = |on| Some(if on { "on" } else { "off" });
    Changed::new(action, format!("{role}/{permission}")).field("toggle", word(before), word(after))
}

/// The permission of that key.
///
/// # Errors
/// [`NameError::Unknown`] with the nearest that is known.
pub(super) fn require_permission(key: &str) -> Result<Permission> {
    Permission::from_key(key).ok_or_else(|| {
        let near = nearest(key, Permission::all().map(Permission::key));
        NameError::unknown(Kind::Permission, key, near).into()
    })
}

/// The preset of that name.
///
/// # Errors
/// [`NameError::Unknown`] with the nearest that is known.
pub fn require_preset(key: &str) -> Result<Preset> {
    Preset::from_key(key).ok_or_else(|| {
        let near = nearest(key, Preset::ALL.map(Preset::key));
        NameError::unknown(Kind::Preset, key, near).into()
    })
}

/// The policy of a preset, which is part of the program and can be read.
pub(super) fn preset_policy(preset: Preset) -> Result<Policy> {
    preset.policy().map_err(|_| Error::Bug(anyhow!("preset `{preset}` can't be read")))
}
