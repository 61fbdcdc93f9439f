//! Who acts: the member that a run of the program is on behalf of, with their role.

use crate::{
    ops::Result,
    rules::{
        error::{Kind, NameError, Refusal, SignInError},
        id::MemberId,
        policy::{actor::Actor, caller::Caller, mask::MaskSet},
        workspace::member::Status,
    },
    store::{Ahead, Member, Person, Snapshot},
};

/// The actor as a reader. One who has not joined reads as they will once they have, as long as their
/// invitation is open.
pub(super) fn reader(
    snapshot: &Snapshot<'_>,
    caller: &Caller,
    masks: Option<MaskSet>,
    now: i64,
) -> Result<Actor> {
    let mut actor = load_actor(snapshot, caller, masks)?;
    if actor.status == Status::Invited {
        actor.previews = can_join(snapshot, actor.id, now)?;
        if !actor.previews {
            return Err(actor.refused(Refusal::NotJoined).into());
        }
    }
    Ok(actor)
}

/// Whether an invited member's invitation is open.
pub(super) fn can_join(snapshot: &Snapshot<'_>, member: MemberId, now: i64) -> Result<bool> {
    let pending = snapshot.pending_invitation(member)?;
    Ok(pending.is_some_and(|invitation| invitation.door.expires_at > now))
}

/// The question that finds the actor.
pub(super) fn who_acts(caller: &Caller) -> Option<Ahead> {
    match &caller.actor {
        _ if caller.is_stranger() => None,
        Some(email) => Some(Ahead::person(email)),
        None => Some(Ahead::first_owner()),
    }
}

pub(super) fn load_actor(
    snapshot: &Snapshot<'_>,
    caller: &Caller,
    masks: Option<MaskSet>,
) -> Result<Actor> {
    if caller.is_stranger() {
        let key = caller.visitor().key.map(|key| key.fingerprint);
        return Err(SignInError::Stranger { key }.into());
    }
    let person = match caller.actor.as_deref() {
        // Without the nearest: who acts is not known yet, nor whom they may list.
        Some(email) => {
            snapshot.person(email)?.ok_or_else(|| NameError::unknown(Kind::Member, email, None))?
        }
        None => snapshot
            .first_owner()?
            .ok_or_else(|| crate::store::Error::Corrupt("the workspace has no owner".to_owned()))?,
    };
    let mut actor = actor_of(person)?;
    if let Some(masks) = masks {
        actor.role.masks = masks;
        // Nobody's eyes: what the owner wrote is not read as by its author.
        actor.id = MemberId(0);
    }
    Ok(actor)
}

/// A member as an actor: with their role.
pub(super) fn as_actor(snapshot: &Snapshot<'_>, member: Member) -> Result<Actor> {
    let role = snapshot.role(&member.role)?;
    actor_of((member, role))
}

/// A member with their role as an actor.
pub(super) fn actor_of((member, role): Person) -> Result<Actor> {
    let role = role.ok_or_else(|| {
        crate::store::Error::Corrupt(format!("role `{}` is missing", member.role))
    })?;
    Ok(Actor {
        id: member.id,
        email: member.email,
        name: member.name,
        team: member.team,
        status: member.status,
        previews: false,
        role,
    })
}
