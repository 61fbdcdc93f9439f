//! `contact tag` and `contact untag`: one contact, or very many under one transaction.

use std::{collections::BTreeSet, ops::RangeInclusive};

use super::{Filter, object, read_tag, require_contact};
use crate::rules::policy::grant::Contacts;
use crate::{
    ops::{Changed, Outcome, Result, Session},
    rules::{
        counted::counted, id::ContactId, policy::permission::Permission,
        privacy::text::CustomerText,
    },
    store::{Change, ContactFilter, ContactWalk, Kept},
};

/// The longest list of keys that one entry of the audit holds, in bytes.
const LONGEST_ENTRY: usize = 4000;

/// Whom to tag.
#[derive(Debug, Clone)]
pub enum Whom<'a> {
    /// Those, by key or number.
    Named(&'a [String]),
    /// Everybody who passes.
    Fitting(Filter<'a>),
    /// Those of them that there still are, as ranges of keys.
    Keys(Vec<RangeInclusive<i64>>),
}

/// Which tags, and whether they are given or taken.
#[derive(Debug, Clone, Copy)]
pub struct Tagging<'a> {
    /// The tags.
    pub tags: &'a [String],
    /// What becomes of them.
    pub turn: Turn,
}

/// What becomes of a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// It is given, which campaigns may wait for.
    Give,
    /// It is given to who had it before.
    GiveBack,
    /// It is taken away.
    Take,
}

/// The contacts that are meant, looked up.
enum Meant {
    Named(BTreeSet<i64>),
    Fitting(ContactFilter),
    Keys(Vec<RangeInclusive<i64>>),
}

/// Gives contacts tags, or takes them away: all of them, or none.
///
/// # Errors
/// Refused without `users`, and for more than one contact without `users.bulk-tag`; a contact that
/// isn't there; a tag that can't be.
pub fn tag(session: &mut Session, tagging: Tagging<'_>, whom: Whom<'_>) -> Result<Outcome> {
    let now = session.now();
    if !matches!(&whom, Whom::Named([_])) {
        session.expect_many_rows()?;
    }
    let mut told = Outcome::default();
    let entry = session
        .change(
            |snapshot, actor| {
                let one = actor.authorize_contacts(Permission::Users, now)?;
                let tags =
                    tagging.tags.iter().map(|tag| read_tag(tag)).collect::<Result<Vec<_>>>()?;
                let meant = match whom {
                    Whom::Named(names) => {
                        let mut ids = BTreeSet::new();
                        for name in names {
                            ids.insert(require_contact(snapshot, name, None)?.contact.id.0);
                        }
                        Meant::Named(ids)
                    }
                    Whom::Fitting(filter) => Meant::Fitting(filter.resolve(actor)?),
                    Whom::Keys(ranges) => Meant::Keys(ranges),
                };
                let are_many = match &meant {
                    Meant::Named(ids) => ids.len() > 1,
                    Meant::Keys(ranges) => ranges.iter().flat_map(Clone::clone).nth(1).is_some(),
                    Meant::Fitting(filter) => {
                        let mut walk = ContactWalk::new(filter, None);
                        walk.next(snapshot)?.is_some() && walk.next(snapshot)?.is_some()
                    }
                };
                let grant = if are_many {
                    actor.authorize_contacts(Permission::UsersBulkTag, now)?
                } else {
                    one
                };
                Ok((grant, (tags, meant)))
            },
            |change, actor, (tags, meant)| {
                let mut work = Work::new(change, tagging, &tags);
                match meant {
                    Meant::Named(ids) => {
                        ids.into_iter().try_for_each(|id| work.take(ContactId(id)))?;
                    }
                    Meant::Keys(ranges) => {
                        for id in ranges.into_iter().flatten().map(ContactId) {
                            if change.contact_record(id)?.is_some()
                                && change.erased_at(id)?.is_none()
                            {
                                work.take(id)?;
                            }
                        }
                    }
                    Meant::Fitting(filter) => {
                        let mut walk = ContactWalk::new(&filter, None);
                        while let Some(id) = walk.next(change)? {
                            work.take(id)?;
                        }
                    }
                }
                let (outcome, told_of) = work.end()?;
                told = Outcome { lens: actor.lens(), ..told_of };
                Ok(outcome)
            },
        )?
        .entry;
    Ok(Outcome { entry, ..told })
}

