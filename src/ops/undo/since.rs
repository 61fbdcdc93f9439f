//! What happened since a change, and whether it stands in the way of taking it back.

use super::{
    cancelled::Cancelled,
    entry::{Done, Tagged, share_tags, tagged_in},
    way::{Way, is_tagging},
};
use crate::{
    ops::{Error, Result, audit::may_read, import_undo},
    rules::{error::UndoError, policy::actor::Actor},
    store::{Snapshot, TrailEntry, TrailFilter},
};

/// An entry as it is told: `None` where it isn't the actor's to read.
type Told = Option<i64>;

/// The entries since a change, newest first.
struct Since<'s> {
    snapshot: &'s Snapshot<'s>,
    actor: &'s Actor,
    done: &'s Done,
    tagged: Vec<Tagged<'s>>,
    /// By which entry the change is known, when it is undone.
    undoes: i64,
    /// Its newest entry.
    last: i64,
    /// Its fields of which nothing newer was met.
    open: Vec<String>,
    /// What was undone since. It doesn't count, nor does what undid it.
    cancelled: Cancelled,
    undone_by: Option<Told>,
    /// What came later, and whether that stays for good.
    built_on: Option<(Told, bool)>,
}

/// Refuses a change that was already undone, and one of whose fields a later change made something else.
/// `asked` is its entry that was named.
pub(super) fn rests_on_nothing(
    snapshot: &Snapshot<'_>,
    actor: &Actor,
    done: &Done,
    (asked, undoes): (i64, i64),
    change: &[Done],
) -> Result<()> {
    let mut since = Since {
        snapshot,
        actor,
        done,
        tagged: done.tagged(),
        undoes,
        last: change.iter().map(|done| done.id).max().unwrap_or_default(),
        open: done.before.keys().chain(done.after.keys()).cloned().collect(),
        cancelled: Cancelled::default(),
        undone_by: None,
        built_on: None,
    };
    snapshot.trail_of(&TrailFilter::default(), |entry| {
        let is_newer = entry.id > since.last;
        if is_newer {
            since.take(entry)?;
        }
        Ok::<_, Error>(is_newer)
    })?;
    match since {
        Since { undone_by: Some(by), .. } => Err(UndoError::Undone { entry: asked, by }.into()),
        Since { built_on: Some((later, is_final)), .. } => {
            Err(UndoError::BuiltOn { entry: asked, later, is_final }.into())
        }
        _ => Ok(()),
    }
}

impl Since<'_> {
    fn take(&mut self, entry: TrailEntry) -> Result<()> {
        if self.cancelled.has(&entry) {
            return Ok(());
        }
        let (told, part_of) = (may_read(self.actor, &entry).then_some(entry.id), entry.part_of);
        match entry.undoes {
            Some(id) if id == self.undoes => {
                self.undone_by.get_or_insert(told.map(|_| part_of));
            }
            Some(id) if id > self.last => self.cancelled.add(id, &entry),
            _ => {
                let is_final = matches!(Done::from(entry.clone()).way(&[]), Way::No(_));
                if self.is_obstacle(entry)? {
                    self.built_on.get_or_insert((told, is_final));
                }
            }
        }
        Ok(())
    }

    fn is_obstacle(&mut self, entry: TrailEntry) -> Result<bool> {
        if import_undo::ACTIONS.contains(&self.done.action.as_str()) {
            // It looks after what it brought, when it goes back.
            return Ok(false);
        }
        if is_tagging(&entry.action) && !self.tagged.is_empty() {
            // What can't be read any more may have been about the same.
            let kept = self.snapshot.kept(entry.id)?;
            return Ok(kept.is_none_or(|kept| share_tags(&self.tagged, &tagged_in(&kept))));
        }
        let done = self.done;
        let names = [Some(done.object.as_str()), done.after("name"), done.after("email")];
        if !names.contains(&Some(entry.object.as_str())) {
            return Ok(false);
        }
        let other = Done::from(entry);
        let told =
            |field: &String| other.before.contains_key(field) || other.after.contains_key(field);
        let differs = |field: &String| other.after.get(field) != done.after.get(field);
        let is_other = self.open.iter().any(|field| told(field) && differs(field));
        // Of each field the newest word counts.
        self.open.retain(|field| !told(field));
        Ok(is_other)
    }
}
