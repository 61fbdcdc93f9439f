//! A change as the audit has it, ready to be taken back.

use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use crate::{
    ops::{Result, contact},
    rules::error::UndoError,
    store::{AuditEntry, Kept, Kind, Snapshot, TrailEntry},
};

/// One entry.
pub(super) struct Done {
    pub(super) id: i64,
    pub(super) action: String,
    pub(super) object: String,
    pub(super) before: Map<String, Value>,
    pub(super) after: Map<String, Value>,
    pub(super) is_new: bool,
    /// What is kept with it.
    pub(super) kept: Vec<Kept>,
}

impl From<&AuditEntry> for Done {
    fn from(entry: &AuditEntry) -> Self {
        Self {
            id: 0,
            before: Map::new(),
            after: Map::new(),
            is_new: entry.before.is_none(),
            action: entry.action.to_owned(),
            object: entry.object.clone(),
            kept: Vec::new(),
        }
    }
}

impl From<TrailEntry> for Done {
    fn from(entry: TrailEntry) -> Self {
        let fields = |text: Option<&String>| {
            text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
        };
        Self {
            id: entry.id,
            before: fields(entry.before.as_ref()),
            after: fields(entry.after.as_ref()),
            is_new: entry.before.is_none(),
            action: entry.action,
            object: entry.object,
            kept: Vec::new(),
        }
    }
}

impl Done {
    /// The same with what is kept of it.
    pub(super) fn load(snapshot: &Snapshot<'_>, entry: TrailEntry) -> Result<Self> {
        let kept = snapshot.kept(entry.id)?;
        let kept = kept.ok_or(UndoError::Altered { entry: entry.id })?;
        Ok(Self { kept, ..entry.into() })
    }

    pub(super) fn before(&self, field: &str) -> Option<&str> {
        self.before.get(field)?.as_str()
    }

    pub(super) fn after(&self, field: &str) -> Option<&str> {
        self.after.get(field)?.as_str()
    }

    /// The rows of a kind that are kept.
    pub(super) fn rows(&self, kind: Kind) -> impl Iterator<Item = &String> {
        self.kept.iter().filter_map(move |kept| match kept {
            Kept::Row(of, row) if *of == kind => Some(row),
            _ => None,
        })
    }

    /// The row of a kind that is kept, which there must be.
    pub(super) fn row(&self, kind: Kind) -> Result<&str> {
        self.needs(self.rows(kind).next().map(String::as_str))
    }

    /// Whom it gave each tag, or took it from.
    pub(super) fn tagged(&self) -> Vec<Tagged<'_>> {
        tagged_in(&self.kept)
    }

    pub(super) fn needs<'t>(&self, value: Option<&'t str>) -> Result<&'t str> {
        value.ok_or_else(|| self.refused("the history doesn't keep what it was before"))
    }

    pub(super) fn refused(&self, reason: &'static str) -> crate::ops::Error {
        UndoError::NotUndone { entry: self.id, reason }.into()
    }
}

/// A tag, and the contacts that were given it or lost it, as ranges of keys in ascending order.
pub(super) type Tagged<'k> = (&'k str, Vec<RangeInclusive<i64>>);

/// The tags among what is kept with an entry.
pub(super) fn tagged_in(kept: &[Kept]) -> Vec<Tagged<'_>> {
    kept.iter()
        .filter_map(|kept| match kept {
            Kept::Tag(tag, contacts) => Some((tag.as_str(), contact::ranges(contacts))),
            _ => None,
        })
        .collect()
}

/// Whether both are about the same tag of the same contact.
pub(super) fn share_tags(one: &[Tagged<'_>], other: &[Tagged<'_>]) -> bool {
    one.iter().any(|(tag, whom)| other.iter().any(|(of, others)| of == tag && meet(whom, others)))
}

fn meet(one: &[RangeInclusive<i64>], other: &[RangeInclusive<i64>]) -> bool {
    let (mut one, mut other) = (one.iter().peekable(), other.iter().peekable());
    while let (Some(here), Some(there)) = (one.peek(), other.peek()) {
        if here.end() < there.start() {
            one.next();
        } else if there.end() < here.start() {
            other.next();
        } else {
            return true;
        }
    }
    false
}
