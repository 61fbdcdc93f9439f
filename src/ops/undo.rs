//! `undo`: takes one change back, by the ordinary operations and under the ordinary rules. What the audit
//! tells of it says how it was before.

mod back;
mod cancelled;
mod entry;
mod since;
mod way;

use self::{
    cancelled::Cancelled,
    entry::Done,
    since::rests_on_nothing,
    way::{Way, is_record},
};
use crate::{
    ops::{Outcome, Result, Session, audit::may_read, shown_object},
    rules::{
        counted::counted,
        error::{Kind, NameError},
        privacy::safe_text::SafeText,
    },
    store::{AuditObject, Snapshot, TrailEntry, TrailFilter},
};

/// Takes back the change of that entry, with everything that was done in the same go; without an entry, the
/// actor's newest change that is still in force.
///
/// # Errors
/// An entry that isn't there, or isn't the actor's to read; a change that can't be taken back, or that later
/// ones rest on; and whatever an operation that takes it back is refused for.
pub fn undo(session: &mut Session, entry: Option<i64>) -> Result<Undone> {
    let (change, undoes, actor) = session.read(|snapshot, actor| {
        let found = match entry {
            Some(id) => snapshot.trail_entry(id)?,
            None => newest_of(snapshot, &actor.email)?,
        };
        let found = found.filter(|found| may_read(actor, found)).ok_or_else(|| {
            let name = entry.map_or_else(|| "newest".to_owned(), |id| id.to_string());
            NameError::unknown(Kind::Entry, &name, None)
        })?;
        let by = found.actor.clone();
        let (id, first) = (found.id, found.part_of);
        let change = whole_change(snapshot, found)?;
        // What goes back as a whole is known by its first entry.
        let undoes = if change.len() > 1 { first } else { id };
        for done in &change {
            rests_on_nothing(snapshot, actor, done, (id, undoes), &change)?;
        }
        Ok((change, undoes, by))
    })?;
    let outcome = session.together(|session| {
        let mut outcome = Outcome::default();
        let mut back: Vec<_> = change.iter().rev().collect();
        // A role is there before anybody has it again, and goes when nobody has it any more.
        back.sort_by_key(|done| done.turn());
        for done in back.into_iter().filter(|done| done.way(&change) != Way::With) {
            outcome.join(session.undoing(undoes, |session| done.take_back(session))?);
        }
        match change.last() {
            Some(done) if outcome.changed.is_empty() => {
                Err(done.refused("nothing is left of it to take back"))
            }
            _ => Ok(outcome),
        }
    })?;
    // What it was about as a whole stands last: a member goes after what they held.
    let told = change.last().map(|done| (done.id, done.action.clone(), done.object.clone()));
    let (entry, action, object) = told.unwrap_or_default();
    Ok(Undone { entry, action, object, actor, others: change.len().saturating_sub(1), outcome })
}

/// A change that was taken back.
#[derive(Debug)]
pub struct Undone {
    entry: i64,
    action: String,
    object: String,
    actor: String,
    others: usize,
    /// What taking it back did.
    pub outcome: Outcome,
}

impl Undone {
    /// Which change it was.
    #[must_use]
    pub fn words(&self) -> SafeText {
        let lens = self.outcome.lens;
        let object = shown_object(&AuditObject::new(&self.action, &self.object), lens);
        let action = lens.staff(self.action.as_str());
        let others = match self.others {
            0 => SafeText::NOTHING,
            others => SafeText::of(&[&" and ", &counted(others as u64, "more entry")]),
        };
        let actor = lens.staff(self.actor.as_str());
        SafeText::of(&[
            &"Takes back entry ",
            &self.entry,
            &": ",
            &action,
            &" ",
            &object,
            &others,
            &", by ",
            &actor,
        ])
    }
}

/// Whether a change of these actions can be taken back at all, as far as that is known beforehand.
#[must_use]
pub fn can_be_tried(outcome: &Outcome) -> bool {
    let entries = outcome.entries();
    let change: Vec<_> = entries.iter().map(Done::from).collect();
    let is_import = change.first().is_some_and(|done| done.way(&change) == Way::Itself);
    is_import || goes_back_whole(&change)
}

/// Whether all entries of a change go back with any of them.
fn goes_back_whole(change: &[Done]) -> bool {
    let is_part = |done: &Done| matches!(done.way(change), Way::Alone | Way::With);
    !change.is_empty() && change.iter().all(is_part)
}

/// The entries that go back with one: all of its change, or where some can't go back, that one alone.
fn whole_change(snapshot: &Snapshot<'_>, named: TrailEntry) -> Result<Vec<Done>> {
    let entries = snapshot.trail_of_change(named.part_of)?;
    let change: Vec<_> = entries.iter().cloned().map(Done::from).collect();
    if goes_back_whole(&change) {
        return entries.into_iter().map(|entry| Done::load(snapshot, entry)).collect();
    }
    let alone = Done::load(snapshot, named)?;
    match alone.way(&change) {
        Way::No(reason) => Err(alone.refused(reason)),
        _ => Ok(vec![alone]),
    }
}

fn newest_of(snapshot: &Snapshot<'_>, email: &str) -> Result<Option<TrailEntry>> {
    let (mut newest, mut cancelled) = (None, Cancelled::default());
    snapshot.trail_of(&TrailFilter { actor: Some(email), ..TrailFilter::default() }, |entry| {
        let is_passed = is_record(&entry.action) || cancelled.take(&entry);
        newest = Some(entry).filter(|_| !is_passed);
        Ok::<_, crate::ops::Error>(is_passed)
    })?;
    Ok(newest)
}
