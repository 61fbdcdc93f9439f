//! `member transfer-ownership`: the acting owner's role goes to another member, in one step, so
//! that there is never one owner too many or too few.

use crate::rules::policy::grant::Members;
use crate::{
    ops::{Changed, Outcome, Result, Session, lookup::require_member},
    rules::{
        error::{Kind, MemberError, NameError},
        policy::role::Model,
        workspace::member::Status,
    },
};

/// Makes a member the owner, and the acting owner an admin.
///
/// # Errors
/// Refused to who isn't an owner; a member who isn't known or hasn't joined.
pub fn transfer_ownership(session: &mut Session, email: &str) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            let grant = actor.authorize_owner::<Members>(now)?;
            let successor = require_member(snapshot, actor, email)?;
            let owner = snapshot
                .member_by_id(actor.id)?
                .ok_or_else(|| NameError::unknown(Kind::Member, &actor.email, None))?;
            if successor.id != owner.id && successor.status != Status::Active {
                let (email, status) = (successor.email, successor.status);
                return Err(MemberError::NotActive { email, status }.into());
            }
            snapshot.policy()?.role(Model::Admin.key())?;
            Ok((grant, (owner, successor)))
        },
        |change, _, (mut owner, mut successor)| {
            let mut outcome = Outcome::default();
            if owner.id == successor.id {
                return Ok(outcome);
            }
            for (member, role) in [(&mut owner, Model::Admin), (&mut successor, Model::Owner)] {
                let before = std::mem::replace(&mut member.role, role.key().to_owned());
                let changed = Changed::new("member.transfer-ownership", member.email.as_str())
                    .field("role", Some(before), Some(role.key()));
                if changed.fields.is_empty() {
                    continue;
                }
                change.update_member(member)?;
                outcome.changed.push(changed);
            }
            Ok(outcome)
        },
    )
}
