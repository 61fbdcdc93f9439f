//! The engine against the plainest way: every chat of every member asked one by one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;

use super::*;
use crate::rules::policy::{
    mask::Mask,
    role::{Model, Role},
    scope::{ChatFacts, Connector},
};

/// A small workspace, and the same after a change: everything that may move moves.
#[derive(Debug, Clone)]
struct World {
    policies: [Policy; 2],
    people: [Vec<Person>; 2],
    accounts: [Vec<AccountOwner>; 2],
    /// Each chat's account and assignee.
    chats: Vec<(AccountId, Option<MemberId>)>,
}

const ROLES: [&str; 5] = ["owner", "admin", "teammate", "agent", "collaborator"];

fn policy() -> impl Strategy<Value = Policy> {
    prop::collection::vec(any::<(u32, bool, bool)>(), 5).prop_map(|fills| {
        let roles = Model::ALL.into_iter().zip(fills).map(|(model, (bits, number, traits))| {
            let mut role = Role::bare(model.key(), model.title(), model);
            for permission in Permission::all().filter(|p| model.locked(*p).is_none()) {
                role.toggles.set(permission, bits >> permission as u32 & 1 == 1);
            }
            if !role.is_owner() {
                role.masks.set(Mask::Number, number);
                role.masks.set(Mask::Traits, traits);
            }
            role
        });
        Policy::new(roles.collect(), false).unwrap()
    })
}

fn people() -> impl Strategy<Value = Vec<Person>> {
    prop::collection::vec((0_i64..3, 0_usize..3, 0_usize..5), 6).prop_map(|people| {
        let person = |(id, (team, status, role)): (i64, (i64, usize, usize))| Person {
            id: MemberId(id),
            team: TeamId(team),
            status: Status::ALL[status],
            role: ROLES[role].to_owned(),
        };
        (1..).zip(people).map(person).collect()
    })
}

fn accounts() -> impl Strategy<Value = Vec<AccountOwner>> {
    prop::collection::vec(prop::option::of(1_i64..7), 5).prop_map(|connectors| {
        let account = |(id, connector): (i64, Option<i64>)| AccountOwner {
            id: AccountId(id),
            connector: connector.map(MemberId),
        };
        (1..).zip(connectors).map(account).collect()
    })
}

fn world() -> impl Strategy<Value = World> {
    let chats = prop::collection::vec((1_i64..6, prop::option::of(1_i64..7)), 0..40);
    (
        [policy(), policy()],
        [people(), people()],
        [accounts(), accounts()],
        chats,
        any::<[bool; 4]>(),
    )
        .prop_map(|(policies, mut people, mut accounts, chats, still)| {
            if still[0] {
                people[1] = people[0].clone();
            }
            if still[1] {
                accounts[1] = accounts[0].clone();
            }
            if still[2] {
                people[1].pop();
            }
            if still[3] {
                people[0].remove(0);
            }
            let chats = chats.into_iter().map(|(a, m)| (AccountId(a), m.map(MemberId))).collect();
            World { policies, people, accounts, chats }
        })
}

impl World {
    fn counts(&self) -> ChatCounts {
        let mut counts = ChatCounts::default();
        for (account, assignee) in &self.chats {
            counts.add(*account, *assignee, 1);
        }
        counts
    }

    fn sees(&self, side: usize, member: MemberId, chat: (AccountId, Option<MemberId>)) -> bool {
        let person = |id| self.people[side].iter().find(|person| person.id == id);
        let Some(me) = person(member) else { return false };
        let account = self.accounts[side].iter().find(|account| account.id == chat.0).unwrap();
        let connector = account.connector.and_then(person);
        let subject =
            Subject { status: me.status, role: self.policies[side].role(&me.role).unwrap() };
        Viewer { member, team: me.team, subject }
            .sees(ChatFacts {
                connector: connector.map(|it| Connector { member: it.id, team: it.team }),
                assignee: chat.1,
            })
            .allowed
    }
}

proptest! {
    #[test]
    fn chats_come_and_go_as_when_each_is_asked_for_each_member(world in world()) {
        let counts = world.counts();
        let state = |side: usize| State {
            policy: &world.policies[side],
            people: &world.people[side],
            accounts: &world.accounts[side],
            chats: &counts,
        };
        let effects = effects(state(0), state(1));
        let totals: Totals = effects.iter().collect();
        let mut sums = (0, 0);
        for member in (1..7).map(MemberId) {
            let seen = |side| -> Vec<bool> {
                world.chats.iter().map(|chat| world.sees(side, member, *chat)).collect()
            };
            let (before, after) = (seen(0), seen(1));
            let count = |wanted: (bool, bool)| {
                before.iter().zip(&after).filter(|(b, a)| (**b, **a) == wanted).count() as u64
            };
            let (gained, lost) = (count((false, true)), count((true, false)));
            sums = (sums.0 + gained, sums.1 + lost);
            let found = effects.iter().find(|effect| effect.member == member);
            let chats = found.map(|effect| (effect.chats_gained, effect.chats_lost));
            prop_assert_eq!(chats.unwrap_or_default(), (gained, lost), "{:?}", member);
            if let Some(effect) = found {
                let all = |seen: &[bool]| seen.iter().filter(|seen| **seen).count() as u64;
                prop_assert_eq!(effect.chats_before, all(&before));
                prop_assert_eq!(effect.chats_after, all(&after));
            }
        }
        prop_assert_eq!((totals.chats_gained, totals.chats_lost), sums);
        let moved = sums != (0, 0);
        prop_assert!(!moved || moves_chats(state(0), state(1)));
    }

    #[test]
    fn what_does_not_change_has_no_effect(world in world()) {
        let counts = world.counts();
        let state = State {
            policy: &world.policies[0],
            people: &world.people[0],
            accounts: &world.accounts[0],
            chats: &counts,
        };
        prop_assert_eq!(effects(state, state), []);
        prop_assert!(!moves_chats(state, state));
    }
}

/// Who reads no numbers reads more or less of texts by the mode; who reads them, all of them.
#[test]
fn a_looser_text_mode_is_a_gain() {
    let policy = |number, texts| {
        let mut role = Role::bare("agent", "Agent", Model::Agent);
        role.masks.set(Mask::Number, number);
        role.masks.texts = texts;
        Policy::new(vec![Role::bare("owner", "Owner", Model::Owner), role], false).unwrap()
    };
    let people = [Person {
        id: MemberId(1),
        team: TeamId(1),
        status: Status::Active,
        role: "agent".to_owned(),
    }];
    let chats = ChatCounts::default();
    let between = |before: &Policy, after: &Policy| {
        let state = |policy| State { policy, people: &people, accounts: &[], chats: &chats };
        effects(state(before), state(after))
    };
    let [hidden, numbers] = [TextMode::Hidden, TextMode::Numbers];
    let looser = between(&policy(true, hidden), &policy(true, numbers));
    assert_eq!(looser[0].texts, Some((hidden, numbers)));
    assert!(looser[0].gains() && !looser[0].loses());
    let stricter = between(&policy(true, numbers), &policy(true, hidden));
    assert!(!stricter[0].gains() && stricter[0].loses());
    let totals: Totals = looser.iter().chain(&stricter).collect();
    assert_eq!((totals.texts_readable, totals.texts_hidden), (1, 1));
    assert_eq!(between(&policy(false, hidden), &policy(false, numbers)), []);
}
