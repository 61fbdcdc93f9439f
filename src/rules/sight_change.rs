//! Who gains and who loses sight of how many chats, when members, teams, accounts or chats move.
//! It compares two moments and knows nothing of what moved, or why.

use super::{
    id::{MemberId, TeamId},
    scope::{ChatFacts, Reach, Scope, Viewer},
};

/// What a member can see at one moment: decided once, then asked about many chats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Eyes {
    member: MemberId,
    team: TeamId,
    reach: Reach,
}

impl Eyes {
    /// Those of this viewer.
    #[must_use]
    pub fn of(viewer: &Viewer<'_>) -> Self {
        Self { member: viewer.member, team: viewer.team, reach: viewer.reach() }
    }

    /// The same answer as [`Viewer::sees`], without the reason.
    fn see(&self, chat: ChatFacts) -> bool {
        let scope = match chat.connector {
            Some(connector) if connector.member == self.member => Scope::Own,
            Some(connector) if connector.team == self.team => Scope::SameTeam,
            _ => Scope::OtherTeams,
        };
        self.reach.contains(scope) || (self.reach.assigned && chat.assignee == Some(self.member))
    }
}

/// One member before and after; `None` where they aren't there.
#[derive(Debug, Clone, Copy)]
pub struct Person {
    /// Who.
    pub member: MemberId,
    /// As it was.
    pub before: Option<Eyes>,
    /// As it will be.
    pub after: Option<Eyes>,
}

/// Chats that are alike in who connected their account and whom they are assigned to.
#[derive(Debug, Clone, Copy)]
pub struct Chats {
    /// As it was.
    pub before: ChatFacts,
    /// As it will be.
    pub after: ChatFacts,
    /// How many there are.
    pub count: u64,
}

/// How many chats come into a member's sight, and how many leave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SightChange {
    /// Who.
    pub member: MemberId,
    /// How many chats they see that they didn't.
    pub gained: u64,
    /// How many chats they don't see that they did.
    pub lost: u64,
}

/// Everybody whose sight changes, in the order in which they are given.
#[must_use]
pub fn sight_changes(people: &[Person], chats: &[Chats]) -> Vec<SightChange> {
    // Who stays as they are can only be touched by chats that don't, which are few.
    let moved: Vec<Chats> =
        chats.iter().copied().filter(|chats| chats.before != chats.after).collect();
    let mut changes = Vec::new();
    for person in people {
        let relevant = if person.before == person.after { &moved[..] } else { chats };
        let mut change = SightChange { member: person.member, gained: 0, lost: 0 };
        for chats in relevant {
            let before = person.before.is_some_and(|eyes| eyes.see(chats.before));
            let after = person.after.is_some_and(|eyes| eyes.see(chats.after));
            match (before, after) {
                (false, true) => change.gained += chats.count,
                (true, false) => change.lost += chats.count,
                _ => {}
            }
        }
        if change.gained + change.lost > 0 {
            changes.push(change);
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;
    use crate::rules::{decision::Subject, member::Status, preset::Preset, scope::Connector};

    const ASHA: MemberId = MemberId(1);
    const RAVI: MemberId = MemberId(2);
    const SALES: TeamId = TeamId(1);
    const CARE: TeamId = TeamId(2);

    fn facts() -> Vec<ChatFacts> {
        let connectors = [
            None,
            Some(Connector { member: ASHA, team: SALES }),
            Some(Connector { member: RAVI, team: SALES }),
            Some(Connector { member: RAVI, team: CARE }),
        ];
        let assignees = [None, Some(ASHA), Some(RAVI)];
        let with = |connector| assignees.map(|assignee| ChatFacts { connector, assignee });
        connectors.into_iter().flat_map(with).collect()
    }

    #[test]
    fn eyes_see_what_their_viewer_sees() {
        let policy = Preset::TimelinesAi.policy().expect("a preset");
        for role in policy.roles() {
            for status in Status::ALL {
                let viewer =
                    Viewer { member: ASHA, team: SALES, subject: Subject { status, role } };
                for chat in facts() {
                    let expected = viewer.sees(chat).allowed;
                    assert_eq!(Eyes::of(&viewer).see(chat), expected, "{} {chat:?}", role.name);
                }
            }
        }
    }

    #[test]
    fn a_chat_that_moves_is_gained_here_and_lost_there() {
        let policy = Preset::TimelinesAi.policy().expect("a preset");
        let agent = policy.role("agent").expect("an agent");
        let eyes = |member| {
            let subject = Subject { status: Status::Active, role: agent };
            Some(Eyes::of(&Viewer { member, team: SALES, subject }))
        };
        let person = |member, stays: bool| Person {
            member,
            before: eyes(member),
            after: eyes(member).filter(|_| stays),
        };
        let held = |assignee| ChatFacts { connector: None, assignee };
        let chats = [
            Chats { before: held(Some(ASHA)), after: held(Some(RAVI)), count: 3 },
            Chats { before: held(Some(RAVI)), after: held(Some(RAVI)), count: 5 },
        ];
        assert_eq!(
            sight_changes(&[person(ASHA, false), person(RAVI, true)], &chats),
            [
                SightChange { member: ASHA, gained: 0, lost: 3 },
                SightChange { member: RAVI, gained: 3, lost: 0 },
            ]
        );
        assert_eq!(sight_changes(&[person(RAVI, true)], &chats[1..]), []);
    }
}
