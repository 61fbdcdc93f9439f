//! The same change to many chats, all or none: the first half of each verb, which looks at them all
//! before anything is written, and the second, which writes and tells. What the change is, is the
//! verb's.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use crate::{
    ops::{Changed, Outcome, Result, Session},
    rules::{
        counted::counted,
        id::ChatId,
        policy::{
            actor::Actor,
            grant::{Chats, Grant},
            permission::Permission,
        },
    },
    store::{Change, ChatStanding, Snapshot},
};

/// So many changes are told one by one; more are summed up, and stand one by one in the audit.
const MOST_TOLD: usize = 1000;

/// So many chats are named in a sentence.
const MOST_NAMED: usize = 10;

/// So many chats at once want more memory than a few.
const MANY: usize = 500;

/// A change to one field of many chats.
pub(super) struct Plan<T> {
    /// As the audit calls it.
    pub action: &'static str,
    /// The field.
    pub field: &'static str,
    /// Those whose field changes, with what it is.
    pub chats: Vec<(ChatId, Option<Rc<str>>)>,
    /// What `set` is given.
    pub to: T,
    /// What it becomes, in words.
    pub after: Option<String>,
    /// What is to be said of it.
    pub notes: Vec<String>,
}

/// How the chats of those ids stand, each of them once and all in the actor's sight.
///
/// # Errors
/// A chat that isn't there or that the actor doesn't see, which are the same.
pub(super) fn in_sight(
    snapshot: &Snapshot<'_>,
    actor: &Actor,
    ids: &[ChatId],
) -> Result<Vec<(ChatId, ChatStanding)>> {
    actor.require(Permission::Inbox)?;
    // One that is named twice is meant once, and is one line in the audit.
    let ids: BTreeSet<_> = ids.iter().collect();
    let mut chats = Vec::with_capacity(ids.len());
    for id in ids {
        let chat = snapshot.chat_standing(*id)?;
        actor.require_sight(*id, chat.map(|chat| chat.facts))?;
        chats.extend(chat.map(|chat| (*id, chat)));
    }
    Ok(chats)
}

/// Carries out a plan: `set` writes the field of one chat.
///
/// # Errors
/// What `plan` and `set` fail with; then nothing was changed.
pub(super) fn carry_out<T: Copy>(
    session: &mut Session,
    ids: &[ChatId],
    plan: impl FnOnce(&Snapshot<'_>, &Actor) -> Result<(Grant<Chats>, Plan<T>)>,
    set: impl Fn(&Change<'_, Chats>, ChatId, T) -> Result<()>,
) -> Result<Outcome> {
    if ids.len() > MANY {
        session.expect_many_rows()?;
    }
    let mut sums = None;
    let mut outcome = session.change(plan, |change, _, mut plan| {
        let is_long = plan.chats.len() > MOST_TOLD;
        let notes = std::mem::take(&mut plan.notes);
        let mut outcome = Outcome { notes, ..Outcome::default() };
        for (id, before) in &plan.chats {
            set(change, *id, plan.to)?;
            let changed = Changed::new(plan.action, format!("chat {}", id.0)).field(
                plan.field,
                before.as_deref(),
                plan.after.as_deref(),
            );
            if is_long {
                for entry in Outcome::from(changed).entries() {
                    change.note(&entry)?;
                }
            } else {
                outcome.changed.push(changed);
            }
        }
        sums = is_long.then(|| summed(&plan));
        Ok(outcome)
    })?;
    if let Some(sums) = sums {
        outcome.changed = sums;
        outcome.notes.push(
            "so many chats are summed up by what they were; the audit has each of them".to_owned(),
        );
    }
    Ok(outcome)
}

/// How many chats were what before.
fn summed<T>(plan: &Plan<T>) -> Vec<Changed> {
    let mut counts: BTreeMap<Option<&str>, u64> = BTreeMap::new();
    for (_, before) in &plan.chats {
        *counts.entry(before.as_deref()).or_default() += 1;
    }
    let sum = |(before, count): (Option<&str>, u64)| {
        let changed = Changed::new(plan.action, counted(count, "chat").to_string());
        changed.field(plan.field, before, plan.after.as_deref())
    };
    counts.into_iter().map(sum).collect()
}

/// The first few of those chats by their ids, and how many more there are, for a sentence.
#[must_use]
pub fn name_some(ids: impl ExactSizeIterator<Item = i64>) -> String {
    let more = ids.len().saturating_sub(MOST_NAMED);
    let named: Vec<_> = ids.take(MOST_NAMED).map(|id| id.to_string()).collect();
    match more {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}
