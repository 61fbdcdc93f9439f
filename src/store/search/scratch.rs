//! A full-text index in memory, for texts that are in no workspace's own.

use crate::store::engine::{Connection, Lock, error::Result};

/// An index in memory. It is made when it is first needed.
pub(in crate::store) struct Scratch {
    /// The statements that make its tables.
    tables: &'static str,
    made: Option<Connection>,
}

impl Scratch {
    pub(in crate::store) const fn new(tables: &'static str) -> Self {
        Self { tables, made: None }
    }

    /// Gives the index to `ask`, empty. What that writes is undone at the end.
    pub(in crate::store) fn with<T>(
        &mut self,
        ask: impl FnOnce(&Connection) -> Result<T>,
    ) -> Result<T> {
        let index = match self.made.take() {
            Some(index) => index,
            None => {
                let index = Connection::in_memory()?;
                index.batch(self.tables)?;
                index
            }
        };
        let index = self.made.insert(index);
        let change = index.transaction(Lock::Write)?;
        ask(&change)
    }
}
