//! Masks: listing them, and turning them on and off, which is the owner's alone.

use crate::{
    ops::{Changed, Outcome, Result, Session, permission::change_policy},
    rules::{
        error::{Kind, NameError},
        nearest::nearest,
        policy::{
            mask::{Mask, MaskSet, TextMode},
            permission::Permission,
            role::Role,
        },
        privacy::lens::SafeText,
    },
};

/// The masks of a role.
#[derive(Debug, Clone)]
pub struct MaskRow {
    /// The role.
    pub role: SafeText,
    /// Its masks.
    pub masks: MaskSet,
}

/// The masks of every role, highest rank first.
///
/// # Errors
/// Refused without `access-permissions`.
pub fn list(session: &mut Session) -> Result<Vec<MaskRow>> {
    session.read(|snapshot, actor| {
        actor.require(Permission::AccessPermissions)?;
        let lens = actor.lens();
        let policy = snapshot.policy()?;
        let row = |role: &Role| MaskRow { role: lens.staff(role.name.clone()), masks: role.masks };
        Ok(policy.roles().iter().map(row).collect())
    })
}

/// Turns a mask on or off for some roles, and tells which modules that takes or gives; `texts` says
/// how much of customers' texts `number` hides, and stays as it is where it is left out.
///
/// # Errors
/// Refused to all but an owner; names that aren't known; the owner's role.
pub fn set(
    session: &mut Session,
    mask: &str,
    texts: Option<TextMode>,
    roles: &[String],
    on: bool,
) -> Result<Outcome> {
    change_policy(session, |_, policy| {
        let mask = require_mask(mask)?;
        if texts.is_some() && mask != Mask::Number {
            return Err(NameError::invalid(Kind::Mask, mask.key(), "hides no texts by mode").into());
        }
        let word = |on| Some(if on { "on" } else { "off" });
        let action = if on { "mask.enable" } else { "mask.disable" };
        let mut changed = Vec::new();
        for role in roles {
            let before = policy.role(role)?.masks.contains(mask);
            policy.set_mask(role, mask, on)?;
            changed.push(Changed::new(action, format!("{role}/{mask}")).field(
                "mask",
                word(before),
                word(on),
            ));
            if let Some(texts) = texts {
                let before = policy.role(role)?.masks.texts;
                policy.set_texts(role, texts)?;
                changed.push(Changed::new(action, role.as_str()).field(
                    "texts",
                    Some(before.key()),
                    Some(texts.key()),
                ));
            }
        }
        Ok(changed)
    })
}

fn require_mask(key: &str) -> Result<Mask> {
    Mask::from_key(key).ok_or_else(|| {
        let near = nearest(key, Mask::ALL.map(Mask::key));
        NameError::unknown(Kind::Mask, key, near).into()
    })
}
