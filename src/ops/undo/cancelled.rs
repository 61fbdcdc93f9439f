//! What was undone already.

use std::collections::HashSet;

use crate::{ops::import_undo, store::TrailEntry};

/// What was undone, as far as the entries tell it that were met, newest first: what undoes another comes
/// before it.
#[derive(Default)]
pub(super) struct Cancelled {
    alone: HashSet<i64>,
    /// Those that went back with everything that was done in the same go.
    whole: HashSet<i64>,
}

impl Cancelled {
    /// Whether an entry was undone.
    pub(super) fn has(&self, entry: &TrailEntry) -> bool {
        self.alone.contains(&entry.id) || self.whole.contains(&entry.part_of)
    }

    /// Takes what another entry undid.
    pub(super) fn add(&mut self, undone: i64, by: &TrailEntry) {
        self.alone.insert(undone);
        // What an import did to rights has entries of its own, which stay.
        if by.action != import_undo::UNDO {
            self.whole.insert(undone);
        }
    }

    /// Takes the next entry. Whether it was undone, or only undid another.
    pub(super) fn take(&mut self, entry: &TrailEntry) -> bool {
        if self.has(entry) {
            return true;
        }
        if let Some(undone) = entry.undoes {
            self.add(undone, entry);
        }
        entry.undoes.is_some()
    }
}
