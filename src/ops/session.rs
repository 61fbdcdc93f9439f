//! One run of the program on one workspace: who acts, when it is, and whether changes are kept.

use crate::{
    ops::{
        Changed, Error, Outcome, Result,
        acting::{load_actor, reader, who_acts},
    },
    rules::{
        error::Refusal,
        policy::{
            actor::Actor,
            caller::{Caller, Via, Visitor},
            grant::{Grant, Outbox},
            mask::MaskSet,
            permission::Permission,
        },
        privacy::safe_text::SafeText,
    },
    store::{self, Ahead, Attribution, Change, Delivery, Mode, Snapshot, Store},
};

/// A workspace with somebody at work in it.
pub struct Session {
    store: Store,
    caller: Caller,
    now: i64,
    mode: Mode,
    /// The masks to read with instead of the actor's own.
    masks: Option<MaskSet>,
    /// Rows that the next change makes again what they were.
    put_back: Vec<(store::Kind, String)>,
    /// The entry of the audit that changes take back.
    undoes: Option<i64>,
}

/// That the actor's right was asked: only then is a file opened for them.
#[derive(Debug, Clone, Copy)]
pub struct Cleared(());

impl Cleared {
    /// Nobody is named to act: who holds the workspace's file may read their own files.
    #[must_use]
    pub const fn holder() -> Self {
        Self(())
    }
}

impl Session {
    /// On that workspace, on behalf of who calls; `now` is in milliseconds since 1970.
    #[must_use]
    pub const fn new(store: Store, caller: Caller, now: i64, mode: Mode) -> Self {
        Self { store, caller, now, mode, masks: None, put_back: Vec::new(), undoes: None }
    }

    /// The same session, reading with other masks than the actor's own: an owner's sight through a
    /// role's eyes.
    #[must_use]
    pub fn with_masks(mut self, masks: Option<MaskSet>) -> Self {
        self.masks = masks;
        self
    }

    /// What time it is, in milliseconds since 1970.
    #[must_use]
    pub const fn now(&self) -> i64 {
        self.now
    }

    /// The workspace, to look at its file.
    pub(super) const fn store(&self) -> &Store {
        &self.store
    }

    /// The workspace, to repair its file.
    pub(super) const fn store_mut(&mut self) -> &mut Store {
        &mut self.store
    }

    /// Ends the work and gives the workspace back.
    pub(super) fn into_store(self) -> Store {
        self.store
    }

    /// Whether somebody signed in from elsewhere runs it.
    #[must_use]
    pub fn is_pinned(&self) -> bool {
        self.caller.via == Via::Key
    }

    /// Whether whoever runs it set the clock by hand.
    pub(super) const fn clock_is_set(&self) -> bool {
        self.caller.clock_is_set
    }

    /// Whether changes are undone at the end.
    #[must_use]
    pub fn is_dry_run(&self) -> bool {
        self.mode == Mode::DryRun
    }

    /// Says what the next read or change will ask for beside who acts.
    pub(super) fn ask_ahead<A: IntoIterator<Item = Ahead>>(&self, asked: impl FnOnce() -> A) {
        self.store.ask_ahead(asked);
    }

