//! Words on their way into the full-text index of messages. The index is ordered by when messages were
//! written, and every step back in that order costs it a whole small piece of its own; while a history
//! comes chat by chat, or in no order at all. So the words of a change wait here, in order, until they
//! are enough or the change ends.

use std::collections::BTreeMap;

use super::{index::place, key::row};
use crate::rules::id::AccountId;
use crate::store::{Change, engine::error::Result};

/// So much waits at most, in bytes, and so a little more memory.
const MOST_WAITING: usize = 8 << 20;

/// What an entry costs beside its text, in bytes, roughly.
const ENTRY: usize = 96;

/// The words that wait, by their keys.
#[derive(Default)]
pub(in crate::store) struct SearchQueue {
    waiting: BTreeMap<i64, (AccountId, String)>,
    bytes: usize,
}

impl<K> Change<'_, K> {
    /// Puts a text into the index, sooner or later.
    pub(in crate::store) fn enqueue(&self, key: i64, account: AccountId, text: &str) -> Result<()> {
        let is_full = {
            let mut queue = self.state.queue.borrow_mut();
            queue.bytes += text.len() + ENTRY;
            queue.waiting.insert(key, (account, text.to_owned()));
            queue.bytes > MOST_WAITING
        };
        if is_full { self.index_waiting() } else { Ok(()) }
    }

    /// Takes a text back that is still waiting. Says whether it was.
    pub(in crate::store) fn dequeue(&self, key: i64) -> bool {
        let mut queue = self.state.queue.borrow_mut();
        let taken = queue.waiting.remove(&key);
        if let Some((_, text)) = &taken {
            queue.bytes -= text.len() + ENTRY;
        }
        taken.is_some()
    }

    /// Puts what waits into the index; a last step of every change.
    pub(in crate::store) fn index_waiting(&self) -> Result<()> {
        let queue = self.state.queue.take();
        let mut statement = self
            .connection
            .statement("INSERT INTO message_search (rowid, place, text) VALUES (?1, ?2, ?3)")?;
        for (key, (account, text)) in queue.waiting {
            statement.execute((row(key, account), place(account), text))?;
        }
        Ok(())
    }
}
