//! `undo`: takes one change back, by the ordinary operations and under the ordinary rules. What the audit
//! tells of it says how it was before.

mod back;
mod entry;
mod way;

use std::collections::HashSet;

use self::{
    entry::{Done, share_tags, tagged_in},
    way::{Way, is_record},
};
use crate::{
    ops::{Outcome, Result, Session, shown_object},
    rules::{
        counted::counted,
        error::{Kind, NameError, UndoError},
        policy::{actor::Actor, permission::Permission},
        privacy::safe_text::SafeText,
    },
    store::{AuditObject, Snapshot, TrailEntry, TrailFilter},
};

/// Takes back the change of that entry, with everything that was done in the same go; without an entry, the
/// actor's newest change.
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
        for done in change.iter().filter(|done| done.way(&change) != Way::Itself) {
            rests_on_nothing(snapshot, actor, done, undoes, &change)?;
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
        Ok(outcome)
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

fn may_read(actor: &Actor, entry: &TrailEntry) -> bool {
    entry.member == Some(actor.id) || actor.may(Permission::AccessPermissions).allowed
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
    let mut newest = None;
    snapshot.trail_of(&TrailFilter { actor: Some(email), ..TrailFilter::default() }, |entry| {
        let is_record = is_record(&entry.action);
        newest = Some(entry).filter(|_| !is_record);
        Ok::<_, crate::ops::Error>(is_record)
    })?;
    Ok(newest)
}

/// Refuses a change that was already undone, and one of whose fields a later change made something else.
/// Changes that were undone don't count, nor does what undid them.
fn rests_on_nothing(
    snapshot: &Snapshot<'_>,
    actor: &Actor,
    done: &Done,
    undoes: i64,
    change: &[Done],
) -> Result<()> {
    let last = change.iter().map(|done| done.id).max().unwrap_or_default();
    let (mut by, mut later) = (None, None);
    let names = [Some(done.object.as_str()), done.after("name"), done.after("email")];
    let tagged = done.tagged();
    let mut open: Vec<_> = done.before.keys().chain(done.after.keys()).cloned().collect();
    // Newest first, an entry that undoes another comes before it.
    let mut undone = HashSet::new();
    snapshot.trail_of(&TrailFilter::default(), |entry| {
        let newer = entry.id > last;
        if !newer || undone.contains(&entry.id) || undone.contains(&entry.part_of) {
            return Ok::<_, crate::ops::Error>(newer);
        }
        let told = may_read(actor, &entry).then_some(entry.id);
        let is_tagging = entry.action == "contact.tag" || entry.action == "contact.untag";
        let is_obstacle = match entry.undoes {
            Some(id) if id == undoes => {
                by.get_or_insert(told.map(|_| entry.part_of));
                false
            }
            Some(id) if id > last => {
                undone.insert(id);
                false
            }
            _ if is_tagging && !tagged.is_empty() => {
                // What can't be read any more may have been about the same.
                let kept = snapshot.kept(entry.id)?;
                kept.is_none_or(|kept| share_tags(&tagged, &tagged_in(&kept)))
            }
            _ if names.contains(&Some(entry.object.as_str())) => {
                let other = Done::from(entry);
                // Of each field the newest word counts.
                let told = |field: &String| {
                    other.before.contains_key(field) || other.after.contains_key(field)
                };
                let differs = |field: &String| other.after.get(field) != done.after.get(field);
                let is_other = open.iter().any(|field| told(field) && differs(field));
                open.retain(|field| !told(field));
                is_other
            }
            _ => false,
        };
        if is_obstacle {
            later.get_or_insert(told);
        }
        Ok(newer)
    })?;
    match (by, later) {
        (Some(by), _) => Err(UndoError::Undone { entry: done.id, by }.into()),
        (None, Some(later)) => Err(UndoError::BuiltOn { entry: done.id, later }.into()),
        (None, None) => Ok(()),
    }
}
