//! The two ways into the workspace: a snapshot to read from, and a change, which needs an
//! authorization, writes its audit entries beside its rows, and is kept or undone as a whole.

use std::{
    cell::{Cell, OnceCell, RefCell},
    collections::BTreeMap,
    ops::Deref,
};

use crate::rules::policy::authorization::Authorization;
use crate::store::{
    AuditEntry, Store,
    engine::{
        Connection, Lock,
        error::{Error, Result},
    },
    search::queue::SearchQueue,
};

/// What a change does when it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Keeps what it wrote.
    Apply,
    /// Undoes it: the same path, to the last step, with nothing left behind.
    DryRun,
}

/// One consistent view of the workspace.
pub struct Snapshot<'c> {
    pub(in crate::store) connection: &'c Connection,
}

/// A change under way: everything a snapshot reads, and the writes.
pub struct Change<'c> {
    snapshot: Snapshot<'c>,
    pub(in crate::store) sequence: RefCell<BTreeMap<&'static str, i64>>,
    by: OnceCell<Authorization>,
    noted: Cell<bool>,
    /// Whether anything waits for members to come; `None` until it was asked.
    pub(in crate::store) awaits: Cell<Option<bool>>,
    pub(in crate::store) queue: RefCell<SearchQueue>,
}

impl Change<'_> {
    /// Writes an entry for the audit at once. For what changes so many things that their entries
    /// would fill the memory if they were handed over at the end.
    ///
    /// # Errors
    /// The store's own.
    pub fn note(&self, entry: &AuditEntry) -> Result<(), Error> {
        let by = self.by.get().ok_or_else(|| {
            Error::Corrupt("a change was noted before anybody allowed it".to_owned())
        })?;
        self.noted.set(true);
        self.record(by, entry)
    }
}

impl<'c> Deref for Change<'c> {
    type Target = Snapshot<'c>;

    fn deref(&self) -> &Self::Target {
        &self.snapshot
    }
}

/// How much memory a change may keep pages in that writes to many places at once, in KiB. With less,
/// the same page is written out again and again; what a change doesn't touch takes none of it.
const BULK_CACHE: i64 = 48 * 1024;

/// The same for a long list, which comes back to the upper pages of what it joins: with less,
/// it takes a tenth longer (`tests/bench/stream.py`). Whoever reads little is better off without: to be given
/// new memory takes longer than to read a page again (`.cargo/config.toml`).
const LIST_CACHE: i64 = 2000;

impl Store {
    /// Prepares for a change of many rows.
    ///
    /// # Errors
    /// The store's own.
    pub fn expect_many_rows(&mut self) -> Result<(), Error> {
        self.connection.set_cache(BULK_CACHE)
    }

    /// Prepares for reading a long list.
    ///
    /// # Errors
    /// The store's own.
    pub fn expect_long_list(&mut self) -> Result<(), Error> {
        self.connection.set_cache(LIST_CACHE)
    }

    /// Reads under one transaction, so that what is read belongs together.
    ///
    /// # Errors
    /// What `read` fails with, or the store's own.
    pub fn read<T, E: From<Error>>(
        &mut self,
        read: impl FnOnce(&Snapshot<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let transaction = self.connection.transaction(Lock::Read)?;
        read(&Snapshot { connection: &transaction })
    }

    /// Changes something, in one transaction that holds the write lock from its start.
    ///
    /// `decide` reads what the decision needs and gives the authorization, under the same lock as
    /// the writes, so that nothing can change in between; `write` gives its result and the entries
    /// for the audit. No entry, no change: then there was nothing to do, and nothing is kept.
    ///
    /// # Errors
    /// What either fails with, or the store's own; then nothing was changed.
    pub fn change<A, T, E: From<Error>>(
        &mut self,
        mode: Mode,
        decide: impl FnOnce(&Snapshot<'_>) -> Result<(Authorization, A), E>,
        write: impl FnOnce(&Change<'_>, A) -> Result<(T, Vec<AuditEntry>), E>,
    ) -> Result<T, E> {
        let transaction = self.connection.transaction(Lock::Write)?;
        let change = Change {
            snapshot: Snapshot { connection: &transaction },
            sequence: RefCell::default(),
            by: OnceCell::new(),
            noted: Cell::new(false),
            awaits: Cell::new(None),
            queue: RefCell::default(),
        };
        let (authorization, facts) = decide(&change)?;
        let authorization = change.by.get_or_init(|| authorization);
        let (result, entries) = write(&change, facts)?;
        for entry in &entries {
            change.record(authorization, entry)?;
        }
        change.index_waiting()?;
        change.save_sequence()?;
        let is_changed = change.noted.get() || !entries.is_empty();
        drop(change);
        if mode == Mode::Apply && is_changed {
            transaction.commit()?;
        }
        Ok(result)
    }
}
