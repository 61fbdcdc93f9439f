//! `invite list`, `invite resend` and `invite revoke`: what who invites can do.

use super::{CodeSource, invite, written_time};
use crate::{
    ops::{Changed, Outcome, Result, Session, lookup::require_member},
    rules::{
        error::MemberError,
        id::InvitationId,
        policy::{
            actor::Actor,
            escalation::Intent,
            grant::{Grant, Invitations},
            permission::Permission,
        },
        privacy::lens::SafeText,
        workspace::{
            invitation::{Door, State},
            member::Status,
        },
    },
    store::{Invitation, InvitationFilter, Member, Settled, Snapshot},
};

/// An invitation as it is listed. Its code is no part of it.
#[derive(Debug, Clone)]
pub struct InvitationRow {
    /// Its key.
    pub id: InvitationId,
    /// Whom it invites.
    pub email: SafeText,
    /// Their role.
    pub role: SafeText,
    /// How it stands now.
    pub state: State,
    /// Who invited.
    pub invited_by: SafeText,
    /// When, in milliseconds since 1970.
    pub created_at: i64,
    /// Until when it is valid, in milliseconds since 1970.
    pub expires_at: i64,
    /// How many wrong codes were tried.
    pub wrong_tries: u32,
    /// How its mail stands.
    pub mail: Option<SafeText>,
}

/// The invitations, in the order in which they were made.
///
/// # Errors
/// Refused without `team-settings`.
pub fn list(
    session: &mut Session,
    state: Option<State>,
    after: Option<InvitationId>,
    limit: Option<u64>,
) -> Result<Vec<InvitationRow>> {
    let now = session.now();
    session.read(|snapshot, actor| {
        actor.require(Permission::TeamSettings)?;
        let lens = actor.lens();
        let state = state.map(|state| (state, now));
        let row = |invitation: Invitation| InvitationRow {
            id: invitation.id,
            email: lens.staff(invitation.email),
            role: lens.staff(invitation.role),
            state: invitation.door.state.at(now, invitation.door.expires_at),
            invited_by: lens.staff(invitation.invited_by),
            created_at: invitation.created_at,
            expires_at: invitation.door.expires_at,
            wrong_tries: invitation.door.wrong_tries,
            mail: invitation.mail.map(|text| lens.staff(text)),
        };
        let invitations = snapshot.invitations(InvitationFilter { state, after, limit })?;
        Ok(invitations.into_iter().map(row).collect())
    })
}

/// Invites members again, with a new code each; what was sent before opens nothing any more.
///
/// # Errors
/// Refused, a member who isn't known or isn't waiting to join.
pub fn resend(session: &mut Session, emails: &[String], valid_for: i64) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            let (grant, invited) = invited(snapshot, actor, emails, now)?;
            // Who can join again takes a seat again.
            let closed = |door: &Door| door.expires_at <= now;
            let seats = invited
                .iter()
                .filter(|(_, sent)| sent.as_ref().is_none_or(|sent| closed(&sent.door)));
            snapshot.seats(now)?.require(seats.count() as u64)?;
            for (member, _) in &invited {
                if member.status != Status::Invited {
                    let (email, status) = (member.email.clone(), member.status);
                    let needed = Status::Invited;
                    return Err(MemberError::WrongStatus { email, status, needed }.into());
                }
            }
            Ok((grant, invited))
        },
        |change, actor, invited| {
            let mut outcome = Outcome::default();
            let mut codes = CodeSource::few();
            for (member, before) in invited {
                if let Some(before) = &before {
                    change.end_invitation(before.id, State::Revoked, now)?;
                }
                let chats = invite(change, &mut codes, member.id, &actor.email, (now, valid_for))?;
                let changed = Changed::new("invite.resend", member.email).field(
                    "expires_at",
                    before.map(|before| written_time(before.door.expires_at)),
                    Some(written_time(now.saturating_add(valid_for))),
                );
                let settled = Settled { chats, accounts: 0 };
                outcome.changed.push(settled.counts().into_iter().fold(
                    changed,
                    |changed, (field, count)| match count {
                        Some(count) => changed.new_field(field, Some(count)),
                        None => changed,
                    },
                ));
            }
            Ok(outcome)
        },
    )
}

/// Takes invitations back. The members stay, as invited.
///
/// # Errors
/// Refused, a member who isn't known or has no invitation under way.
pub fn revoke(session: &mut Session, emails: &[String]) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            let (grant, invited) = invited(snapshot, actor, emails, now)?;
            let mut pending = Vec::with_capacity(invited.len());
            for (member, invitation) in invited {
                let email = || member.email.clone();
                let invitation =
                    invitation.ok_or_else(|| MemberError::NoInvitation { email: email() })?;
                pending.push((email(), invitation));
            }
            Ok((grant, pending))
        },
        |change, _, pending| {
            let mut outcome = Outcome::default();
            for (email, invitation) in pending {
                let before = invitation.door.state.at(now, invitation.door.expires_at);
                change.end_invitation(invitation.id, State::Revoked, now)?;
                outcome.changed.push(Changed::new("invite.revoke", email).field(
                    "state",
                    Some(before.key()),
                    Some(State::Revoked.key()),
                ));
            }
            Ok(outcome)
        },
    )
}

/// A member, with their pending invitation.
type Invited = (Member, Option<Invitation>);

/// Members by login id, each once, with their pending invitation, if the actor may touch them all.
fn invited(
    snapshot: &Snapshot<'_>,
    actor: &Actor,
    emails: &[String],
    now: i64,
) -> Result<(Grant<Invitations>, Vec<Invited>)> {
    let grant = actor.authorize(now)?;
    let policy = snapshot.policy()?;
    let mut invited: Vec<Invited> = Vec::with_capacity(emails.len());
    for email in emails {
        let member = require_member(snapshot, actor, email)?;
        let current = Some(policy.role(&member.role)?);
        let themselves = member.id == actor.id;
        let intent = Intent { current, themselves, ..Intent::default() };
        actor.authorize_member(intent, now)?;
        if invited.iter().any(|(known, _)| known.id == member.id) {
            continue;
        }
        let invitation = snapshot.pending_invitation(member.id)?;
        invited.push((member, invitation));
    }
    Ok((grant, invited))
}
