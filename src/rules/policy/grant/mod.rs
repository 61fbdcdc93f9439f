//! Authority as a value. A decision that said yes gives a [`Grant`] of one kind, and only a grant of
//! that kind opens the store's writes of that kind. The audit keeps what the grant was asked for.
//!
//! A grant of another kind opens nothing:
//!
//! ```
//! use rolecall::{rules::policy::grant::Teams, store::Change};
//! fn add(change: &Change<'_, Teams>) {
//!     drop(change.insert_team("Sales", false, 0));
//! }
//! ```
//!
//! ```compile_fail,E0599
//! use rolecall::{rules::policy::grant::Billing, store::Change};
//! fn add(change: &Change<'_, Billing>) {
//!     drop(change.insert_team("Sales", false, 0));
//! }
//! ```
//!
//! A grant can't be made from nothing. The one exception is founding a workspace, where there is
//! nobody yet whom a rule could be asked about:
//!
//! ```
//! use rolecall::rules::policy::grant::{Founding, Grant};
//! let grant: Grant<Founding> = Grant::founding("ada@acme.example", 0);
//! ```
//!
//! ```compile_fail,E0308
//! use rolecall::rules::policy::grant::{Grant, Members};
//! let grant: Grant<Members> = Grant::founding("ada@acme.example", 0);
//! ```
//!
//! ```compile_fail,E0624
//! use rolecall::rules::{id::MemberId, policy::grant::{Grant, Members, Needed}};
//! let grant: Grant<Members> = Grant::new((MemberId(1), "ada@acme.example"), 0, Needed::owner());
//! ```

mod kind;
mod needed;

use std::marker::PhantomData;

pub use self::{
    kind::{
        Accounts, ApiKeys, Assignments, Billing, Campaigns, Chats, Contacts, Demo, Founding, Gated,
        Identities, Import, Integrations, Invitations, Joining, Keys, Members, Messages, Opens,
        Outbox, Policies, Profile, Records, Settings, Teams, Templates, Verdicts, Workspaces,
    },
    needed::{Need, Needed},
};

use crate::rules::id::MemberId;

/// The yes of a decision: who may make a change, when, and what that asked for.
#[derive(Debug)]
pub struct Grant<K> {
    member: Option<MemberId>,
    email: String,
    at: i64,
    needed: Needed,
    kind: PhantomData<fn() -> K>,
}

impl<K> Grant<K> {
    /// For the rules alone, once they have said yes.
    pub(in crate::rules) fn new(
        (member, email): (MemberId, &str),
        at: i64,
        needed: Needed,
    ) -> Self {
        Self { member: Some(member), email: email.to_owned(), at, needed, kind: PhantomData }
    }

    /// Who makes the change; `None` while the workspace is being founded.
    #[must_use]
    pub const fn member(&self) -> Option<MemberId> {
        self.member
    }

    /// Their email.
    #[must_use]
    pub fn email(&self) -> &str {
        &self.email
    }

    /// When, in milliseconds since 1970.
    #[must_use]
    pub const fn at(&self) -> i64 {
        self.at
    }

    /// What was asked for.
    #[must_use]
    pub const fn needed(&self) -> &Needed {
        &self.needed
    }
}

impl Grant<Joining> {
    /// For counting what a stranger tried, who is no member.
    pub(in crate::rules) fn for_stranger(at: i64) -> Self {
        let needed = Needed::nothing();
        Self { member: None, email: NOBODY.to_owned(), at, needed, kind: PhantomData }
    }
}

/// Who the audit names where whoever acted has not shown who they are. It is no login id.
const NOBODY: &str = "nobody";

impl Grant<Founding> {
    /// For founding a workspace.
    #[must_use]
    pub fn founding(email: &str, at: i64) -> Self {
        let needed = Needed::nothing();
        Self { member: None, email: email.to_owned(), at, needed, kind: PhantomData }
    }
}
