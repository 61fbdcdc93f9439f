//! Searching what is assigned to a reader. The index doesn't know assignees, who come and go; but these
//! chats are told by an index of their own, and they are few. So their texts are read, newest first;
//! or, where the words are rare, they are held against all that has the words, which is little.

use std::{iter::Peekable, ops::ControlFlow, vec::IntoIter};

use super::{
    find::Index,
    key::{first_row, key_of_row, search_key},
    words::{Finder, Words},
};
use crate::rules::id::MessageId;
use crate::store::{
    Snapshot,
    engine::{
        Row,
        error::{Error, Result},
    },
};

/// So many texts are read before the index is asked.
const MOST_READ: usize = if cfg!(test) { 256 } else { 1 << 12 };

/// So many texts are read at a time.
const BLOCK: usize = 128;

/// So many of what has the words are held against what is assigned. If that wasn't enough, they are
/// common after all.
pub(in crate::store) const MOST_HELD: usize = if cfg!(test) { 64 } else { 1 << 14 };

/// Keys above `after` and below `before`.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) struct Range {
    pub(in crate::store) before: i64,
    pub(in crate::store) after: i64,
}

impl Snapshot<'_> {
    /// The keys in that range of what is assigned to a member and has the words, the highest first.
    pub(in crate::store) fn assigned(
        &self,
        index: &Index,
        words: &Words,
        assignee: i64,
        range: Range,
        limit: usize,
    ) -> Result<Vec<i64>> {
        let mut first = self.assigned_keys(index, assignee, range)?;
        let rest = first.split_off(first.len().min(MOST_READ));
        let mut finder = Finder::new(words);
        let mut found = Vec::new();
        self.read(index, &mut finder, &first, (&mut found, limit))?;
        if found.len() < limit
            && let Some(next) = rest.first()
        {
            let rest = self.hold(index, words, next + 1, rest, (&mut found, limit))?;
            self.read(index, &mut finder, &rest, (&mut found, limit))?;
        }
        Ok(found)
    }

    /// Those of some assigned keys that have the words, the highest first.
    pub(in crate::store) fn assigned_of(
        &self,
        index: &Index,
        words: &Words,
        keys: &[i64],
        limit: usize,
    ) -> Result<Vec<i64>> {
        let mut found = Vec::new();
        self.read(index, &mut Finder::new(words), keys, (&mut found, limit))?;
        Ok(found)
    }

    /// The keys in that range of what is assigned to a member, the highest first.
    pub(in crate::store) fn assigned_keys(
        &self,
        index: &Index,
        assignee: i64,
        range: Range,
    ) -> Result<Vec<i64>> {
        let mut keys = Vec::new();
        let values = [assignee, (index.since)(range.after)];
        self.connection.each(index.of_assignee, values, |row| {
            let (id, at): (i64, Option<i64>) = (row.at(0)?, row.at(1)?);
            let key = at.map_or(Ok(id), |at| search_key(MessageId(id), at))?;
            if range.after < key && key < range.before {
                keys.push(key);
            }
            Ok::<_, Error>(ControlFlow::Continue(()))
        })?;
        keys.sort_unstable_by(|a, b| b.cmp(a));
        Ok(keys)
    }

    /// Adds those keys whose texts have the words, until there are as many as wanted.
    fn read(
        &self,
        index: &Index,
        finder: &mut Finder<'_>,
        keys: &[i64],
        (found, limit): (&mut Vec<i64>, usize),
    ) -> Result<()> {
        let mut statement = self.connection.statement(index.text)?;
        for block in keys.chunks(BLOCK) {
            if found.len() >= limit {
                break;
            }
            let mut texts = Vec::with_capacity(block.len());
            for key in block {
                // A group's chat has no contact, and what was deleted no text.
                let text = statement.find([(index.id)(*key)], Row::only)?;
                texts.extend(text.flatten().map(|text: String| (*key, text)));
            }
            let mut these = finder.find(&texts)?;
            these.sort_unstable_by(|a, b| b.cmp(a));
            found.append(&mut these);
        }
        found.truncate(limit);
        Ok(())
    }

    /// Adds those keys that are among what has the words, until there are as many as wanted. Gives those that
    /// it has not come to.
    fn hold(
        &self,
        index: &Index,
        words: &Words,
        before: i64,
        keys: Vec<i64>,
        (found, limit): (&mut Vec<i64>, usize),
    ) -> Result<Vec<i64>> {
        let mut awaited = Awaited::new(keys);
        let mut matching = self.connection.statement(&index.matching())?;
        let rows = matching.stream((index.expression(words), first_row(before)), Row::only)?;
        for (held, row) in rows.enumerate() {
            if held == MOST_HELD {
                return Ok(awaited.rest());
            }
            let key = key_of_row(row?);
            if awaited.meets(key) {
                found.push(key);
            }
            if awaited.is_over() || found.len() >= limit {
                break;
            }
        }
        Ok(Vec::new())
    }
}

/// Keys that are waited for, the highest first, among others that come in the same order.
pub(in crate::store) struct Awaited(Peekable<IntoIter<i64>>);

impl Awaited {
    pub(in crate::store) fn new(keys: Vec<i64>) -> Self {
        Self(keys.into_iter().peekable())
    }

    pub(in crate::store) fn nothing() -> Self {
        Self::new(Vec::new())
    }

    /// Whether the next one to come is among them.
    pub(in crate::store) fn meets(&mut self, key: i64) -> bool {
        while self.0.next_if(|awaited| *awaited > key).is_some() {}
        self.0.next_if_eq(&key).is_some()
    }

    pub(in crate::store) fn is_over(&mut self) -> bool {
        self.0.peek().is_none()
    }

    /// Those that none came for yet.
    pub(in crate::store) fn rest(self) -> Vec<i64> {
        self.0.collect()
    }
}
