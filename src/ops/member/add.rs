//! `member add`, in two steps that others who bring somebody in take too: the rules let them in, then
//! they are written, with the mail that invites them.

use super::read_phone;
use crate::{
    ops::{
        Changed, Outcome, Result, Session,
        invitation::{CodeSource, invite, written_time},
        team::require_team,
    },
    rules::{
        error::{Error as RuleError, Kind},
        policy::{
            actor::Actor,
            escalation::{Intent, OwnerCount, check_owner_count},
            grant::{Grant, Members},
            matrix::Policy,
            permission::Permission,
            role::Model,
        },
        privacy::phone::Phone,
        workspace::member::{Email, Status, check_name},
    },
    store::{Change, NewMember, Snapshot, Team},
};

/// Somebody to add.
#[derive(Debug, Clone, Copy)]
pub struct Addition<'a> {
    /// The login id.
    pub email: &'a str,
    /// Their name.
    pub name: Option<&'a str>,
    /// Their number.
    pub phone: Option<&'a str>,
    /// The country whose national form the number may have.
    pub country: Option<&'a str>,
    /// Their role.
    pub role: &'a str,
    /// Their team; `None` for the default one.
    pub team: Option<&'a str>,
    /// For how many milliseconds an invitation is valid; `None` makes none.
    pub invitation: Option<i64>,
}

/// Somebody whom the rules let in, still to be written.
pub struct Admitted {
    email: Email,
    name: Option<String>,
    phone: Option<Phone>,
    role: String,
    team: Team,
    invitation: Option<i64>,
}

/// Adds a member, as invited: with a mail that tells them how to join, unless none is wanted.
///
/// # Errors
/// Refused, a role or team that isn't known, a login id that is taken, a second owner.
pub fn add(session: &mut Session, addition: &Addition<'_>) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            actor.require(Permission::TeamSettings)?;
            admit(snapshot, actor, &snapshot.policy()?, addition, now)
        },
        |change, actor, admitted| {
            Ok(write_admitted(change, actor, &mut CodeSource::few(), admitted, now)?.into())
        },
    )
}

/// Asks the rules whether the actor may add them, and whether they can be.
///
/// # Errors
/// As [`add`]'s.
pub(in crate::ops) fn admit(
    snapshot: &Snapshot<'_>,
    actor: &Actor,
    policy: &Policy,
    addition: &Addition<'_>,
    now: i64,
) -> Result<(Grant<Members>, Admitted)> {
    let role = policy.role(addition.role)?;
    let intent = Intent { current: None, wanted: Some(role), themselves: false };
    let grant = actor.authorize_member(intent, now)?;
    let email = Email::parse(addition.email)?;
    if snapshot.member(email.as_str())?.is_some() {
        return Err(RuleError::duplicate(Kind::Member, email.as_str()).into());
    }
    snapshot.seats()?.require_one()?;
    if role.is_owner() {
        let before = snapshot.count_role(Model::Owner.key())?;
        let count = OwnerCount { before, after: before + 1 };
        check_owner_count(count, policy.single_owner(), email.as_str())?;
    }
    let team = match addition.team {
        Some(name) => require_team(snapshot, name)?,
        None => snapshot.default_team()?,
    };
    let name = addition.name.map(|name| check_name(Kind::Name, name)).transpose()?;
    let phone = addition.phone.map(|text| read_phone(text, addition.country)).transpose()?;
    let (role, invitation) = (role.name.clone(), addition.invitation);
    Ok((grant, Admitted { email, name, phone, role, team, invitation }))
}

/// Writes somebody who was let in, and their invitation.
///
/// # Errors
/// The store's own.
pub(in crate::ops) fn write_admitted(
    change: &Change<'_, Members>,
    actor: &Actor,
    codes: &mut CodeSource,
    admitted: Admitted,
    now: i64,
) -> Result<Changed> {
    let Admitted { email, name, phone, role, team, invitation } = admitted;
    let newcomer = change.insert_member(&NewMember {
        email: &email,
        name: name.as_deref(),
        phone: phone.as_ref(),
        role: &role,
        team: team.id,
        status: Status::Invited,
        added_by: Some(&actor.email),
        added_at: now,
    })?;
    if let Some(valid_for) = invitation {
        invite(change, codes, newcomer.id, &actor.email, (now, valid_for))?;
    }
    let expires_at = invitation.map(|valid_for| now.saturating_add(valid_for));
    let changed = Changed::new("member.add", email.as_str())
        .new_field("name", name)
        .new_field("phone", phone.map(|phone| phone.masked()))
        .new_field("role", Some(role))
        .new_field("team", Some(team.name))
        .new_field("status", Some(Status::Invited.key()))
        .new_field("invitation_expires_at", expires_at.map(written_time));
    let counts = newcomer.settled.counts();
    Ok(counts.into_iter().fold(changed, |changed, (field, count)| changed.new_field(field, count)))
}