/// A tagging under way. What was done is counted; whom it was done to is noted in the audit as
/// ranges of keys, since their names would be as many as there are contacts.
struct Work<'w> {
    change: &'w Change<'w, Contacts>,
    tagging: Tagging<'w>,
    tags: &'w [CustomerText],
    met: u64,
    changed: u64,
    noted: Ranges,
    /// Who was given each tag, or lost it.
    by_tag: Vec<Ranges>,
}

impl<'w> Work<'w> {
    fn new(
        change: &'w Change<'w, Contacts>,
        tagging: Tagging<'w>,
        tags: &'w [CustomerText],
    ) -> Self {
        let by_tag = vec![Ranges::default(); tags.len()];
        Self { change, tagging, tags, met: 0, changed: 0, noted: Ranges::default(), by_tag }
    }

    /// One contact; they come in the order of their keys.
    fn take(&mut self, id: ContactId) -> Result<()> {
        self.met += 1;
        let mut is_news = false;
        for (tag, of_tag) in self.tags.iter().zip(&mut self.by_tag) {
            let is_new = match self.tagging.turn {
                Turn::Give => self.change.add_tag(id, tag)?,
                Turn::GiveBack => self.change.give_back_tag(id, tag)?,
                Turn::Take => self.change.remove_tag(id, tag)?,
            };
            if is_new {
                of_tag.add(id.0);
            }
            is_news |= is_new;
        }
        if is_news {
            self.changed += 1;
            self.noted.add(id.0);
            if self.noted.text.len() >= LONGEST_ENTRY {
                self.note()?;
            }
        }
        Ok(())
    }

    fn note(&mut self) -> Result<()> {
        let noted = std::mem::take(&mut self.noted).end();
        let outcome = Outcome::from(self.done_to(format!("contacts {noted}")).keeping(self.kept()));
        Ok(outcome.entries().iter().try_for_each(|entry| self.change.note(entry))?)
    }

    /// Who was given each tag or lost it since this was asked last.
    fn kept(&mut self) -> Vec<Kept> {
        let by_tag = self.tags.iter().zip(&mut self.by_tag);
        let of = |(tag, of_tag): (&CustomerText, &mut Ranges)| {
            Kept::tag(tag, std::mem::take(of_tag).end())
        };
        by_tag.map(of).collect()
    }

    fn done_to(&self, object: String) -> Changed {
        let (action, verb) = if self.tagging.turn == Turn::Take {
            ("contact.untag", "taken away")
        } else {
            ("contact.tag", "given")
        };
        let count = self.tags.len();
        Changed::new(action, object).new_field("tags", Some(format!("{count} {verb}")))
    }

    /// What the change itself hands on to the audit, and what is told of it.
    fn end(mut self) -> Result<(Outcome, Outcome)> {
        if self.changed == 0 {
            return Ok((Outcome::default(), Outcome::default()));
        }
        if let (1, Some((id, _))) = (self.met, self.noted.last) {
            let done = self.done_to(object(ContactId(id))).keeping(self.kept());
            let outcome = Outcome::from(done);
            return Ok((outcome.clone(), outcome));
        }
        if self.noted.last.is_some() {
            self.note()?;
        }
        let (met, changed) = (self.met, self.changed);
        let mut told = Outcome::from(self.done_to(counted(changed, "contact").to_string()));
        told.notes.push(format!("{}, {changed} to change", counted(met, "contact")));
        Ok((Outcome::default(), told))
    }
}

/// Keys in ascending order, written as ranges: `1-3, 7`.
#[derive(Debug, Clone, Default)]
struct Ranges {
    text: String,
    last: Option<(i64, i64)>,
}

impl Ranges {
    fn add(&mut self, id: i64) {
        match &mut self.last {
            Some((_, last)) if *last + 1 == id => *last = id,
            _ => {
                self.write_last();
                self.last = Some((id, id));
            }
        }
    }

    fn write_last(&mut self) {
        let Some((first, last)) = self.last.take() else { return };
        let comma = if self.text.is_empty() { "" } else { ", " };
        let range = if first == last { first.to_string() } else { format!("{first}-{last}") };
        self.text.push_str(comma);
        self.text.push_str(&range);
    }

    fn end(mut self) -> String {
        self.write_last();
        self.text
    }
}

/// The ranges that such a text holds.
pub(in crate::ops) fn ranges(text: &str) -> Vec<RangeInclusive<i64>> {
    let range = |part: &str| {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        Some(first.parse().ok()?..=last.parse().ok()?)
    };
    text.split(", ").filter_map(range).collect()
}
