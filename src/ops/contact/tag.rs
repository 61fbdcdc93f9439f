//! `contact tag` and `contact untag`: one contact, or very many under one transaction.

use std::collections::BTreeSet;

use super::{Filter, object, read_tag, require_contact};
use crate::rules::policy::grant::Contacts;
use crate::{
    ops::{Changed, Outcome, Result, Session},
    rules::{id::ContactId, policy::permission::Permission, privacy::private::CustomerText},
    store::{Change, ContactFilter, ContactWalk},
};

/// The longest list of keys that one entry of the audit holds, in bytes.
const LONGEST_ENTRY: usize = 4000;

/// Whom to tag.
#[derive(Debug, Clone, Copy)]
pub enum Whom<'a> {
    /// Those, by key or number.
    Named(&'a [String]),
    /// Everybody who passes.
    Fitting(Filter<'a>),
}

/// Which tags, and whether they are given or taken.
#[derive(Debug, Clone, Copy)]
pub struct Tagging<'a> {
    /// The tags.
    pub tags: &'a [String],
    /// Takes them away instead of giving them.
    pub remove: bool,
}

/// The contacts that are meant, looked up.
enum Meant {
    Named(BTreeSet<i64>),
    Fitting(ContactFilter),
}

/// Gives contacts tags, or takes them away: all of them, or none.
///
/// # Errors
/// Refused without `users`, and for more than one contact without `users.bulk-tag`; a contact that
/// isn't there; a tag that can't be.
pub fn tag(session: &mut Session, tagging: Tagging<'_>, whom: Whom<'_>) -> Result<Outcome> {
    let now = session.now();
    if !matches!(whom, Whom::Named([_])) {
        session.expect_many_rows()?;
    }
    let mut told = Outcome::default();
    session.change(
        |snapshot, actor| {
            let grant = actor.authorize_contacts(Permission::Users, now)?;
            let tags = tagging.tags.iter().map(|tag| read_tag(tag)).collect::<Result<Vec<_>>>()?;
            let meant = match whom {
                Whom::Named(names) => {
                    let mut ids = BTreeSet::new();
                    for name in names {
                        ids.insert(require_contact(snapshot, name, None)?.contact.id.0);
                    }
                    Meant::Named(ids)
                }
                Whom::Fitting(filter) => Meant::Fitting(filter.resolve(actor)?),
            };
            let are_many = match &meant {
                Meant::Named(ids) => ids.len() > 1,
                Meant::Fitting(filter) => {
                    let mut walk = ContactWalk::new(filter, None);
                    walk.next(snapshot)?.is_some() && walk.next(snapshot)?.is_some()
                }
            };
            if are_many {
                actor.require(Permission::UsersBulkTag)?;
            }
            Ok((grant, (tags, meant)))
        },
        |change, actor, (tags, meant)| {
            let mut work = Work::new(change, tagging, &tags);
            match meant {
                Meant::Named(ids) => {
                    ids.into_iter().try_for_each(|id| work.take(ContactId(id)))?;
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
    )?;
    Ok(told)
}

/// A tagging under way. What was done is counted; whom it was done to is noted in the audit as
/// ranges of keys, since their names would be as many as there are contacts.
struct Work<'w> {
    change: &'w Change<'w, Contacts>,
    tagging: Tagging<'w>,
    tags: &'w [CustomerText],
    met: u64,
    changed: u64,
    range: Option<(i64, i64)>,
    noted: String,
}

impl<'w> Work<'w> {
    fn new(
        change: &'w Change<'w, Contacts>,
        tagging: Tagging<'w>,
        tags: &'w [CustomerText],
    ) -> Self {
        Self { change, tagging, tags, met: 0, changed: 0, range: None, noted: String::new() }
    }

    /// One contact; they come in the order of their keys.
    fn take(&mut self, id: ContactId) -> Result<()> {
        self.met += 1;
        let mut is_news = false;
        for tag in self.tags {
            is_news |= if self.tagging.remove {
                self.change.remove_tag(id, tag)?
            } else {
                self.change.add_tag(id, tag)?
            };
        }
        if is_news {
            self.changed += 1;
            match &mut self.range {
                Some((_, last)) if *last + 1 == id.0 => *last = id.0,
                _ => {
                    self.end_range()?;
                    self.range = Some((id.0, id.0));
                }
            }
        }
        Ok(())
    }

    fn end_range(&mut self) -> Result<()> {
        let Some((first, last)) = self.range.take() else { return Ok(()) };
        let comma = if self.noted.is_empty() { "" } else { ", " };
        let range = if first == last { first.to_string() } else { format!("{first}-{last}") };
        self.noted.push_str(comma);
        self.noted.push_str(&range);
        if self.noted.len() >= LONGEST_ENTRY { self.note() } else { Ok(()) }
    }

    fn note(&mut self) -> Result<()> {
        let noted = std::mem::take(&mut self.noted);
        let outcome = Outcome::from(self.done_to(format!("contacts {noted}")));
        Ok(outcome.entries().iter().try_for_each(|entry| self.change.note(entry))?)
    }

    fn done_to(&self, object: String) -> Changed {
        let (action, verb) = if self.tagging.remove {
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
        if self.met == 1 {
            let id = self.range.map_or(0, |(first, _)| first);
            let outcome = Outcome::from(self.done_to(object(ContactId(id))));
            return Ok((outcome.clone(), outcome));
        }
        self.end_range()?;
        if !self.noted.is_empty() {
            self.note()?;
        }
        let (met, changed) = (self.met, self.changed);
        let mut told = Outcome::from(self.done_to(format!("{changed} contacts")));
        told.notes.push(format!("{met} contacts are meant, and {changed} of them change"));
        Ok((Outcome::default(), told))
    }
}
