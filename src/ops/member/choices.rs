//! Which roles the actor can give, with what each may do: what is offered to whoever adds a member
//! at a terminal.

use crate::{
    ops::{Result, Session},
    rules::{
        policy::{
            decision::{Subject, decide},
            escalation::{Intent, OwnerCount, check_owner_count},
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
    let now = session.now();
    session.read(|snapshot, actor| {
        actor.require(Permission::TeamSettings)?;
        let lens = actor.lens();
        let policy = snapshot.policy()?;
        let mut choices = Vec::with_capacity(policy.roles().len());
        for role in policy.roles().iter().rev() {
            let intent = Intent { current: None, wanted: Some(role), themselves: false };
            let before = if role.is_owner() { snapshot.count_role(&role.name)? } else { 0 };
            let count = OwnerCount { before, after: before + u64::from(role.is_owner()) };
            let fits = check_owner_count(count, policy.single_owner(), "").is_ok();
            if fits && actor.authorize_member(intent, now).is_ok() {
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
