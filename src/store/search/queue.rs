//! Words on their way into the full-text index of messages. The index is ordered by when messages were
//! written, and every step back in that order costs it a whole small piece of its own; while a history
//! comes chat by chat, or in no order at all. So the words of a change wait here, in order, until they
//! are enough or the change ends.

use std::collections::BTreeMap;

use crate::rules::id::AccountId;

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

impl SearchQueue {
    /// Lets a text wait. Says whether they are enough now.
    pub(super) fn push(&mut self, key: i64, account: AccountId, text: &str) -> bool {
        self.bytes += text.len() + ENTRY;
        self.waiting.insert(key, (account, text.to_owned()));
        self.bytes > MOST_WAITING
    }

    /// Takes a text back. Says whether it was waiting.
    pub(super) fn remove(&mut self, key: i64) -> bool {
        let taken = self.waiting.remove(&key);
        if let Some((_, text)) = &taken {
            self.bytes -= text.len() + ENTRY;
        }
        taken.is_some()
    }

    /// What waits, by its keys in order.
    pub(super) fn into_waiting(self) -> impl Iterator<Item = (i64, (AccountId, String))> {
        self.waiting.into_iter()
    }
}
