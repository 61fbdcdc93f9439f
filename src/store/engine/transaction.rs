//! Transactions: kept when they are committed, undone otherwise.

use std::ops::Deref;

use rusqlite::TransactionBehavior;

use super::Connection;
use crate::store::engine::error::Result;

/// What a transaction holds from its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Lock {
    /// One state of the database, to read from.
    Read,
    /// The right to write, which only one transaction has at a time.
    Write,
}

/// A transaction under way.
pub(in crate::store) struct Transaction<'c> {
    connection: &'c Connection,
    inner: rusqlite::Transaction<'c>,
}

impl Connection {
    /// Begins a transaction. There is one at a time, which the store's `&mut self` sees to.
    pub(in crate::store) fn transaction(&self, lock: Lock) -> Result<Transaction<'_>> {
        let behavior = match lock {
            Lock::Read => TransactionBehavior::Deferred,
            Lock::Write => TransactionBehavior::Immediate,
        };
        let inner = rusqlite::Transaction::new_unchecked(self.inner(), behavior)?;
        Ok(Transaction { connection: self, inner })
    }
}

impl Transaction<'_> {
    /// Keeps what it wrote.
    pub(in crate::store) fn commit(self) -> Result<()> {
        Ok(self.inner.commit()?)
    }
}

impl Deref for Transaction<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.connection
    }
}
