//! Chats from several sources, each in the order of `(last_at, id)` from an index of its own, merged
//! into one list. A source is read in blocks that grow, so that a first page reads about as many
//! index entries as it shows, and a long list few statements.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, VecDeque},
    ops::ControlFlow,
};

use super::{
    filter::{Assignee, ChatFilter},
    tag::{ANY, assignee_key},
};
use crate::rules::privacy::text::CustomerText;
use crate::store::{
    Snapshot,
    engine::{ToSql, error::Result},
};

/// Where a chat stands in the order of the list: its time, then its key, both descending.
pub(in crate::store) type Position = (i64, i64);

const FIRST_BLOCK: u32 = 1;
const LARGEST_BLOCK: u32 = 512;
/// So many positions are held at most, by all streams together, beside the first of each.
const MOST_AHEAD: usize = 1 << 16;

/// The chats on an account, or those of an assignee, or what is both; with neither, all.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) struct Source<A = i64> {
    /// On that account.
    pub(in crate::store) account: Option<A>,
    /// Theirs to answer.
    pub(in crate::store) assignee: Option<Assignee>,
}

impl<A: Copy> Source<A> {
    /// One for each of those accounts.
    pub(in crate::store) fn on(accounts: &[A], assignee: Option<Assignee>) -> Vec<Self> {
        accounts.iter().map(|account| Self { account: Some(*account), assignee }).collect()
    }
}

/// The chats of one source that are still to come, a block of them read ahead.
struct Stream {
    source: Source,
    ahead: VecDeque<Position>,
    read_to: Position,
    block: u32,
    largest_block: u32,
    exhausted: bool,
}

impl Stream {
    fn new(source: Source, after: Position, largest_block: u32) -> Self {
        let ahead = VecDeque::new();
        let block = FIRST_BLOCK;
        Self { source, ahead, read_to: after, block, largest_block, exhausted: false }
    }

    fn next(&mut self, snapshot: &Snapshot<'_>, filter: &ChatFilter) -> Result<Option<Position>> {
        if self.ahead.is_empty() && !self.exhausted {
            self.read_block(snapshot, filter)?;
        }
        Ok(self.ahead.pop_front())
    }

    fn read_block(&mut self, snapshot: &Snapshot<'_>, filter: &ChatFilter) -> Result<()> {
        let sql = filter.statement(&self.source);
        let mut statement = snapshot.connection.statement(&sql)?;
        let (at, id) = self.read_to;
        let account = self.source.account.unwrap_or(ANY);
        let assignee = assignee_key(self.source.assignee);
        let tag = filter.tag.as_ref().map(CustomerText::raw_for_storage);
        let values: [&dyn ToSql; 5] = [&account, &assignee, &at, &id, &tag];
        // Those that the text doesn't name are at the end, and are not given.
        let named = statement.parameter_count();
        let rows = statement.stream(&values[..named], |row| Ok((row.at(0)?, row.at(1)?)))?;
        for position in rows.take(self.block as usize) {
            self.ahead.push_back(position?);
        }
        self.exhausted = self.ahead.len() < self.block as usize;
        self.read_to = self.ahead.back().copied().unwrap_or(self.read_to);
        self.block = (self.block * 8).min(self.largest_block);
        Ok(())
    }
}

impl Snapshot<'_> {
    /// Gives the chats of these sources behind `after` to `take`, newest first and each once, until
    /// it breaks off.
    pub(in crate::store) fn merge<E: From<crate::store::Error>>(
        &self,
        sources: &[Source],
        filter: &ChatFilter,
        after: Position,
        mut take: impl FnMut(Position) -> Result<ControlFlow<()>, E>,
    ) -> Result<(), E> {
        let share = u32::try_from(MOST_AHEAD / sources.len().max(1)).unwrap_or(LARGEST_BLOCK);
        let largest_block = share.clamp(FIRST_BLOCK, LARGEST_BLOCK);
        let stream = |source: &Source| Stream::new(*source, after, largest_block);
        let mut streams: Vec<_> = sources.iter().map(stream).collect();
        let mut heads = BinaryHeap::new();
        for (index, stream) in streams.iter_mut().enumerate() {
            if let Some(position) = stream.next(self, filter)? {
                heads.push((position, Reverse(index)));
            }
        }
        let mut previous = None;
        while let Some((position, Reverse(index))) = heads.pop() {
            // A chat can be assigned to the viewer and lie on an account they see: then it comes
            // from two streams, and the two stand next to each other here.
            if previous != Some(position) {
                previous = Some(position);
                if take(position)?.is_break() {
                    break;
                }
            }
            if let Some(next) = streams[index].next(self, filter)? {
                heads.push((next, Reverse(index)));
            }
        }
        Ok(())
    }
}
