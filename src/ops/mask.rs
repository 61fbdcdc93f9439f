//! Masks: listing them, and turning them on and off, which is the owner's alone.

use crate::{
    ops::{Changed, Outcome, Result, Session, permission::change_policy},
    rules::{
        error::{Kind, NameError},
        nearest::nearest,
        policy::{
            decision::{Subject, decide},
            mask::{Mask, MaskSet, TextMode},
            permission::Permission,
            role::Role,
        },
        privacy::lens::SafeText,
        workspace::member::Status,
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
    let mut notes = Vec::new();
    let mut outcome = change_policy(session, |_, policy| {
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
            if on && mask == Mask::Number {
                notes.extend(ways_around(policy.role(role)?));
            }
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
    })?;
    outcome.notes.append(&mut notes);
    Ok(outcome)
}

/// By what a role whose numbers are masked reads them all the same, outside of what the mask covers.
fn ways_around(role: &Role) -> impl Iterator<Item = String> {
    const WAYS: [(Permission, &str); 3] = [
        (Permission::ApiKey, "anyone who has the key reads every number through the API"),
        (Permission::Integrations, "what is connected is sent the numbers"),
        (Permission::NumbersReveal, "it shows one number at a time, and the audit notes each"),
    ];
    let subject = Subject { status: Status::Active, role };
    let held = WAYS.into_iter().filter(move |(way, _)| decide(subject, *way).allowed);
    let name = role.name.clone();
    held.map(move |(way, why)| {
        format!(
            "role `{name}` still holds `{way}`: {why}; `rolecall perm deny {way} --role {name}` takes it away"
        )
    })
}

fn require_mask(key: &str) -> Result<Mask> {
    Mask::from_key(key).ok_or_else(|| {
        let near = nearest(key, Mask::ALL.map(Mask::key));
        NameError::unknown(Kind::Mask, key, near).into()
    })
}
