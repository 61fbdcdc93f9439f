//! Who may do what to whom: the rules that keep somebody with `team-settings` from making
//! themselves, or anybody else, more than they are.

use super::role::Role;
use crate::rules::error::{Error, Refusal};

/// What somebody wants to do to a member.
#[derive(Debug, Clone, Copy)]
pub struct Intent<'p> {
    /// The role the member has now; `None` for one who is being added.
    pub current: Option<&'p Role>,
    /// The role the member is to have; `None` where it stays or the member goes.
    pub wanted: Option<&'p Role>,
    /// Whether the member is the actor.
    pub themselves: bool,
}

impl Intent<'_> {
    /// Nobody in particular yet.
    pub const NONE: Self = Self { current: None, wanted: None, themselves: false };
}

/// Why somebody of this role may not do this to a member; `None` where they may.
///
/// Beside what the contract names, whoever outranks the actor is out of reach: with another's login
/// id one has all that they have.
///
/// That they hold `team-settings` is decided before; an owner is never refused here.
#[must_use]
pub fn refusal(actor: &Role, intent: Intent<'_>) -> Option<Refusal> {
    if actor.is_owner() {
        return None;
    }
    let touches_owner =
        intent.current.is_some_and(Role::is_owner) || intent.wanted.is_some_and(Role::is_owner);
    let changes_role = match (intent.current, intent.wanted) {
        (Some(current), Some(wanted)) => current.name != wanted.name,
        _ => false,
    };
    let outranks =
        |role: Option<&Role>| role.is_some_and(|role| role.model.rank() > actor.model.rank());
    if touches_owner {
        Some(Refusal::TargetIsOwner)
    } else if outranks(intent.current) {
        Some(Refusal::TargetOutranks)
    } else if outranks(intent.wanted) {
        Some(Refusal::HigherRank)
    } else if intent.themselves && changes_role {
        Some(Refusal::OwnRole)
    } else {
        None
    }
}

/// How many owners there are and would be: the two rules on their number.
#[derive(Debug, Clone, Copy)]
pub struct OwnerCount {
    /// Owners who are not suspended, before the change.
    pub before: u64,
    /// The same, after it.
    pub after: u64,
}

/// Refuses a change that leaves the workspace without an owner, or with a second one where the
/// policy allows one only.
///
/// # Errors
/// [`Error::LastOwner`] naming the member, [`Error::SingleOwner`].
pub fn check_owner_count(count: OwnerCount, single_owner: bool, member: &str) -> Result<(), Error> {
    if count.after == 0 && count.before > 0 {
        Err(Error::LastOwner { email: member.to_owned() })
    } else if single_owner && count.after > 1 && count.after > count.before {
        Err(Error::SingleOwner)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::policy::role::Model;

    fn role(model: Model) -> Role {
        Role::bare(model.key(), model.title(), model)
    }

    /// Every actor × current × wanted × self, against the contract's sentences said once more.
    #[test]
    fn nobody_reaches_above_themselves() {
        for actor in Model::ALL {
            for current in Model::ALL.map(Some).into_iter().chain([None]) {
                for wanted in Model::ALL.map(Some).into_iter().chain([None]) {
                    for themselves in [false, true] {
                        let (current_role, wanted_role) = (current.map(role), wanted.map(role));
                        let intent = Intent {
                            current: current_role.as_ref(),
                            wanted: wanted_role.as_ref(),
                            themselves,
                        };
                        let refused = refusal(&role(actor), intent).is_some();
                        let owner_involved =
                            current == Some(Model::Owner) || wanted == Some(Model::Owner);
                        let gives_more = wanted.is_some_and(|wanted| wanted < actor);
                        let own_role = themselves
                            && current.is_some()
                            && wanted.is_some()
                            && current != wanted;
                        let reaches_above = current.is_some_and(|current| current < actor);
                        let expected = actor != Model::Owner
                            && (owner_involved || gives_more || reaches_above || own_role);
                        assert_eq!(
                            refused, expected,
                            "{actor} does {current:?} -> {wanted:?}, themselves: {themselves}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn the_number_of_owners_stays_in_bounds() {
        let check = |before, after, single| {
            check_owner_count(OwnerCount { before, after }, single, "o@x.test")
        };
        assert!(matches!(check(1, 0, false), Err(Error::LastOwner { .. })));
        assert_eq!(check(2, 1, false), Ok(()));
        assert_eq!(check(1, 2, false), Ok(()));
        assert_eq!(check(1, 2, true), Err(Error::SingleOwner));
        // A workspace that took the single-owner policy with two owners may still shed one.
        assert_eq!(check(3, 2, true), Ok(()));
    }
}
