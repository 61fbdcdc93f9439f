//! Who may do what to whom: the rules that keep a member from making themselves, or anybody else, more
//! than they were given. What a change lets people see is `sight_given`.

use super::{
    decision::{Subject, allowed},
    permission::{Permission, PermissionSet},
    role::Role,
    scope::Viewer,
};
use crate::rules::{
    error::{MemberError, Refusal},
    id::TeamId,
    workspace::member::Status,
};

/// What somebody wants to do to a member.
#[derive(Debug, Clone, Copy, Default)]
pub struct Intent<'p> {
    /// The role the member has now; `None` for one who is being added.
    pub current: Option<&'p Role>,
    /// The role the member is to have; `None` where it stays or the member goes.
    pub wanted: Option<&'p Role>,
    /// The team the member is placed in; `None` where they stay in theirs.
    pub placed: Option<TeamId>,
    /// Whether the member is the actor.
    pub themselves: bool,
}

/// What a role has that its giver lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Excess {
    /// The first permission.
    pub permission: Option<Permission>,
}

/// Why somebody may not do this to a member; `None` where they may. That they hold `team-settings`
/// is decided before; an owner is never refused here.
///
/// Whom one may touch is bounded by rank, since with another's login id one has all that they have.
/// What one may give is bounded by what one has, whatever its rank.
#[must_use]
pub fn refusal(actor: Viewer<'_>, intent: Intent<'_>) -> Option<Refusal> {
    let giver = actor.subject.role;
    if giver.is_owner() {
        return None;
    }
    let touches_owner =
        intent.current.is_some_and(Role::is_owner) || intent.wanted.is_some_and(Role::is_owner);
    let given = intent
        .wanted
        .filter(|wanted| intent.current.is_none_or(|current| current.name != wanted.name));
    if touches_owner {
        Some(Refusal::TargetIsOwner)
    } else if intent.current.is_some_and(|current| outranks(current, giver)) {
        Some(Refusal::TargetOutranks)
    } else if given.is_some_and(|given| outranks(given, giver)) {
        Some(Refusal::HigherRank)
    } else if intent.themselves && given.is_some() {
        Some(Refusal::OwnRole)
    } else if let Some(excess) = given.and_then(|given| excess(giver, given)) {
        Some(Refusal::GivesMore(excess))
    } else {
        let team = intent.placed?;
        if intent.themselves {
            return Some(Refusal::OwnTeam);
        }
        (!sees_team(actor, team)).then_some(Refusal::UnseenTeam)
    }
}

/// Whether a role stands above another.
#[must_use]
pub(super) fn outranks(role: &Role, other: &Role) -> bool {
    role.model.rank() > other.model.rank()
}

/// What a role has that its giver's lacks: a permission, as both are decided, or sight of what a mask
/// hides from the giver.
#[must_use]
pub fn excess(giver: &Role, given: &Role) -> Option<Excess> {
    let of = |role| allowed(Subject { status: Status::Active, role });
    let more: PermissionSet = of(given).without(of(giver));
    let unmasked = !given.masks.hides_all_of(giver.masks);
    (unmasked || !more.is_empty()).then(|| Excess { permission: more.iter().next() })
}

/// Whether somebody may give a role to others.
#[must_use]
pub fn may_give(giver: Viewer<'_>, role: &Role) -> bool {
    refusal(giver, Intent { wanted: Some(role), ..Intent::default() }).is_none()
}

/// Whether somebody sees the chats of a team: of accounts that its members connected.
#[must_use]
pub fn sees_team(viewer: Viewer<'_>, team: TeamId) -> bool {
    let reach = viewer.reach();
    if team == viewer.team { reach.same_team } else { reach.other_teams }
}

/// How many owners there are and would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnerCount {
    /// Owners who are active.
    pub active: u64,
    /// The same, and those who are invited.
    pub holders: u64,
}

