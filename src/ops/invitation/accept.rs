//! `invite accept`: whoever has the code joins. Nobody else's permission is asked, and who fails
//! learns nothing but that.

use crate::{
    ops::{Changed, Outcome, Result, Session},
    rules::{
        error::{Kind, MemberError, NameError, SignInError},
        policy::grant::Joining,
        workspace::{
            invitation::{Guest, State, Trial, try_code, try_for_nobody},
            member::Status,
            sign_in::{FORGOTTEN_AFTER, WrongCodes},
        },
    },
    store::Change,
};

/// Tries a code. A wrong one is counted, also though the answer is a refusal.
///
/// A dry run doesn't look at the code: else it would be a way to try as many as one likes.
///
/// # Errors
/// The one refusal, whatever is wrong with the code, the invitation or the email; too many wrong codes.
pub fn accept(session: &mut Session, email: &str, code: &str) -> Result<Outcome> {
    let visitor = session.visitor();
    let now = session.now();
    let is_dry_run = session.is_dry_run();
    let mut refused = false;
    let outcome = session.change_unasked(
        |snapshot| {
            let mut wrong = Vec::new();
            for name in &visitor.counted_by {
                wrong.push((name.as_str(), snapshot.wrong_codes(name)?));
            }
            let waits = wrong.iter().filter_map(|(_, wrong)| wrong.map(|wrong| wrong.next_at(now)));
            if let Some(until) = waits.max().filter(|until| *until > now) {
                return Err(SignInError::TooManyCodes { until }.into());
            }
            // An owner may have added the key before its holder joined.
            let mut new_key = visitor.key.as_ref();
            if let Some(key) = new_key
                && let Some(known) = snapshot.member_key(&key.fingerprint)?
            {
                if !known.email.eq_ignore_ascii_case(email) {
                    return Err(NameError::duplicate(Kind::Key, &key.fingerprint).into());
                }
                new_key = None;
            }
            let member = snapshot.member(email)?;
            let invitation = match &member {
                Some(member) => snapshot.newest_invitation(member.id)?,
                None => None,
            };
            let (trial, grant) = match (&member, &invitation) {
                (Some(member), Some(invitation)) => {
                    let guest =
                        Guest { member: member.id, email: &member.email, status: member.status };
                    try_code(invitation.door, guest, code, now)
                }
                _ => try_for_nobody(now),
            };
            Ok((grant, (member.zip(invitation), wrong, trial, new_key.cloned())))
        },
        |change, (invited, wrong, trial, new_key)| {
            if is_dry_run {
                let note = "a dry run doesn't try the code, which can be tried only so often";
                return Ok(Outcome { notes: vec![note.to_owned()], ..Outcome::default() });
            }
            refused = trial != Trial::Opens;
            if refused {
                count(change, &wrong, now)?;
            }
            let Some((member, invitation)) = invited else { return Ok(Outcome::default()) };
            match trial {
                Trial::Closed => Ok(Outcome::default()),
                Trial::Opens => {
                    change.end_invitation(invitation.id, State::Accepted, now)?;
                    change.join_member(member.id)?;
                    let mut changed = Changed::new("invite.accept", member.email.as_str()).field(
                        "status",
                        Some(member.status.key()),
                        Some(Status::Active.key()),
                    );
                    if let Some(mut key) = new_key {
                        if key.comment.is_empty() {
                            // A client sends its key without the comment.
                            key.comment.clone_from(&member.email);
                        }
                        change.insert_member_key(member.id, &key, &member.email, now)?;
                        changed = changed.new_field("key", Some(key.fingerprint.as_str()));
                    }
                    Ok(changed.into())
                }
                Trial::Wrong => {
                    change.count_wrong_try(invitation.id)?;
                    let tries = invitation.door.wrong_tries;
                    Ok(Changed::new("invite.try", member.email)
                        .field(
                            "wrong_tries",
                            Some(tries.to_string()),
                            Some((tries + 1).to_string()),
                        )
                        .into())
                }
            }
        },
    )?;
    if refused { Err(MemberError::InvitationRefused.into()) } else { Ok(outcome) }
}

/// Counts a wrong code against whoever tried it.
fn count(
    change: &Change<'_, Joining>,
    wrong: &[(&str, Option<WrongCodes>)],
    now: i64,
) -> Result<()> {
    for (name, before) in wrong {
        let after = WrongCodes::and_one(*before, now);
        change.set_wrong_codes(name, after, now.saturating_sub(FORGOTTEN_AFTER))?;
    }
    Ok(())
}
