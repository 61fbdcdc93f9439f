//! `invite accept`: whoever has the code joins. Nobody else's permission is asked, and who fails
//! learns nothing but that.

use crate::{
    ops::{Changed, Outcome, Result, Session},
    rules::{
        error::{Error as RuleError, Kind},
        workspace::{
            invitation::{Guest, MOST_WRONG_TRIES, State, Trial, try_code},
            member::Status,
        },
    },
};

/// Tries a code. A wrong one is counted, also though the answer is a refusal.
///
/// A dry run doesn't look at the code: else it would be a way to try as many as one likes.
///
/// # Errors
/// A member who isn't known; the one refusal, whatever is wrong with the code or the invitation.
pub fn accept(session: &mut Session, email: &str, code: &str) -> Result<Outcome> {
    let now = session.now();
    let is_dry_run = session.is_dry_run();
    let mut refused = false;
    let outcome = session.change(
        |snapshot, _| {
            // Without the nearest name: a stranger isn't told whom there is.
            let member = snapshot
                .member(email)?
                .ok_or_else(|| RuleError::unknown(Kind::Member, email, None))?;
            let invitation =
                snapshot.newest_invitation(member.id)?.ok_or(RuleError::InvitationRefused)?;
            let guest = Guest { member: member.id, email: &member.email, status: member.status };
            let (trial, grant) = try_code(invitation.door, guest, code, now);
            Ok((grant, (member, invitation, trial)))
        },
        |change, _, (mut member, invitation, trial)| {
            let object = member.email.clone();
            if is_dry_run {
                let note = "a dry run doesn't try the code, which can be tried only so often";
                return Ok(Outcome { notes: vec![note.to_owned()], ..Outcome::default() });
            }
            refused = trial != Trial::Opens;
            match trial {
                Trial::Closed => Ok(Outcome::default()),
                Trial::Opens => {
                    change.end_invitation(invitation.id, State::Accepted, now)?;
                    let before = member.status.key();
                    member.status = Status::Active;
                    change.join_member(member.id)?;
                    let changed = Changed::new("invite.accept", object);
                    Ok(changed.field("status", Some(before), Some(member.status.key())).into())
                }
                Trial::Wrong { revokes } => {
                    change.count_wrong_try(invitation.id)?;
                    let tries = invitation.door.wrong_tries;
                    let mut outcome =
                        Outcome::from(Changed::new("invite.try", object.as_str()).field(
                            "wrong_tries",
                            Some(tries.to_string()),
                            Some((tries + 1).to_string()),
                        ));
                    if revokes {
                        change.end_invitation(invitation.id, State::Revoked, now)?;
                        let changed = Changed::new("invite.revoke", object).field(
                            "state",
                            Some(State::Pending.key()),
                            Some(State::Revoked.key()),
                        );
                        outcome.changed.push(changed);
                        debug_assert_eq!(tries + 1, MOST_WRONG_TRIES);
                    }
                    Ok(outcome)
                }
            }
        },
    )?;
    if refused { Err(RuleError::InvitationRefused.into()) } else { Ok(outcome) }
}