/// Refuses a change that leaves the workspace without an active owner, or with a second one where
/// the policy allows one only.
///
/// # Errors
/// [`MemberError::LastOwner`] naming the member, [`MemberError::SingleOwner`].
pub fn check_owner_count(
    before: OwnerCount,
    after: OwnerCount,
    single_owner: bool,
    member: &str,
) -> Result<(), MemberError> {
    if after.active == 0 && before.active > 0 {
        Err(MemberError::LastOwner { email: member.to_owned() })
    } else if single_owner && after.holders > 1 && after.holders > before.holders {
        Err(MemberError::SingleOwner)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{
        id::MemberId,
        policy::{mask::MaskSet, role::Model},
    };

    fn role(model: Model, toggles: &[Permission]) -> Role {
        Role {
            toggles: PermissionSet::of(toggles),
            ..Role::bare(model.key(), model.title(), model)
        }
    }

    fn viewer(role: &Role) -> Viewer<'_> {
        let subject = Subject { status: Status::Active, role };
        Viewer { member: MemberId(1), team: TeamId(1), subject }
    }

    /// Every actor × current × wanted × self, against the contract's sentences said once more.
    #[test]
    fn nobody_reaches_above_themselves() {
        for actor in Model::ALL {
            for current in Model::ALL.map(Some).into_iter().chain([None]) {
                for wanted in Model::ALL.map(Some).into_iter().chain([None]) {
                    for themselves in [false, true] {
                        let bare = |model: Model| role(model, &[]);
                        let (current_role, wanted_role) = (current.map(bare), wanted.map(bare));
                        let intent = Intent {
                            current: current_role.as_ref(),
                            wanted: wanted_role.as_ref(),
                            placed: None,
                            themselves,
                        };
                        let refused = refusal(viewer(&bare(actor)), intent).is_some();
                        let owner_involved =
                            current == Some(Model::Owner) || wanted == Some(Model::Owner);
                        let gives_more = wanted.is_some_and(|wanted| wanted < actor);
                        let own_role = themselves && wanted.is_some() && current != wanted;
                        let reaches_above = current.is_some_and(|current| current < actor);
                        let expected = actor != Model::Owner
                            && (owner_involved
                                || gives_more && current != wanted
                                || reaches_above
                                || own_role);
                        assert_eq!(
                            refused, expected,
                            "{actor} does {current:?} -> {wanted:?}, themselves: {themselves}"
                        );
                    }
                }
            }
        }
    }

    /// Rank is no bound on permissions: a role of low rank may have what its giver lacks.
    #[test]
    fn nobody_gives_what_they_lack() {
        use Permission::{Billing, Inbox, Users, UsersExport};
        let giver = role(Model::Admin, &[Inbox, UsersExport]);
        let gives = |wanted: &Role| {
            refusal(viewer(&giver), Intent { wanted: Some(wanted), ..Intent::default() })
        };
        assert_eq!(gives(&role(Model::Agent, &[Inbox])), None);
        // A switch inside a module that is off gives nothing.
        assert_eq!(gives(&role(Model::Agent, &[Inbox, UsersExport])), None);
        let more = |permission| Some(Refusal::GivesMore(Excess { permission: Some(permission) }));
        assert_eq!(gives(&role(Model::Agent, &[Billing])), more(Billing));
        assert_eq!(gives(&role(Model::Agent, &[Users, UsersExport])), more(Users));
        let masked = Role { masks: MaskSet { number: true, ..MaskSet::NONE }, ..giver.clone() };
        let unmasked = role(Model::Agent, &[]);
        let intent = Intent { wanted: Some(&unmasked), ..Intent::default() };
        let expected = Some(Refusal::GivesMore(Excess { permission: None }));
        assert_eq!(refusal(viewer(&masked), intent), expected);
    }

    /// Into their own team with sight of it, into another's with sight of others', never themselves.
    #[test]
    fn nobody_is_placed_where_the_actor_sees_nothing() {
        use Permission::{ChatsOtherTeams, ChatsSameTeam, Inbox};
        let places = |toggles: &[Permission], team, themselves| {
            let role = role(Model::Admin, toggles);
            let intent = Intent { placed: Some(TeamId(team)), themselves, ..Intent::default() };
            refusal(viewer(&role), intent)
        };
        assert_eq!(places(&[Inbox, ChatsSameTeam], 1, false), None);
        assert_eq!(places(&[Inbox, ChatsSameTeam], 2, false), Some(Refusal::UnseenTeam));
        assert_eq!(places(&[Inbox, ChatsOtherTeams], 2, false), None);
        assert_eq!(places(&[Inbox, ChatsOtherTeams], 1, false), Some(Refusal::UnseenTeam));
        assert_eq!(places(&[ChatsSameTeam, ChatsOtherTeams], 2, false), Some(Refusal::UnseenTeam));
        let all = [Inbox, ChatsSameTeam, ChatsOtherTeams];
        assert_eq!(places(&all, 2, true), Some(Refusal::OwnTeam));
    }

    #[test]
    fn the_number_of_owners_stays_in_bounds() {
        let check = |before, after, single| {
            let of = |(active, holders)| OwnerCount { active, holders };
            check_owner_count(of(before), of(after), single, "o@x.test")
        };
        assert!(matches!(check((1, 1), (0, 0), false), Err(MemberError::LastOwner { .. })));
        // Who is invited owns nothing yet.
        assert!(matches!(check((1, 2), (0, 1), false), Err(MemberError::LastOwner { .. })));
        assert_eq!(check((2, 2), (1, 1), false), Ok(()));
        assert_eq!(check((1, 1), (2, 2), false), Ok(()));
        assert_eq!(check((1, 1), (1, 2), true), Err(MemberError::SingleOwner));
        // A workspace that took the single-owner policy with two owners may still shed one.
        assert_eq!(check((3, 3), (2, 2), true), Ok(()));
    }
}
