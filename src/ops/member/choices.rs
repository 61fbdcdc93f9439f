//! Which roles the actor can give, with what each may do: what is offered to whoever adds a member
//! at a terminal.

use crate::{
    ops::{Result, Session, member::check_owners},
    rules::{
        policy::{
            decision::{Subject, decide},
            escalation::may_give,
            permission::Permission,
        },
        privacy::lens::SafeText,
        workspace::member::Status,
    },
};

/// A role that can be given.
#[derive(Debug, Clone)]
pub struct RoleChoice {
    /// Its name.
    pub name: SafeText,
    /// The sections of the product that it opens.
    pub opens: Vec<Permission>,
}

/// The roles that the actor can give to somebody new, the one of the least privilege first.
///
/// # Errors
/// Refused without `team-settings`.
pub fn role_choices(session: &mut Session) -> Result<Vec<RoleChoice>> {
    session.read(|snapshot, actor| {
        actor.require(Permission::TeamSettings)?;
        let lens = actor.lens();
        let policy = snapshot.policy()?;
        let mut choices = Vec::with_capacity(policy.roles().len());
        for role in policy.roles().iter().rev().filter(|role| may_give(actor.viewer(), role)) {
            let one_more = Some((role.name.as_str(), Status::Invited));
            if check_owners(snapshot, &policy, "", None, one_more).is_ok() {
                let subject = Subject { status: Status::Active, role };
                choices.push(RoleChoice {
                    name: lens.staff(role.name.clone()),
                    opens: Permission::modules()
                        .filter(|module| decide(subject, *module).allowed)
                        .collect(),
                });
            }
        }
        Ok(choices)
    })
}
