//! `member suspend` and `member restore`: a pause in which a member may do nothing.

use crate::{
    ops::{
        Changed, Outcome, Result, Session, effect::of_moves, lookup::require_member,
        member::check_owners,
    },
    rules::{
        counted::counted,
        error::{MemberError, Refusal},
        policy::{escalation::Intent, permission::Permission},
        workspace::member::Status,
    },
};

/// Pauses a member. Accounts, chats and the invitation stay with them.
///
/// # Errors
/// Refused, a member who isn't known or who is suspended already, the last owner.
pub fn suspend(session: &mut Session, email: &str) -> Result<Outcome> {
    change(session, email, Pause::Suspend)
}

/// Ends a member's pause: they are again what they were before.
///
/// # Errors
/// Refused, a member who isn't known or who isn't suspended, a second owner.
pub fn restore(session: &mut Session, email: &str) -> Result<Outcome> {
    change(session, email, Pause::Restore)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Pause {
    Suspend,
    Restore,
}

fn change(session: &mut Session, email: &str, pause: Pause) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            actor.require(Permission::TeamSettings)?;
            let member = require_member(snapshot, actor, email)?;
            let policy = snapshot.policy()?;
            let role = policy.role(&member.role)?;
            let themselves = member.id == actor.id;
            let intent = Intent { current: Some(role), themselves, ..Intent::default() };
            let grant = actor.authorize_member(intent, now)?;
            let (email, status) = (member.email.clone(), member.status);
            match (pause, status) {
                (Pause::Suspend, Status::Suspended) => {
                    let needed = Status::Active;
                    let email = email.clone();
                    return Err(MemberError::WrongStatus { email, status, needed }.into());
                }
                (Pause::Restore, Status::Invited | Status::Active) => {
                    let needed = Status::Suspended;
                    let email = email.clone();
                    return Err(MemberError::WrongStatus { email, status, needed }.into());
                }
                _ => {}
            }
            if pause == Pause::Restore {
                snapshot.seats(now)?.require_one()?;
            }
            let after = if pause == Pause::Suspend { Status::Suspended } else { Status::Active };
            let (was, is) = ((role.name.as_str(), status), (role.name.as_str(), after));
            check_owners(snapshot, &policy, &email, Some(was), Some(is))?;
            if pause == Pause::Suspend && themselves {
                return Err(actor.refused(Refusal::OwnStatus).into());
            }
            let held = match pause {
                Pause::Suspend => {
                    (snapshot.count_accounts(member.id)?, snapshot.count_assigned(member.id)?)
                }
                Pause::Restore => (0, 0),
            };
            Ok((grant, (member, held)))
        },
        |change, _, (before, (accounts, chats))| {
            let status = if pause == Pause::Suspend { Status::Suspended } else { Status::Active };
            let effects = of_moves(change, |census, _| {
                for person in census.people.iter_mut().filter(|person| person.id == before.id) {
                    person.status = status;
                }
            })?;
            let action = match pause {
                Pause::Suspend => {
                    change.suspend_member(before.id)?;
                    "member.suspend"
                }
                Pause::Restore => {
                    change.restore_member(before.id)?;
                    "member.restore"
                }
            };
            let after = change.member_by_id(before.id)?.map(|member| member.status.key());
            let changed = Changed::new(action, before.email.as_str());
            let changed = changed.field("status", Some(before.status.key()), after);
            let mut outcome = Outcome { effects: effects.one_by_one(), ..Outcome::from(changed) };
            if accounts + chats > 0 {
                outcome.notes.push(format!(
                    "`{}` keeps {} and {}, which nobody may look after until they are restored",
                    before.email,
                    counted(accounts, "account"),
                    counted(chats, "assigned chat"),
                ));
            }
            Ok(outcome)
        },
    )
}
