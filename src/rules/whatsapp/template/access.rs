//! Whose a template is, and who may see, use and change it. Whether the module is open to somebody at
//! all is a decision's: to use a template in a chat it need not be (Interakt, "The templates created
//! already for the org will continue to be available for users to use via. inbox").

use crate::rules::{id::MemberId, policy::role::Model};

/// Whose a template is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ownership {
    /// Who made it, if they are still a member.
    pub author: Option<MemberId>,
    /// Whether it is everybody's to see and to use.
    pub is_shared: bool,
}

/// Whether a member of a role with that model sees a template, and may send it: all of them, but an
/// agent and a collaborator only their own and the shared ones.
#[must_use]
pub fn may_see(model: Model, member: MemberId, ownership: Ownership) -> bool {
    ownership.is_shared || is_over_all(model) || ownership.author == Some(member)
}

/// Whether such a member may rewrite, submit, mark or remove it: an agent and a collaborator only
/// their own.
#[must_use]
pub fn may_change(model: Model, member: MemberId, ownership: Ownership) -> bool {
    is_over_all(model) || ownership.author == Some(member)
}

/// Whether what such a member makes is shared, where they don't say.
#[must_use]
pub const fn is_shared_at_first(model: Model) -> bool {
    is_over_all(model)
}

const fn is_over_all(model: Model) -> bool {
    matches!(model, Model::Owner | Model::Admin | Model::Teammate)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ME: MemberId = MemberId(1);

    fn made(author: Option<i64>, is_shared: bool) -> Ownership {
        Ownership { author: author.map(MemberId), is_shared }
    }

    #[test]
    fn who_leads_sees_and_changes_all() {
        for model in [Model::Owner, Model::Admin, Model::Teammate] {
            for ownership in [made(Some(1), false), made(Some(2), false), made(None, false)] {
                assert!(may_see(model, ME, ownership) && may_change(model, ME, ownership));
            }
            assert!(is_shared_at_first(model));
        }
    }

    #[test]
    fn an_agent_has_their_own_and_the_shared_ones() {
        for model in [Model::Agent, Model::Collaborator] {
            assert!(may_see(model, ME, made(Some(1), false)));
            assert!(may_see(model, ME, made(Some(2), true)));
            assert!(may_see(model, ME, made(None, true)));
            assert!(!may_see(model, ME, made(Some(2), false)));
            assert!(!may_see(model, ME, made(None, false)));
            assert!(may_change(model, ME, made(Some(1), true)));
            assert!(!may_change(model, ME, made(Some(2), true)));
            assert!(!may_change(model, ME, made(None, true)));
            assert!(!is_shared_at_first(model));
        }
    }
}
