//! What a change means for people, measured on the workspace: the states before and after, loaded
//! once, through the rules' engine; chats are counted only where a change can move any. Every
//! command that tells an effect tells it from here.

use std::{
    cell::OnceCell,
    collections::{BTreeMap, HashSet},
};

use crate::{
    ops::{Effect, Result},
    rules::{
        id::MemberId,
        policy::{
            effect::{self, ChatCounts, MemberEffect, Reading, State, Totals},
            matrix::Policy,
            permission::Permission,
        },
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
        let chats = if effect::moves_chats(state(before, &none), state(after, &none)) {
            self.counts()?
        } else {
            &none
        };
        let mut chats_later = chats.clone();
        turn(&mut chats_later);
        let effects = effect::effects(state(before, chats), state(after, &chats_later));
        Ok(Effects::named(effects, &[before.1, after.1]))
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
        Self { totals, members: touched }
    }

    /// Every effect by itself, with whose it is.
    #[must_use]
    pub fn one_by_one(&self) -> Vec<Effect> {
        self.lines(&self.members.iter().map(|touched| touched.effect.member).collect())
    }

    /// Whether anybody may do, see or read anything more.
    #[must_use]
    pub const fn gains(&self) -> bool {
        self.totals.gaining > 0
    }

    /// The effects as lines, by role, and by member for those named: modules that appear or
    /// disappear, chats in sight, numbers and traits; each with how many members it is for.
    #[must_use]
    pub fn lines(&self, named: &HashSet<MemberId>) -> Vec<Effect> {
        let mut lines: BTreeMap<(Place, String), Effect> = BTreeMap::new();
        for touched in &self.members {
            let effect = &touched.effect;
            let role = effect.role_after.as_ref().or(effect.role_before.as_ref());
            let whose = if named.contains(&effect.member) {
                touched.email.clone()
            } else {
                role.cloned().unwrap_or_default()
            };
            for (place, field, object, before, after) in parts(effect, &whose) {
                let line = lines.entry((place, object.clone())).or_insert_with(|| Effect {
                    object,
                    field,
                    before,
                    after: String::new(),
                    members: 0,
                });
                line.after = match place {
                    Place::Chats(_) => plus(&line.after, &after),
                    _ => after,
                };
                line.members += 1;
            }
        }
        lines.into_values().collect()
    }
}

fn plus(count: &str, more: &str) -> String {
    let number = |text: &str| text.parse::<u64>().unwrap_or_default();
    (number(count) + number(more)).to_string()
}

/// In which order lines stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Module(Permission),
    /// Those gained before those lost.
    Chats(bool),
    Numbers(bool),
    Traits(bool),
}

type Part = (Place, &'static str, String, Option<String>, String);

fn parts(effect: &MemberEffect, whose: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let module = |module: Permission, before: &str, after: &str| {
        let object = format!("{whose}/{module}");
        (Place::Module(module), "module", object, Some(before.to_owned()), after.to_owned())
    };
    parts.extend(effect.modules_hidden().map(|it| module(it, "visible", "hidden")));
    parts.extend(effect.modules_shown().map(|it| module(it, "hidden", "visible")));
    // Not how many they see before and after: as many may come as go.
    let ways = [("chats_gained", effect.chats_gained), ("chats_lost", effect.chats_lost)];
    for (index, (field, count)) in ways.into_iter().enumerate().filter(|(_, (_, n))| *n > 0) {
        parts.push((Place::Chats(index > 0), field, whose.to_owned(), None, count.to_string()));
    }
    let mut reading = |place, field, reading: Option<Reading>| {
        if let Some(after) = reading {
            let before = match after {
                Reading::Hidden => Reading::Readable,
                Reading::Readable => Reading::Hidden,
            };
            let (before, after) = (Some(before.key().to_owned()), after.key().to_owned());
            parts.push((place, field, whose.to_owned(), before, after));
        }
    };
    let hidden = |reading| reading == Some(Reading::Hidden);
    reading(Place::Numbers(hidden(effect.numbers)), "numbers", effect.numbers);
    reading(Place::Traits(hidden(effect.traits)), "traits", effect.traits);
    parts
}