    /// Reads, as the actor.
    ///
    /// # Errors
    /// An actor who isn't a member, and what `read` fails with.
    pub fn read<T>(&mut self, read: impl FnOnce(&Snapshot<'_>, &Actor) -> Result<T>) -> Result<T> {
        let (caller, masks, now) = (&self.caller, self.masks, self.now);
        self.store.ask_ahead(|| who_acts(caller).into_iter().chain([Ahead::erasure_key()]));
        self.store.read(|snapshot| {
            let actor = reader(snapshot, caller, masks, now)?;
            read(snapshot, &actor).map_err(|error| error.told_to(&actor))
        })
    }

    /// Through whose eyes everything is read, and what those may not read of contacts.
    ///
    /// # Errors
    /// An actor who isn't a member.
    pub fn reader(&mut self) -> Result<(SafeText, MaskSet)> {
        self.read(|_, actor| Ok((actor.lens().staff(actor.email.clone()), actor.role.masks)))
    }

    /// The email of the actor, if they have not joined: what is read as them is a preview.
    ///
    /// # Errors
    /// As [`Session::read`]'s.
    pub fn preview(&mut self) -> Result<Option<String>> {
        // Nobody who has not joined is chosen unless they are named.
        if self.caller.actor.is_none() {
            return Ok(None);
        }
        self.read(|_, actor| Ok(actor.previews.then(|| actor.email.clone())))
    }

    /// Fails unless the actor has the permission and has joined. Ask this before a file is opened for a
    /// change.
    pub fn require(&mut self, permission: Permission) -> Result<Cleared> {
        self.clear(|_, actor| Ok(actor.require(permission)?))
    }

    /// Fails unless the actor has the permission; a member who has not joined can still preview.
    pub fn require_to_read(&mut self, permission: Permission) -> Result<Cleared> {
        self.read(|_, actor| Ok(actor.require(permission)?))?;
        Ok(Cleared(()))
    }

    /// Fails unless the actor is a member who may read at all.
    pub fn require_reader(&mut self) -> Result<Cleared> {
        self.read(|_, _| Ok(()))?;
        Ok(Cleared(()))
    }

    /// Fails unless the actor has joined and `ask` agrees: a member who only previews changes nothing.
    pub(super) fn clear(
        &mut self,
        ask: impl FnOnce(&Snapshot<'_>, &Actor) -> Result<()>,
    ) -> Result<Cleared> {
        self.read(|snapshot, actor| {
            actor.require_joined()?;
            ask(snapshot, actor)
        })?;
        Ok(Cleared(()))
    }

    /// Goes on only if the actor is an owner who may act.
    ///
    /// # Errors
    /// Refused; as [`Session::read`]'s.
    pub fn require_owner(&mut self) -> Result<Cleared> {
        self.clear(|_, actor| Ok(actor.require_owner(Refusal::OwnerOnly)?))
    }

    /// Keeps in the audit that the actor reads something away as a whole, or notices that it can't be
    /// kept.
    pub(super) fn record(&mut self, permission: Permission, changed: Changed) -> Result<()> {
        if self.store.is_read_only() {
            self.require_to_read(permission)?;
            self.store.notice_unrecorded();
            return Ok(());
        }
        let now = self.now;
        self.change(
            |_, actor| Ok((actor.authorize_record(permission, now)?, ())),
            |_, _, ()| Ok(changed.into()),
        )?;
        Ok(())
    }

    /// Changes something, as the actor: `decide` asks the rules, `write` does what they allow.
    ///
    /// # Errors
    /// An actor who isn't a member, and what either fails with; then nothing was changed.
    pub fn change<K, A>(
        &mut self,
        decide: impl FnOnce(&Snapshot<'_>, &Actor) -> Result<(Grant<K>, A)>,
        write: impl FnOnce(&Change<'_, K>, &Actor, A) -> Result<Outcome>,
    ) -> Result<Outcome> {
        let (caller, masks) = (&self.caller, self.masks);
        let by = Attribution { undoes: self.undoes, ..attribution(caller) };
        let put_back = std::mem::take(&mut self.put_back);
        self.store.ask_ahead(|| who_acts(caller).into_iter().chain(Ahead::policy()));
        let mut outcome = self.store.change::<_, _, Outcome, Error>(
            self.mode,
            by,
            |snapshot| {
                let actor = load_actor(snapshot, caller, masks)?;
                actor.require_joined()?;
                let decided = decide(snapshot, &actor).map_err(|error| error.told_to(&actor));
                let (grant, facts) = decided?;
                Ok((grant, (actor, facts)))
            },
            |change, (actor, facts)| {
                let written = write(change, &actor, facts).map_err(|error| error.told_to(&actor));
                let mut outcome = written?;
                outcome.lens = actor.lens();
                let entries = outcome.entries();
                for (kind, row) in &put_back {
                    change.put_back_row(*kind, row)?;
                }
                Ok((outcome, entries))
            },
        )?;
        outcome.entry = self.store.first_entry();
        Ok(outcome)
    }

    /// Makes several changes as one: all of them or none.
    ///
    /// # Errors
    /// What `work` fails with; then nothing was changed.
    pub(super) fn together(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<Outcome>,
    ) -> Result<Outcome> {
        // Each of them sees what those before it wrote, also where all are undone at the end.
        let mode = std::mem::replace(&mut self.mode, Mode::Apply);
        let done = self.store.begin_together().map_err(Into::into).and_then(|()| work(self));
        self.mode = mode;
        let keeps = mode == Mode::Apply && done.is_ok();
        self.store.end_together(keeps)?;
        Ok(Outcome { entry: self.store.first_entry(), ..done? })
    }

    /// Makes changes that take an entry of the audit back.
    pub(super) fn undoing<T>(&mut self, entry: i64, work: impl FnOnce(&mut Self) -> T) -> T {
        self.undoes = Some(entry);
        let done = work(self);
        self.undoes = None;
        done
    }

    /// With the next change, makes these rows again what they were.
    pub(super) fn put_back(&mut self, rows: impl IntoIterator<Item = (store::Kind, String)>) {
        self.put_back.extend(rows);
    }
}

impl Session {
    /// Changes something that asks nobody: who does it is known from what they bring, such as the
    /// code of an invitation.
    ///
    /// # Errors
    /// What either fails with; then nothing was changed.
    pub(super) fn change_unasked<K, A>(
        &mut self,
        decide: impl FnOnce(&Snapshot<'_>) -> Result<(Grant<K>, A)>,
        write: impl FnOnce(&Change<'_, K>, A) -> Result<Outcome>,
    ) -> Result<Outcome> {
        let by = attribution(&self.caller);
        self.store.change(self.mode, by, decide, |change, facts| {
            let outcome = write(change, facts)?;
            let entries = outcome.entries();
            Ok((outcome, entries))
        })
    }

    /// As what the caller tries a code.
    pub(super) fn visitor(&self) -> Visitor {
        self.caller.visitor()
    }

    /// Prepares for a change of many rows.
    pub(super) fn expect_many_rows(&mut self) -> Result<()> {
        self.expect_long_change()?;
        Ok(self.store.expect_many_rows()?)
    }

    /// Prepares for a change that takes long, so that a dry run of it keeps nobody waiting.
    pub(super) fn expect_long_change(&mut self) -> Result<()> {
        if self.is_dry_run() {
            self.store.expect_long_trial()?;
        }
        Ok(())
    }

    /// Prepares for reading a long list.
    pub(super) fn expect_long_list(&mut self) -> Result<()> {
        Ok(self.store.expect_long_list()?)
    }

    /// Does one step of the outbox's bookkeeping, which no dry run comes to.
    ///
    /// # Errors
    /// What `step` fails with; then nothing of it was kept.
    pub(super) fn deliver<T>(
        &mut self,
        by: &Grant<Outbox>,
        step: impl FnOnce(&Delivery<'_>) -> Result<T>,
    ) -> Result<T> {
        self.store.deliver(by, step)
    }
}

/// Who runs a change, as the audit keeps it.
pub(super) fn attribution(caller: &Caller) -> Attribution {
    Attribution {
        operator: caller.operator(),
        via: caller.via,
        clock_is_set: caller.clock_is_set,
        undoes: None,
    }
}
