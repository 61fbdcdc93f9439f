//! The groups that figures are told apart by: which one a chat or a message lies in, and what it is
//! called.

use std::collections::{BTreeMap, HashMap};

use super::{By, Figures, GroupRow};
use crate::{
    ops::{Result, account::number_of},
    rules::{
        id::{AccountId, MemberId},
        policy::actor::Actor,
        privacy::lens::SafeText,
        whatsapp::template::may_see,
        workspace::analytics::DAY,
    },
    store::{ChatFigure, MemberFilter, MessageFigure, Snapshot},
};

/// The place of a group among all that were met.
pub(super) type Place = u32;

/// How many days without anything are shown at most between two with something.
const MOST_EMPTY_DAYS: i64 = 3660;

/// The groups that were met so far.
pub(super) struct Groups {
    by: By,
    /// The place of what has a key: a day, an account, a member, a team, a template.
    places: HashMap<i64, Place>,
    /// The keys by their places; `None` for what lies in no group.
    keys: Vec<Option<i64>>,
    /// What lies in no group.
    nowhere: Option<Place>,
    /// The last key that was looked for: neighbours are often of one group.
    last: Option<(i64, Place)>,
    /// What keys are called, and in which order.
    names: BTreeMap<i64, SafeText>,
    /// The group's key of each account, or of each version of a template.
    of: HashMap<i64, Option<i64>>,
}

impl Groups {
    pub(super) fn load(snapshot: &Snapshot<'_>, actor: &Actor, by: By) -> Result<Self> {
        let mut groups = Self {
            by,
            places: HashMap::new(),
            keys: Vec::new(),
            nowhere: None,
            last: None,
            names: BTreeMap::new(),
            of: HashMap::new(),
        };
        match by {
            By::Day => {}
            By::Account => {
                for account in snapshot.accounts()? {
                    groups.names.insert(account.id.0, number_of(&account.number));
                }
            }
            By::Member => {
                for member in snapshot.members(&MemberFilter::default())? {
                    groups.names.insert(member.id.0, actor.lens().staff(member.email));
                }
            }
            By::Team => {
                for account in snapshot.account_groups()? {
                    let team = account.team.map(|(id, name)| {
                        groups.names.insert(id.0, actor.lens().staff(name));
                        id.0
                    });
                    groups.of.insert(account.id.0, team);
                }
            }
            By::Template => {
                for version in snapshot.template_groups()? {
                    // What the actor may not see is counted among what has no name.
                    let sees = may_see(actor.role.model, actor.id, version.ownership);
                    let template = sees.then(|| {
                        let name = actor.lens().staff(version.name);
                        let name = SafeText::of(&[
                            &name,
                            &" (",
                            &actor.lens().staff(version.language),
                            &")",
                        ]);
                        groups.names.insert(version.template, name);
                        version.template
                    });
                    groups.of.insert(version.version, template);
                }
            }
        }
        Ok(groups)
    }

    /// How many groups were met.
    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    /// Where everything of a chat lies that isn't told apart further; `None` where that is told by
    /// its messages alone.
    pub(super) fn of_chat(&mut self, chat: &ChatFigure) -> Option<Place> {
        match self.by {
            By::Day | By::Template => None,
            By::Account => Some(self.place(Some(chat.account.0))),
            By::Team => Some(self.of_account(chat.account)),
            By::Member => Some(self.of_member(chat.assignee)),
        }
    }

    /// Where what happened at a time lies, in a chat that lies there.
    #[inline]
    pub(super) fn at(&mut self, at: i64, chat: Option<Place>) -> Option<Place> {
        match self.by {
            By::Day => Some(self.place(Some(at.div_euclid(DAY)))),
            By::Template => None,
            By::Account | By::Team | By::Member => chat,
        }
    }

    /// Where a message lies, in a chat that lies there.
    #[inline]
    pub(super) fn of_message(
        &mut self,
        message: &MessageFigure,
        chat: Option<Place>,
    ) -> Option<Place> {
        match self.by {
            By::Member if !message.is_incoming => Some(self.of_member(message.member)),
            By::Template => {
                let version = message.template.filter(|_| !message.is_incoming)?;
                let template = self.of.get(&version).copied().flatten();
                Some(self.place(template))
            }
            _ => self.at(message.at, chat),
        }
    }

    /// Where a wait lies that began at that time and ended with that message.
    #[inline]
    pub(super) fn of_wait(
        &mut self,
        began: i64,
        answer: &MessageFigure,
        chat: Option<Place>,
    ) -> Option<Place> {
        match self.by {
            By::Member => Some(self.of_member(answer.member)),
            _ => self.at(began, chat),
        }
    }

    fn of_account(&mut self, account: AccountId) -> Place {
        let team = self.of.get(&account.0).copied().flatten();
        self.place(team)
    }

    fn of_member(&mut self, member: Option<MemberId>) -> Place {
        self.place(member.map(|member| member.0))
    }

    #[inline]
    fn place(&mut self, key: Option<i64>) -> Place {
        let Some(key) = key else {
            let next = self.keys.len();
            let place = *self.nowhere.get_or_insert_with(|| narrow(next));
            if place == narrow(next) {
                self.keys.push(None);
            }
            return place;
        };
        if let Some((last, place)) = self.last
            && last == key
        {
            return place;
        }
        let next = narrow(self.keys.len());
        let place = *self.places.entry(key).or_insert(next);
        if place == next {
            self.keys.push(Some(key));
        }
        self.last = Some((key, place));
        place
    }

    /// The groups in their order, with what was counted in each: days in the order of time, with
    /// those between on which nothing was; the others by their names; last what lies in none.
    pub(super) fn rows(self, figures: Vec<Figures>) -> Vec<GroupRow> {
        let mut named: Vec<(i64, GroupRow)> = Vec::with_capacity(figures.len());
        let mut nowhere = None;
        for (key, figures) in self.keys.iter().zip(figures) {
            let Some(key) = *key else {
                nowhere = Some(GroupRow { name: None, figures });
                continue;
            };
            let name = match self.by {
                By::Day => Some(day(key)),
                _ => self.names.get(&key).cloned(),
            };
            named.push((key, GroupRow { name, figures }));
        }
        if self.by == By::Day {
            named.sort_by_key(|(day, _)| *day);
            named = filled(named);
        } else if self.by == By::Account {
            named.sort_by_key(|(account, _)| *account);
        } else {
            named.sort_by(|(_, one), (_, other)| one.name.cmp(&other.name));
        }
        named.into_iter().map(|(_, row)| row).chain(nowhere).collect()
    }
}

/// The days with those between, unless they are so many that something is wrong with a time.
fn filled(days: Vec<(i64, GroupRow)>) -> Vec<(i64, GroupRow)> {
    let mut whole: Vec<(i64, GroupRow)> = Vec::with_capacity(days.len());
    for (key, row) in days {
        if let Some(before) = whole.last().map(|(before, _)| *before)
            && key - before <= MOST_EMPTY_DAYS
        {
            for empty in before + 1..key {
                let row = GroupRow { name: Some(day(empty)), figures: Figures::default() };
                whole.push((empty, row));
            }
        }
        whole.push((key, row));
    }
    whole
}

fn day(day: i64) -> SafeText {
    match jiff::Timestamp::from_millisecond(day.saturating_mul(DAY)) {
        Ok(at) => SafeText::of(&[&at.to_zoned(jiff::tz::TimeZone::UTC).date()]),
        Err(_) => SafeText::word("out of range"),
    }
}

/// There are never so many groups that a place doesn't fit.
fn narrow(place: usize) -> Place {
    Place::try_from(place).unwrap_or(Place::MAX)
}
