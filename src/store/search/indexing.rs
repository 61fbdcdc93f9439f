//! Putting words into the full-text index of messages, through the queue in which a change lets them
//! wait.

use super::{key::row, table::MESSAGES};
use crate::rules::id::AccountId;
use crate::store::{Change, engine::error::Result};

impl<K> Change<'_, K> {
    /// Puts a text into the index, sooner or later.
    pub(in crate::store) fn enqueue(&self, key: i64, account: AccountId, text: &str) -> Result<()> {
        let is_full = self.state.queue.borrow_mut().push(key, account, text);
        if is_full { self.index_waiting() } else { Ok(()) }
    }

    /// Takes a text back that is still waiting. Says whether it was.
    pub(in crate::store) fn dequeue(&self, key: i64) -> bool {
        self.state.queue.borrow_mut().remove(key)
    }

    /// Puts what waits into the index; a last step of every change.
    pub(in crate::store) fn index_waiting(&self) -> Result<()> {
        let queue = self.state.queue.take();
        let mut writer = MESSAGES.writer(self.connection)?;
        for (key, (account, text)) in queue.into_waiting() {
            writer.add(row(key, account), account, &text)?;
        }
        Ok(())
    }
}
