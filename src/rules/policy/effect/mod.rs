//! What a change means for people: for each member it touches, what they may do and read after it
//! that they couldn't before, and the other way round, and how many chats come into or go out of
//! their sight. A change is two states, so that a policy, a member's role or team and an account's
//! connector all go through here. Loading the states is the store's business, adding them up for
//! everybody is `totals`.
//!
//! Nobody's chats are looked at one by one, and no member is held against every account: accounts
//! are summed by the teams of those who connected them, and what makes one member differ from the
//! next is only the accounts they connected and the chats assigned to them.

mod ledger;
mod totals;

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use self::ledger::Ledger;
pub use self::totals::Totals;
use super::{
    decision::{Subject, allowed},
    mask::TextMode,
    matrix::Policy,
    permission::{Permission, PermissionSet},
    scope::{Reach, Viewer},
};
use crate::rules::{
    id::{AccountId, MemberId, TeamId},
    workspace::member::Status,
};

/// A member as far as effects go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Who they are.
    pub id: MemberId,
    /// The team they are in.
    pub team: TeamId,
    /// Invited, active or suspended.
    pub status: Status,
    /// Their role's name. One that the policy doesn't have gives nothing.
    pub role: String,
}

/// An account and who connected it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccountOwner {
    /// The account.
    pub id: AccountId,
    /// The member who connected it; their team is looked up among the people.
    pub connector: Option<MemberId>,
}

/// How many chats there are, by account, and by assignee and account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChatCounts {
    by_account: HashMap<AccountId, u64>,
    assigned: HashMap<(MemberId, AccountId), u64>,
}

impl ChatCounts {
    /// Counts so many chats of an account, assigned to that member or to nobody.
    pub fn add(&mut self, account: AccountId, assignee: Option<MemberId>, count: u64) {
        *self.by_account.entry(account).or_default() += count;
        if let Some(assignee) = assignee {
            self.note_assigned(assignee, account, count);
        }
    }

    /// Counts so many of an account's chats, which are counted already, as assigned to a member.
    pub fn note_assigned(&mut self, assignee: MemberId, account: AccountId, count: u64) {
        *self.assigned.entry((assignee, account)).or_default() += count;
    }

    /// Hands a member's chats on one account to another, or to nobody.
    pub fn reassign(&mut self, from: MemberId, to: Option<MemberId>, account: AccountId) {
        if let Some(count) = self.assigned.remove(&(from, account))
            && let Some(to) = to
        {
            self.note_assigned(to, account, count);
        }
    }
}

/// Everything that decides who may do and see what, at one moment.
///
/// Of two states that are compared, each account has the same number of chats in both, and on each
/// account a member's assigned chats only grow or only shrink from one to the other: counts can't
/// tell chats that were swapped for as many others.
#[derive(Debug, Clone, Copy)]
pub struct State<'a> {
    /// The roles.
    pub policy: &'a Policy,
    /// The members.
    pub people: &'a [Person],
    /// The accounts.
    pub accounts: &'a [AccountOwner],
    /// The chats.
    pub chats: &'a ChatCounts,
}

/// What becomes of something that a mask hides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// It could be read, and can't be any more.
    Hidden,
    /// It couldn't be read, and now can be.
    Readable,
}

impl Reading {
    /// Its name in JSON and tables.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Hidden => "hidden",
            Self::Readable => "readable",
        }
    }

    const fn between(before: bool, after: bool) -> Option<Self> {
        match (before, after) {
            (true, false) => Some(Self::Hidden),
            (false, true) => Some(Self::Readable),
            _ => None,
        }
    }
}

/// What a change means for one member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberEffect {
    /// Whom.
    pub member: MemberId,
    /// Their role before; `None` for somebody who wasn't there.
    pub role_before: Option<String>,
    /// Their role after; `None` for somebody who is gone.
    pub role_after: Option<String>,
    /// What they may do that they couldn't.
    pub gained: PermissionSet,
    /// What they can't do any more.
    pub lost: PermissionSet,
    /// How many chats they saw.
    pub chats_before: u64,
    /// How many chats they see.
    pub chats_after: u64,
    /// How many of those they didn't see.
    pub chats_gained: u64,
    /// How many that they saw are out of sight.
    pub chats_lost: u64,
    /// What becomes of customers' numbers.
    pub numbers: Option<Reading>,
    /// What becomes of customers' traits.
    pub traits: Option<Reading>,
    /// How much of customers' texts was hidden and is, where that changes for somebody who reads no numbers.
    pub texts: Option<(TextMode, TextMode)>,
}

impl MemberEffect {
    /// The sections of the product that appear for them.
    pub fn modules_shown(&self) -> impl Iterator<Item = Permission> + use<> {
        self.gained.iter().filter(|permission| permission.entry().is_module)
    }

    /// The sections that disappear for them.
    pub fn modules_hidden(&self) -> impl Iterator<Item = Permission> + use<> {
        self.lost.iter().filter(|permission| permission.entry().is_module)
    }

