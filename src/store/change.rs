//! The two ways into the workspace: a snapshot to read from, and a change, which needs a
//! grant, writes its audit entries beside its rows, and is kept or undone as a whole.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    ops::Deref,
};

use crate::rules::policy::grant::Grant;
use crate::store::{
    Notices, Store,
    audit::{
        entry::{Attribution, AuditEntry},
        link::{DECIDING, Link},
    },
    chat::known_chats::KnownChats,
    counter::Counter,
    engine::{
        Connection, Lock,
        error::{Error, Result},
        watch::Watch,
    },
    open::{
        holder::{begin_writing, told_who},
        notice::about_clock,
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

/// What all of a change shares, whichever grants its writes need.
pub(in crate::store) struct State<'c> {
    snapshot: Snapshot<'c>,
    by: Attribution,
    pub(in crate::store) sequence: RefCell<BTreeMap<&'static str, Counter>>,
    noted: Cell<bool>,
    /// What changed of what decides rights, sight and masks.
    pub(in crate::store) watch: &'c Watch,
    notices: &'c Notices,
    /// The first entry of this change; `None` until one is written.
    pub(in crate::store) first_entry: Cell<Option<i64>>,
    /// Where the chain of the audit ends; `None` until an entry is written.
    pub(in crate::store) link: Cell<Option<Link>>,
    /// Whether anything waits for members to come; `None` until it was asked.
    pub(in crate::store) awaits: Cell<Option<bool>>,
    pub(in crate::store) queue: RefCell<SearchQueue>,
    pub(in crate::store) chats: RefCell<KnownChats>,
}

/// A change under way: everything a snapshot reads, and the writes that a grant of kind `K` opens.
pub struct Change<'c, K> {
    pub(in crate::store) state: &'c State<'c>,
    grant: &'c Grant<K>,
}

impl State<'_> {
    /// Where the chain of the audit ends, with the entries that this change has written.
    pub(in crate::store) fn last_link(&self) -> Result<Link, Error> {
        match self.link.get() {
            Some(link) => Ok(link),
            None => self.snapshot.last_link(),
        }
    }

    /// Warns where the time of a new entry doesn't follow on the newest one's.
    pub(in crate::store) fn check_clock(&self, newest: Link, now: i64) {
        if let Some(warning) = newest.at.and_then(|newest| about_clock(newest, now)) {
            self.notices.add(warning);
        }
    }
}

impl<K> Change<'_, K> {
    /// The same change, for the writes that another grant opens. Its entries say what that needed.
    #[must_use]
    pub const fn under<'s, M>(&'s self, grant: &'s Grant<M>) -> Change<'s, M> {
        Change { state: self.state, grant }
    }

    /// By what authority it is made.
    #[must_use]
    pub const fn grant(&self) -> &Grant<K> {
        self.grant
    }

    /// Writes an entry for the audit at once. For what changes so many things that their entries
    /// would fill the memory if they were handed over at the end.
    pub fn note(&self, entry: &AuditEntry) -> Result<(), Error> {
        self.keep();
        self.record(&self.state.by, entry)
    }

    /// Keeps the change also where nothing of it stands in the audit.
    pub(in crate::store) fn keep(&self) {
        self.state.noted.set(true);
    }
}

impl<'c, K> Deref for Change<'c, K> {
    type Target = Snapshot<'c>;

    fn deref(&self) -> &Self::Target {
        &self.state.snapshot
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
    pub fn expect_many_rows(&mut self) -> Result<(), Error> {
        self.connection.set_cache(BULK_CACHE)
    }

    /// Prepares for a long change that is only tried: it keeps nobody else from writing.
    pub fn expect_long_trial(&mut self) -> Result<(), Error> {
        self.work_on_a_copy()
    }

    /// Prepares for reading a long list.
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
    /// `decide` reads what the decision needs and gives the grant, under the same lock as the writes,
    /// so that nothing can change in between; `write` gives its result and the entries for the audit.
    /// No entry, no change: then there was nothing to do, and nothing is kept.
    ///
    /// # Errors
    /// What either fails with, or the store's own; then nothing was changed.
    pub fn change<K, A, T, E: From<Error>>(
        &mut self,
        mode: Mode,
        by: Attribution,
        decide: impl FnOnce(&Snapshot<'_>) -> Result<(Grant<K>, A), E>,
        write: impl FnOnce(&Change<'_, K>, A) -> Result<(T, Vec<AuditEntry>), E>,
    ) -> Result<T, E> {
        self.prepare_to_write()?;
        let watch = match &mut self.watch {
            Some(watch) => watch,
            none => none.insert(self.connection.watch(DECIDING)?),
        };
        let transaction = begin_writing(&self.connection, &self.place)?;
        transaction.reset_watch(watch)?;
        let state = State {
            snapshot: Snapshot { connection: &transaction },
            by,
            sequence: RefCell::default(),
            noted: Cell::new(false),
            watch,
            notices: &self.notices,
            first_entry: Cell::new(self.first_entry.filter(|_| self.are_together)),
            link: Cell::new(None),
            awaits: Cell::new(None),
            queue: RefCell::default(),
            chats: RefCell::default(),
        };
        let (grant, facts) = decide(&state.snapshot)?;
        let change = Change { state: &state, grant: &grant };
        let (result, entries) = write(&change, facts)?;
        for entry in &entries {
            change.record(&state.by, entry)?;
        }
        change.index_waiting()?;
        change.save_sequence()?;
        let is_changed = state.noted.get() || !entries.is_empty();
        let first = state.first_entry.get();
        drop(state);
        if mode == Mode::Apply && is_changed {
            transaction.commit()?;
            self.first_entry = first;
        }
        Ok(result)
    }

    /// Begins several changes that are made as one.
    pub fn begin_together(&mut self) -> Result<(), Error> {
        self.prepare_to_write()?;
        self.connection.begin_together().map_err(|error| told_who(error, self.place.path()))?;
        self.first_entry = None;
        self.are_together = true;
        Ok(())
    }

    /// Ends what was begun together: keeps all of it or nothing.
    ///
    /// # Errors
    /// The store's own; then nothing was changed.
    pub fn end_together(&mut self, keeps: bool) -> Result<(), Error> {
        if std::mem::take(&mut self.are_together) {
            self.connection.end_together(keeps)?;
        }
        Ok(())
    }

    /// The first entry of the change that was made last.
    #[must_use]
    pub const fn first_entry(&self) -> Option<i64> {
        self.first_entry
    }
}
