//! `who-can` and `can --all`: the same decision asked the other way round, for everybody at once or
//! for everything at once.

use crate::{
    ops::{
        Result, Session,
        decision::{Question, When, require_facts, subject_of},
        permission::require_permission,
    },
    rules::{
        policy::{
            decision::{Decision, Reason, Subject, decide},
            permission::Permission,
            scope::{Scope, Viewer},
        },
        privacy::lens::SafeText,
    },
};

/// A member who can.
#[derive(Debug, Clone)]
pub struct WhoRow {
    /// The login id.
    pub member: SafeText,
    /// Their role.
    pub role: SafeText,
    /// Which rule decided.
    pub reason: Reason,
    /// Which scope covers the chat.
    pub scope: Option<Scope>,
}

/// The members who can, in the order in which they were added.
///
/// # Errors
/// Refused without `access-permissions`; a permission or chat that isn't known.
pub fn who_can(session: &mut Session, question: Question<'_>, when: When) -> Result<Vec<WhoRow>> {
    session.read(|snapshot, actor| {
        actor.require(Permission::AccessPermissions)?;
        let lens = actor.lens();
        let chat = match question {
            Question::Permission(_) => None,
            Question::View(id) | Question::Reply(id) => Some(require_facts(snapshot, id, actor)?),
        };
        let permission = match question {
            Question::Permission(key) => require_permission(key)?,
            Question::View(_) | Question::Reply(_) => Permission::Inbox,
        };
        let policy = snapshot.policy()?;
        let census = snapshot.census()?;
        let mut rows = Vec::new();
        for person in &census.people {
            let subject =
                Subject { status: when.status(person.status), role: policy.role(&person.role)? };
            let (allowed, reason, scope) = match chat {
                Some(chat) => {
                    let sight = Viewer { member: person.id, team: person.team, subject }.sees(chat);
                    (sight.allowed, sight.reason, sight.scope)
                }
                None => {
                    let decision = decide(subject, permission);
                    (decision.allowed, decision.reason, None)
                }
            };
            if allowed {
                let email = census.emails.get(&person.id).cloned().unwrap_or_default();
                let (member, role) = (lens.staff(email), lens.staff(person.role.clone()));
                rows.push(WhoRow { member, role, reason, scope });
            }
        }
        Ok(rows)
    })
}

/// Everything that a member can do, in the order of the catalogue.
///
/// # Errors
/// Refused without `access-permissions`, but for oneself; a member who isn't known.
pub fn everything(
    session: &mut Session,
    email: &str,
    when: When,
) -> Result<(SafeText, Vec<(Permission, Decision)>)> {
    session.read(|snapshot, actor| {
        let about = subject_of(snapshot, actor, email, when)?;
        let decisions = Permission::all()
            .map(|permission| (permission, about.may(permission)))
            .filter(|(_, decision)| decision.allowed);
        Ok((actor.lens().staff(about.email.clone()), decisions.collect()))
    })
}
