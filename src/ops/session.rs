//! One run of the program on one workspace: who acts, when it is, and whether changes are kept.

use crate::{
    ops::{Outcome, Result},
    rules::{
        error::{Error as RuleError, Kind},
        id::MemberId,
        nearest::nearest,
        policy::{
            actor::Actor,
            caller::{Caller, Visitor},
            grant::{Grant, Outbox},
            mask::MaskSet,
        },
        privacy::safe_text::SafeText,
    },
    store::{Attribution, Change, Delivery, Member, Mode, Snapshot, Store},
};

/// A workspace with somebody at work in it.
pub struct Session {
    store: Store,
    caller: Caller,
    now: i64,
    mode: Mode,
    /// The masks to read with instead of the actor's own.
    masks: Option<MaskSet>,
}

impl Session {
    /// On that workspace, on behalf of who calls; `now` is in milliseconds since 1970.
    #[must_use]
    pub const fn new(store: Store, caller: Caller, now: i64, mode: Mode) -> Self {
        Self { store, caller, now, mode, masks: None }
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

    /// Whether changes are undone at the end.
    #[must_use]
    pub fn is_dry_run(&self) -> bool {
        self.mode == Mode::DryRun
    }

    /// Reads, as the actor.
    ///
    /// # Errors
    /// An actor who isn't a member, and what `read` fails with.
    pub fn read<T>(&mut self, read: impl FnOnce(&Snapshot<'_>, &Actor) -> Result<T>) -> Result<T> {
        let (caller, masks) = (&self.caller, self.masks);
        self.store.read(|snapshot| read(snapshot, &load_actor(snapshot, caller, masks)?))
    }

    /// Through whose eyes everything is read, and what those may not read of contacts.
    ///
    /// # Errors
    /// An actor who isn't a member.
    pub fn reader(&mut self) -> Result<(SafeText, MaskSet)> {
        self.read(|_, actor| Ok((actor.lens().staff(actor.email.clone()), actor.role.masks)))
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
        let by = attribution(caller);
        self.store.change(
            self.mode,
            by,
            |snapshot| {
                let actor = load_actor(snapshot, caller, masks)?;
                let (grant, facts) = decide(snapshot, &actor)?;
                Ok((grant, (actor, facts)))
            },
            |change, (actor, facts)| {
                let mut outcome = write(change, &actor, facts)?;
                outcome.lens = actor.lens();
                let entries = outcome.entries();
                Ok((outcome, entries))
            },
        )
    }
}

impl Session {
    /// Changes something that asks nobody's permission, and acts for no member.
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
    ///
    /// # Errors
    /// The store's own.
    pub(super) fn expect_many_rows(&mut self) -> Result<()> {
        Ok(self.store.expect_many_rows()?)
    }

    /// Prepares for reading a long list.
    ///
    /// # Errors
    /// The store's own.
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
    Attribution { operator: caller.operator(), via: caller.via }
}

fn load_actor(snapshot: &Snapshot<'_>, caller: &Caller, masks: Option<MaskSet>) -> Result<Actor> {
    if caller.is_stranger() {
        return Err(RuleError::Stranger.into());
    }
    let member = match caller.actor.as_deref() {
        Some(email) => require_member(snapshot, email)?,
        None => snapshot
            .first_owner()?
            .ok_or_else(|| crate::store::Error::Corrupt("the workspace has no owner".to_owned()))?,
    };
    let mut actor = as_actor(snapshot, member)?;
    if let Some(masks) = masks {
        actor.role.masks = masks;
        // Nobody's eyes: what the owner wrote is not read as by its author.
        actor.id = MemberId(0);
    }
    Ok(actor)
}

/// A member as an actor: with their role.
pub(super) fn as_actor(snapshot: &Snapshot<'_>, member: Member) -> Result<Actor> {
    let role = snapshot.role(&member.role)?.ok_or_else(|| {
        crate::store::Error::Corrupt(format!("role `{}` is missing", member.role))
    })?;
    Ok(Actor {
        id: member.id,
        email: member.email,
        name: member.name,
        team: member.team,
        status: member.status,
        role,
    })
}

/// The member with that login id.
///
/// # Errors
/// [`RuleError::Unknown`] with the nearest that is known.
pub(super) fn require_member(snapshot: &Snapshot<'_>, email: &str) -> Result<Member> {
    match snapshot.member(email)? {
        Some(member) => Ok(member),
        None => {
            let known = snapshot.emails()?;
            let near = nearest_email(email, &known);
            Err(RuleError::unknown(Kind::Member, email, near).into())
        }
    }
}

/// The nearest login id by what stands before the `@`: what colleagues share behind it would make
/// each of them look like the other.
fn nearest_email(email: &str, known: &[String]) -> Option<String> {
    let name = |email: &'_ str| email.split('@').next().unwrap_or_default().to_owned();
    let names: Vec<_> = known.iter().map(|email| name(email)).collect();
    let near = nearest(&name(email), names.iter().map(String::as_str))?;
    known.iter().find(|email| name(email) == near).cloned()
}
