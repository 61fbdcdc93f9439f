//! What a change means for people, measured on the workspace: the states before and after, loaded
//! once, through the rules' engine; chats are counted only where a change can move any. Every
//! command that tells an effect tells it from here.

mod line;

use std::{
    cell::OnceCell,
    collections::{BTreeMap, HashSet},
};

use self::line::parts;
pub use self::line::{Effect, Holds, What, Whose};
use crate::{
    ops::Result,
    rules::{
        id::MemberId,
        policy::{
            effect::{self, ChatCounts, MemberEffect, State, Totals},
            matrix::Policy,
        },
        workspace::member::Status,
    },
    store::{Census, Snapshot},
};

/// One member's effect with their login id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    /// The login id.
    pub email: String,
    /// What the change means for them.
    pub effect: MemberEffect,
}

/// What a change means, for everybody it touches.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Effects {
    /// Added up.
    pub totals: Totals,
    /// One by one.
    pub members: Vec<Touched>,
    /// What it will mean for those who are invited, once they have joined.
    pub invited: Vec<Touched>,
}

/// Measures a change from one state to another, each a policy with the people and accounts under
/// it. The chats are those of the snapshot.
pub fn measure(
    snapshot: &Snapshot<'_>,
    before: (&Policy, &Census),
    after: (&Policy, &Census),
) -> Result<Effects> {
    Chats::of(snapshot).measure(before, after)
}

/// The chats of a snapshot, counted at most once: for who measures several changes of one state.
pub struct Chats<'s> {
    snapshot: &'s Snapshot<'s>,
    counts: OnceCell<ChatCounts>,
}

impl<'s> Chats<'s> {
    /// Those of a snapshot.
    #[must_use]
    pub fn of(snapshot: &'s Snapshot<'s>) -> Self {
        Self { snapshot, counts: OnceCell::new() }
    }

    /// As [`measure`].
    pub fn measure(
        &self,
        before: (&Policy, &Census),
        after: (&Policy, &Census),
    ) -> Result<Effects> {
        self.turned(before, after, |_| ())
    }

    /// Measures it where the chats' counts become others too. Every chat is counted only where a chat can
    /// come into sight or go out of it.
    fn turned(
        &self,
        before: (&Policy, &Census),
        after: (&Policy, &Census),
        turn: impl FnOnce(&mut ChatCounts),
    ) -> Result<Effects> {
        let none = ChatCounts::default();
        let invited = invited(before.1, after.1);
        let later = (!invited.is_empty())
            .then(|| [before.1, after.1].map(|census| joined(census, &invited)));
        let later = later.as_ref().map(|[old, new]| [(before.0, old), (after.0, new)]);
        let moves = |before, after| effect::moves_chats(state(before, &none), state(after, &none));
        let chats = if moves(before, after) || later.is_some_and(|[old, new]| moves(old, new)) {
            self.counts()?
        } else {
            &none
        };
        let mut chats_later = chats.clone();
        turn(&mut chats_later);
        let measured =
            |before, after| effect::effects(state(before, chats), state(after, &chats_later));
        let mut effects = Effects::named(measured(before, after), &[before.1, after.1]);
        if let Some([old, new]) = later {
            let mut later = Effects::named(measured(old, new), &[old.1, new.1]);
            later.members.retain(|touched| invited.contains(&touched.effect.member));
            effects.invited = later.members;
        }
        Ok(effects)
    }

    fn counts(&self) -> Result<&ChatCounts> {
        match self.counts.get() {
            Some(counts) => Ok(counts),
            None => {
                let counts = self.snapshot.chat_counts()?;
                Ok(self.counts.get_or_init(|| counts))
            }
        }
    }
}

/// Measures what it means that people, accounts and assignments become others, under the policy
/// that there is. `turn` makes the new state of the old one.
pub fn of_moves(
    snapshot: &Snapshot<'_>,
    turn: impl Fn(&mut Census, &mut ChatCounts),
) -> Result<Effects> {
    let policy = snapshot.policy()?;
    let census = snapshot.census()?;
    let mut later = census.clone();
    turn(&mut later, &mut ChatCounts::default());
    Chats::of(snapshot).turned((&policy, &census), (&policy, &later), |chats| {
        turn(&mut census.clone(), chats);
    })
}

/// Those who are invited before or after a change, and join by neither.
fn invited(before: &Census, after: &Census) -> HashSet<MemberId> {
    let people = || before.people.iter().chain(&after.people);
    let of = |status| people().filter(move |it| it.status == status).map(|it| it.id);
    let active: HashSet<_> = of(Status::Active).collect();
    of(Status::Invited).filter(|member| !active.contains(member)).collect()
}

/// The same with these people as if they had joined.
fn joined(census: &Census, invited: &HashSet<MemberId>) -> Census {
    let mut census = census.clone();
    let theirs = census.people.iter_mut().filter(|it| invited.contains(&it.id));
    for person in theirs.filter(|it| it.status == Status::Invited) {
        person.status = Status::Active;
    }
    census
}

fn state<'a>((policy, census): (&'a Policy, &'a Census), chats: &'a ChatCounts) -> State<'a> {
    State { policy, people: &census.people, accounts: &census.accounts, chats }
}

impl Effects {
    fn named(effects: Vec<MemberEffect>, censuses: &[&Census]) -> Self {
        let email = |member: &MemberId| {
            let known = censuses.iter().find_map(|census| census.emails.get(member));
            known.cloned().unwrap_or_default()
        };
        let totals = effects.iter().collect();
        let touched = effects
            .into_iter()
            .map(|effect| Touched { email: email(&effect.member), effect })
            .collect();
        Self { totals, members: touched, invited: Vec::new() }
    }

    /// Every effect by itself, with whose it is.
    #[must_use]
    pub fn one_by_one(&self) -> Vec<Effect> {
        let touched = self.members.iter().chain(&self.invited);
        self.lines(&touched.map(|touched| touched.effect.member).collect())
    }

    /// How many people may do, see or read anything more: now, or once they have joined.
    #[must_use]
    pub fn gaining(&self) -> u64 {
        let later = self.invited.iter().filter(|touched| touched.effect.gains());
        self.totals.gaining + later.count() as u64
    }

    /// The effects as lines, by role, and by member for those named: permissions that come or go, chats in
    /// sight, numbers, traits and texts; each with how many members it is for.
    #[must_use]
    pub fn lines(&self, named: &HashSet<MemberId>) -> Vec<Effect> {
        let mut lines: BTreeMap<_, Effect> = BTreeMap::new();
        let now = self.members.iter().map(|touched| (Holds::Now, touched));
        let once_joined = self.invited.iter().map(|touched| (Holds::OnceJoined, touched));
        for (holds, touched) in now.chain(once_joined) {
            let effect = &touched.effect;
            let role = effect.role_after.as_ref().or(effect.role_before.as_ref());
            let whose = if named.contains(&effect.member) {
                Whose::Member(touched.email.clone())
            } else {
                Whose::Role(role.cloned().unwrap_or_default())
            };
            for what in parts(effect) {
                let line = lines.entry((what.place(), whose.name().to_owned(), holds));
                let line = line.and_modify(|line| line.what.add(&what));
                let new = || Effect { whose: whose.clone(), what, members: 0, holds };
                line.or_insert_with(new).members += 1;
            }
        }
        lines.into_values().collect()
    }
}
