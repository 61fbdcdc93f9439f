//! Searching what is assigned to a reader. The index doesn't know assignees, who come and go; but these
//! chats are told by an index of their own, and they are few. So their texts are read, newest first;
//! or, where the words are rare, they are held against all that has the words, which is little.

use rusqlite::OptionalExtension;

use super::{
    Snapshot,
    error::Result,
    search::Index,
    search_index::search_key,
    search_words::{Finder, Words},
};
use crate::rules::id::MessageId;

/// So many texts are read before the index is asked.
const MOST_READ: usize = if cfg!(test) { 256 } else { 1 << 12 };

/// So many texts are read at a time.
const BLOCK: usize = 128;

/// So many of what has the words are held against what is assigned. If that wasn't enough, they are
/// common after all.
const MOST_HELD: usize = if cfg!(test) { 64 } else { 1 << 14 };

/// Keys above `after` and below `before`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Range {
    pub(super) before: i64,
    pub(super) after: i64,
}

impl Snapshot<'_> {
    /// The keys in that range of what is assigned to a member and has the words, the highest first.
    pub(super) fn assigned(
        &self,
        index: &Index,
        words: &Words,
        assignee: i64,
        range: Range,
        limit: usize,
    ) -> Result<Vec<i64>> {
        let keys = self.assigned_keys(index, assignee, range)?;
        let mut finder = Finder::new(words);
        let mut found = Vec::new();
        let (first, rest) = keys.split_at(keys.len().min(MOST_READ));
        self.read(index, &mut finder, first, (&mut found, limit))?;
        if found.len() < limit
            && let [next, ..] = rest
        {
            let mut matching = self.connection.prepare_cached(&index.matching())?;
            let before = next.saturating_add(1);
            let expression = index.expression(words);
            let mut matches = matching.query_map((expression, before), |row| row.get(0))?;
            let rest = hold(matches.by_ref().map(|key| Ok(key?)), rest, (&mut found, limit))?;
            self.read(index, &mut finder, rest, (&mut found, limit))?;
        }
        Ok(found)
    }

    /// The same, out of what has the words from some key on.
    pub(super) fn rarely_assigned(
        &self,
        index: &Index,
        words: &Words,
        (assignee, range): (i64, Range),
        matches: impl Iterator<Item = Result<i64>>,
        limit: usize,
    ) -> Result<Vec<i64>> {
        let keys = self.assigned_keys(index, assignee, range)?;
        let mut found = Vec::new();
        let rest = hold(matches, &keys, (&mut found, limit))?;
        self.read(index, &mut Finder::new(words), rest, (&mut found, limit))?;
        Ok(found)
    }

    fn assigned_keys(&self, index: &Index, assignee: i64, range: Range) -> Result<Vec<i64>> {
        let mut statement = self.connection.prepare_cached(index.of_assignee)?;
        let mut rows = statement.query([assignee, range.after])?;
        let mut keys = Vec::new();
        while let Some(row) = rows.next()? {
            let (id, at): (i64, Option<i64>) = (row.get(0)?, row.get(1)?);
            let key = at.map_or(Ok(id), |at| search_key(MessageId(id), at))?;
            if range.after < key && key < range.before {
                keys.push(key);
            }
        }
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
        let mut statement = self.connection.prepare_cached(index.text)?;
        for block in keys.chunks(BLOCK) {
            if found.len() >= limit {
                break;
            }
            let mut texts = Vec::with_capacity(block.len());
            for key in block {
                // A group's chat has no contact, and what was deleted no text.
                let text = statement.query_row([key], |row| row.get(0)).optional()?;
                texts.extend(text.flatten().map(|text: String| (*key, text)));
            }
            let mut these = finder.find(&texts)?;
            these.sort_unstable_by(|a, b| b.cmp(a));
            found.append(&mut these);
        }
        found.truncate(limit);
        Ok(())
    }
}

/// Adds those keys that are among what has the words, until there are as many as wanted. Gives those that
/// it has not come to.
fn hold<'k>(
    matches: impl Iterator<Item = Result<i64>>,
    keys: &'k [i64],
    (found, limit): (&mut Vec<i64>, usize),
) -> Result<&'k [i64]> {
    let mut rest = keys;
    for (held, key) in matches.enumerate() {
        let key = key?;
        while let [first, others @ ..] = rest
            && *first >= key
        {
            rest = others;
            if *first == key {
                found.push(key);
            }
        }
        if rest.is_empty() || found.len() >= limit {
            return Ok(&[]);
        }
        if held == MOST_HELD {
            return Ok(rest);
        }
    }
    Ok(&[])
}