    /// Whether they may do, see or read anything more.
    #[must_use]
    pub fn gains(&self) -> bool {
        !self.gained.is_empty()
            || self.chats_gained > 0
            || [self.numbers, self.traits].contains(&Some(Reading::Readable))
            || self.texts.is_some_and(|(before, after)| after < before)
    }

    /// Whether they may do, see or read anything less.
    #[must_use]
    pub fn loses(&self) -> bool {
        !self.lost.is_empty()
            || self.chats_lost > 0
            || [self.numbers, self.traits].contains(&Some(Reading::Hidden))
            || self.texts.is_some_and(|(before, after)| after > before)
    }
}

/// What somebody of a role and status may do and read: the same for all who share the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::rules) struct Standing {
    rights: PermissionSet,
    reach: Reach,
    reads_numbers: bool,
    reads_traits: bool,
    /// How much of customers' texts is hidden from somebody who reads no numbers.
    texts: Option<TextMode>,
}

impl Standing {
    /// Of somebody who isn't there, or whose role isn't.
    const NONE: Self = Self {
        rights: PermissionSet::NONE,
        reach: Reach { own: false, same_team: false, other_teams: false, assigned: false },
        reads_numbers: false,
        reads_traits: false,
        texts: None,
    };

    fn of(policy: &Policy, role: &str, status: Status) -> Self {
        let Ok(role) = policy.role(role) else { return Self::NONE };
        let subject = Subject { status, role };
        // Who and where they are is no part of what their role opens.
        let viewer = Viewer { member: MemberId(0), team: TeamId(0), subject };
        let present = status == Status::Active;
        Self {
            rights: allowed(subject),
            reach: viewer.reach(),
            reads_numbers: present && !role.masks.number,
            reads_traits: present && !role.masks.traits,
            texts: (present && role.masks.number).then_some(role.masks.texts),
        }
    }
}

/// Somebody on both sides of a change.
#[derive(Debug, Clone, Copy)]
struct Pair<'a> {
    before: Option<&'a Person>,
    after: Option<&'a Person>,
}

/// What a change means, for everybody it touches, in the order of `before` and then of who is new.
#[must_use]
pub fn effects(before: State<'_>, after: State<'_>) -> Vec<MemberEffect> {
    let mut standings = Standings::new(before.policy, after.policy);
    let ledger = Ledger::new(before, after);
    pairs(before.people, after.people)
        .into_iter()
        .filter_map(|(member, pair)| {
            let (old, new) = standings.of(pair);
            let chats = ledger.sight(member, pair, (old.reach, new.reach));
            let effect = MemberEffect {
                member,
                role_before: pair.before.map(|person| person.role.clone()),
                role_after: pair.after.map(|person| person.role.clone()),
                gained: new.rights.without(old.rights),
                lost: old.rights.without(new.rights),
                chats_before: chats.before,
                chats_after: chats.after,
                chats_gained: chats.gained,
                chats_lost: chats.lost,
                numbers: Reading::between(old.reads_numbers, new.reads_numbers),
                traits: Reading::between(old.reads_traits, new.reads_traits),
                texts: old.texts.zip(new.texts).filter(|(before, after)| before != after),
            };
            (effect.gains() || effect.loses()).then_some(effect)
        })
        .collect()
}

/// Whether a change can bring chats into or out of anybody's sight: where it can't, nobody needs to
/// count them.
#[must_use]
pub fn moves_chats(before: State<'_>, after: State<'_>) -> bool {
    let mut standings = Standings::new(before.policy, after.policy);
    before.accounts != after.accounts
        || pairs(before.people, after.people).into_iter().any(|(_, pair)| {
            let (old, new) = standings.of(pair);
            let team = |person: Option<&Person>| person.map(|person| person.team);
            old.reach != new.reach || team(pair.before) != team(pair.after)
        })
}

fn pairs<'a>(before: &'a [Person], after: &'a [Person]) -> Vec<(MemberId, Pair<'a>)> {
    let mut later: HashMap<_, _> = after.iter().map(|person| (person.id, person)).collect();
    let mut pairs: Vec<_> = before
        .iter()
        .map(|person| (person.id, Pair { before: Some(person), after: later.remove(&person.id) }))
        .collect();
    pairs.extend(
        after
            .iter()
            .filter(|person| later.contains_key(&person.id))
            .map(|person| (person.id, Pair { before: None, after: Some(person) })),
    );
    pairs
}

/// The standings that occur, each decided once.
struct Standings<'a> {
    policies: [&'a Policy; 2],
    known: [HashMap<(&'a str, Status), Standing>; 2],
}

impl<'a> Standings<'a> {
    fn new(before: &'a Policy, after: &'a Policy) -> Self {
        Self { policies: [before, after], known: [HashMap::new(), HashMap::new()] }
    }

    fn of(&mut self, pair: Pair<'a>) -> (Standing, Standing) {
        (self.side(0, pair.before), self.side(1, pair.after))
    }

    fn side(&mut self, side: usize, person: Option<&'a Person>) -> Standing {
        let Some(person) = person else { return Standing::NONE };
        let policy = self.policies[side];
        *self.known[side]
            .entry((&person.role, person.status))
            .or_insert_with(|| Standing::of(policy, &person.role, person.status))
    }
}
