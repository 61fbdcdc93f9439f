//! Making a member again what they were, for `undo`: under the rules of editing and of adding one.

use super::{authorize_edit, edit_of, effects_of_moves, readdress};
use crate::{
    ops::{
        Changed, Outcome, Result, Session,
        admission::{Admission, Candidate, Entry},
        effect::{Effect, Whose},
        invitation::{CodeSource, invite, written_time},
    },
    rules::{
        error::{Kind as Noun, NameError},
        policy::{escalation::Intent, grant::Members},
        workspace::{
            invitation::VALID_FOR,
            member::{Email, Status},
        },
    },
    store::{Change, Kind, Member, Snapshot},
};

/// The member of a row that was kept. Their team is there, or they can't come back to it.
fn member_of(snapshot: &Snapshot<'_>, row: &str) -> Result<Member> {
    let found = snapshot.member_of_row(row)?;
    Ok(found.ok_or_else(|| NameError::unknown(Noun::Team, "that they were in", None))?)
}

/// Edits a member back to what they were.
///
/// # Errors
/// As `member edit`'s; a team that is gone.
pub(in crate::ops) fn edit_back(session: &mut Session, row: &str) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            let after = member_of(snapshot, row)?;
            let before = snapshot.member_by_id(after.id)?;
            let before =
                before.ok_or_else(|| NameError::unknown(Noun::Member, &after.email, None))?;
            // How somebody stands is changed by other verbs.
            let after = Member { status: before.status, ..after };
            if before.phone != after.phone {
                actor.require_number_of(before.id)?;
            }
            let taken = snapshot.member(&after.email)?.filter(|other| other.id != after.id);
            if let Some(other) = taken {
                return Err(NameError::duplicate(Noun::Member, &other.email).into());
            }
            let grant =
                authorize_edit(snapshot, actor, &snapshot.policy()?, (&before, &after), now)?;
            Ok((grant, (before, after)))
        },
        |change, actor, (before, after)| {
            let kept = change.row_of(Kind::Member, before.id.0)?;
            let changed = edit_of(&before, &after).keeping(kept);
            if changed.fields.is_empty() {
                return Ok(Outcome::default());
            }
            let effects = effects_of_moves(change, std::slice::from_ref(&after))?;
            change.update_member(&after)?;
            let mut outcome = Outcome { effects, ..changed.into() };
            if before.email != after.email && before.status == Status::Invited {
                outcome.changed.extend(readdress(change, actor, &after, now)?);
            }
            Ok(outcome)
        },
    )
}

/// Adds a member again who was removed, as who they were. Who had not joined gets a new invitation.
///
/// # Errors
/// As `member add`'s; a team that is gone.
pub(in crate::ops) fn bring_back(
    session: &mut Session,
    row: &str,
    keys: &[String],
) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            let member = member_of(snapshot, row)?;
            if let Some(other) = snapshot.member(&member.email)? {
                return Err(NameError::duplicate(Noun::Member, &other.email).into());
            }
            let policy = snapshot.policy()?;
            let mut admission = Admission::new(snapshot, actor, &policy, CodeSource::few(), now)?;
            admission.ask(
                snapshot,
                &Candidate {
                    email: &Email::parse(&member.email)?,
                    name: member.name.as_deref(),
                    phone: member.phone.as_ref(),
                    role: policy.role(&member.role)?,
                    team: &(member.team, member.team_name.clone()),
                    is_free: false,
                    entry: match member.status {
                        Status::Invited => Entry::Invited(VALID_FOR),
                        Status::Active => Entry::Active,
                        Status::Suspended => Entry::Suspended,
                    },
                },
            )?;
            let intent = Intent {
                wanted: Some(policy.role(&member.role)?),
                placed: Some(member.team),
                ..Intent::default()
            };
            let grant = actor.authorize_member(intent, now)?;
            Ok((grant, (policy.role(&member.role)?.clone(), member)))
        },
        |change: &Change<'_, Members>, actor, (role, member)| {
            change.put_back_row(Kind::Member, row)?;
            for key in keys {
                change.put_back_row(Kind::Key, key)?;
            }
            let mut expires_at = None;
            if member.status == Status::Invited {
                let validity = (now, VALID_FOR);
                invite(change, &mut CodeSource::few(), member.id, &actor.email, validity)?;
                expires_at = Some(written_time(now.saturating_add(VALID_FOR)));
            }
            let mut outcome = Outcome::from(
                Changed::new("member.add", member.email.as_str())
                    .new_field("name", member.name.clone())
                    .new_field("role", Some(member.role.as_str()))
                    .new_field("team", Some(member.team_name.as_str()))
                    .new_field("status", Some(member.status.key()))
                    .new_field("invitation_expires_at", expires_at),
            );
            if member.status != Status::Suspended && !role.is_owner() {
                let whose = Whose::Member(member.email);
                outcome.effects = Effect::of_newcomer(&whose, &role, 1);
            }
            Ok(outcome)
        },
    )
}
