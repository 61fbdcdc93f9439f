//! What a role's members may read, for row-level security on a server, which doesn't ask the program. Every
//! answer is [`decide`]'s, for somebody who has joined.

use super::{
    decision::{Subject, decide},
    mask::MaskSet,
    permission::Permission,
    role::Role,
    scope::{Reach, Scope, Viewer},
};
use crate::rules::{
    id::{MemberId, TeamId},
    workspace::member::Status,
};

/// What a role opens for reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading<'p> {
    /// The role's name.
    pub role: &'p str,
    /// Which chats its members see.
    pub reach: Reach,
    /// Whether they see every contact.
    pub users: bool,
    /// What they may not read of contacts.
    pub masks: MaskSet,
    /// The cells that are on, of those that decided: where they are others, this is out of date.
    pub cells: Vec<&'static str>,
}

impl<'p> Reading<'p> {
    /// What that role opens.
    #[must_use]
    pub fn of(role: &'p Role) -> Self {
        let subject = Subject { status: Status::Active, role };
        // Which scopes are open depends on the role alone.
        let reach = Viewer { member: MemberId(0), team: TeamId(0), subject }.reach();
        let is_on = |permission: &Permission| role.toggles.contains(*permission);
        let cells = deciding_cells().filter(is_on).map(Permission::key).collect();
        let users = decide(subject, Permission::Users).allowed;
        Self { role: &role.name, reach, users, masks: role.masks, cells }
    }
}

/// The cells that decide what is read, in the order of the catalogue.
pub fn deciding_cells() -> impl Iterator<Item = Permission> {
    Permission::all().filter(|permission| {
        matches!(permission, Permission::Inbox | Permission::Users)
            || Scope::ALL.iter().any(|scope| scope.permission() == *permission)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::rules::policy::{decision::HIDDEN_BY_NUMBER_MASK, preset::Preset};

    #[test]
    fn it_is_what_the_decision_says() {
        let policy = Preset::Unified.policy().unwrap();
        let of = |name: &str| Reading::of(policy.role(name).unwrap());
        let agent = of("agent");
        let only_own = Reach { own: true, same_team: false, other_teams: false, assigned: true };
        assert_eq!((agent.reach, agent.users), (only_own, false));
        assert_eq!(agent.cells, ["inbox", "chats.own", "chats.assigned"]);
        assert!(of("owner").users && of("owner").reach.every_account());
    }

    #[test]
    fn the_mask_of_numbers_closes_the_contacts_and_leaves_the_chats() {
        let policy = Preset::Unified.policy().unwrap();
        let mut role = policy.role("teammate").unwrap().clone();
        let before = Reading::of(&role).reach;
        role.masks.number = true;
        let masked = Reading::of(&role);
        assert!(HIDDEN_BY_NUMBER_MASK.contains(Permission::Users) && !masked.users);
        assert_eq!(masked.reach, before);
    }

    #[test]
    fn a_closed_inbox_closes_every_scope() {
        let policy = Preset::Unified.policy().unwrap();
        let mut role = policy.role("admin").unwrap().clone();
        role.toggles.set(Permission::Inbox, false);
        let reading = Reading::of(&role);
        assert!(Scope::ALL.iter().all(|scope| !reading.reach.contains(*scope)));
        assert!(reading.users);
    }
}
