//! What an actor is granted: each question that opens a write, asked of the rules once, here.

use super::{
    actor::{Actor, Unseen},
    decision::Reason,
    escalation::{self, Intent},
    grant::{
        Accounts, Assignments, Campaigns, Chats, Contacts, Demo, Gated, Grant, Keys, Members, Need,
        Needed, Outbox, Policies, Records, Templates,
    },
    permission::Permission,
    role::Role,
    scope::{ChatFacts, Connector},
};
use crate::rules::{
    error::{Denied, Refusal},
    id::{AccountId, ChatId, MemberId},
    whatsapp::template::{self, Ownership},
    workspace::member::Status,
};

/// What only an owner may do, whatever the policy says.
pub trait Owned {}

impl Owned for Policies {}
impl Owned for Members {}
impl Owned for Outbox {}
impl Owned for Demo {}

impl Actor {
    /// Lets them do what one permission opens.
    pub fn authorize<K: Gated>(&self, at: i64) -> Result<Grant<K>, Denied> {
        self.granted(K::PERMISSION, at)
    }

    /// Lets them do what is the owner's alone: policy, masks, roles, ownership.
    pub fn authorize_owner<K: Owned>(&self, at: i64) -> Result<Grant<K>, Denied> {
        self.require_owner(Refusal::OwnerOnly)?;
        Ok(self.grant(at, Needed::owner()))
    }

    /// Lets them change contacts by `users`, or by a permission inside it.
    pub fn authorize_contacts(
        &self,
        permission: Permission,
        at: i64,
    ) -> Result<Grant<Contacts>, Denied> {
        self.granted(permission, at)
    }

    /// Lets them add contacts, and tag more than one of them.
    pub fn authorize_tagged_contacts(&self, at: i64) -> Result<Grant<Contacts>, Denied> {
        self.require(Permission::UsersAdd)?;
        self.require(Permission::UsersBulkTag)?;
        let needed = Needed::permission(Permission::UsersAdd);
        Ok(self.grant(at, needed.and(Need::Permission(Permission::UsersBulkTag))))
    }

    /// Lets the record be kept that they read something which a permission opens.
    pub fn authorize_record(
        &self,
        permission: Permission,
        at: i64,
    ) -> Result<Grant<Records>, Denied> {
        self.granted(permission, at)
    }

    /// Lets them do something to a member: `team-settings`, within the rules of escalation.
    pub fn authorize_member(&self, intent: Intent<'_>, at: i64) -> Result<Grant<Members>, Denied> {
        self.require(Permission::TeamSettings)?;
        match escalation::refusal(self.viewer(), intent) {
            Some(refusal) => Err(self.denied(refusal)),
            None => Ok(self.grant(at, Needed::permission(Permission::TeamSettings))),
        }
    }

    /// Lets them change by what key a member signs in: their own, or anybody's as an owner.
    pub fn authorize_key(&self, of: MemberId, at: i64) -> Result<Grant<Keys>, Denied> {
        if of == self.id && self.status == Status::Active {
            return Ok(self.grant(at, Needed::one(Need::Own)));
        }
        self.require_owner(Refusal::OwnerOnly)?;
        Ok(self.grant(at, Needed::owner()))
    }

    /// Goes on only if they may see by what keys everybody signs in.
    pub fn require_all_keys(&self) -> Result<(), Denied> {
        self.require_owner(Refusal::OwnerOnly)
    }

    /// Lets them change what of a member is their own.
    ///
    /// # Errors
    /// [`Denied`] to who is suspended.
    pub fn authorize_own(&self, at: i64) -> Result<Grant<Members>, Denied> {
        if self.status == Status::Suspended {
            let refusal = Refusal::Decided(Permission::TeamSettings, Reason::Suspended);
            return Err(self.denied(refusal));
        }
        Ok(self.grant(at, Needed::one(Need::Own)))
    }

    /// Lets them act in a chat that they see: who sees it may reply.
    ///
    /// # Errors
    /// As [`Actor::require_sight`].
    pub fn authorize_chat(
        &self,
        id: ChatId,
        chat: Option<ChatFacts>,
        at: i64,
    ) -> Result<Grant<Chats>, Unseen> {
        self.require_sight(id, chat)?;
        Ok(self.grant(at, Needed::one(Need::Sight)))
    }

    /// Lets them act in chats that they see and that were looked at before.
    pub fn authorize_seen_chats(&self, at: i64) -> Result<Grant<Chats>, Denied> {
        self.require(Permission::Inbox)?;
        Ok(self.grant(at, Needed::one(Need::Sight)))
    }

    /// Lets them do with chats that they see what takes a permission beside.
    pub fn authorize_chats<K>(&self, permission: Permission, at: i64) -> Result<Grant<K>, Denied>
    where
        K: OfChats,
    {
        self.require(permission)?;
        Ok(self.grant(at, Needed::permission(permission).and(Need::Sight)))
    }

    /// Lets them connect a number, for themselves or for another.
    pub fn authorize_connection(
        &self,
        is_for_another: bool,
        at: i64,
    ) -> Result<Grant<Accounts>, Denied> {
        let own = Permission::AccountsConnect;
        self.granted(if is_for_another { Permission::TeamSettings } else { own }, at)
    }

    /// Lets them hand an account on: their own, or anybody's with `team-settings`.
    pub fn authorize_account(
        &self,
        connector: Option<Connector>,
        at: i64,
    ) -> Result<Grant<Accounts>, Denied> {
        let is_own = connector.is_some_and(|connector| connector.member == self.id);
        self.authorize_connection(!is_own, at)
    }

    /// Goes on only if there is any account that they could hand on.
    pub fn require_to_hand_over(&self) -> Result<(), Denied> {
        self.require(Permission::AccountsConnect)
            .or_else(|error| self.require(Permission::TeamSettings).map_err(|_| error))
    }

    /// Goes on only if they may touch a member of that role: accounts are treated as their owner is.
    pub fn require_reach(&self, role: &Role) -> Result<(), Denied> {
        let intent = Intent { current: Some(role), ..Intent::default() };
        escalation::refusal(self.viewer(), intent)
            .map_or(Ok(()), |refusal| Err(self.denied(refusal)))
    }

    /// Lets them start a chat from an account: who is covered by own, same-team or other-teams for
    /// it (TimelinesAI: an agent uses only the account they connected).
    ///
    /// # Errors
    /// [`Denied`] with the reason of the scope that would have covered it.
    pub fn authorize_start(
        &self,
        account: (&str, Option<Connector>),
        at: i64,
    ) -> Result<Grant<Chats>, Denied> {
        self.require_cover(account.1)?;
        Ok(self.grant(at, Needed::one(Need::Account(account.0.to_owned()))))
    }

    /// Lets them set a campaign going on an account, or stop it: `notifications`, and cover of the
    /// account.
    pub fn authorize_campaign(
        &self,
        account: (&str, Option<Connector>),
        at: i64,
    ) -> Result<Grant<Campaigns>, Denied> {
        self.require(Permission::Notifications)?;
        self.require_cover(account.1)?;
        let needed = Needed::permission(Permission::Notifications);
        Ok(self.grant(at, needed.and(Need::Account(account.0.to_owned()))))
    }

    /// Whom a campaign that they set going on an account may reach: every contact with `users`, else
    /// those of the account's chats.
    #[must_use]
    pub fn campaign_reach(&self, account: AccountId) -> Option<AccountId> {
        (!self.may(Permission::Users).allowed).then_some(account)
    }

    /// Goes on only if own, same-team or other-teams covers them for an account.
    ///
    /// # Errors
    /// [`Denied`] with the reason of the scope that would have covered it.
    pub fn require_cover(&self, connector: Option<Connector>) -> Result<(), Denied> {
        self.require(Permission::Inbox)?;
        let sight = self.viewer().starts_from(connector);
        if sight.allowed {
            return Ok(());
        }
        let permission = self.viewer().account_scope(connector).permission();
        Err(self.denied(Refusal::Decided(permission, sight.reason)))
    }

    /// Lets them change a template that they see: `templates`, and an agent their own alone.
    ///
    /// # Errors
    /// [`Denied`] with the reason.
    pub fn authorize_template(
        &self,
        ownership: Ownership,
        at: i64,
    ) -> Result<Grant<Templates>, Denied> {
        let grant = self.authorize(at)?;
        if template::may_change(self.role.model, self.id, ownership) {
            Ok(grant)
        } else {
            Err(self.denied(Refusal::NotAuthor))
        }
    }

    /// Goes on only if a template that is to be approved is somebody else's, or they are an owner.
    pub fn require_other_author(&self, ownership: Ownership) -> Result<(), Denied> {
        if ownership.author == Some(self.id) && !self.role.is_owner() {
            Err(self.denied(Refusal::OwnTemplate))
        } else {
            Ok(())
        }
    }

    fn granted<K>(&self, permission: Permission, at: i64) -> Result<Grant<K>, Denied> {
        self.require(permission)?;
        Ok(self.grant(at, Needed::permission(permission)))
    }

    fn grant<K>(&self, at: i64, needed: Needed) -> Grant<K> {
        Grant::new((self.id, &self.email), at, needed)
    }
}

/// What is done to chats in sight, and takes a permission beside.
pub trait OfChats {}

impl OfChats for Chats {}
impl OfChats for Records {}
impl OfChats for Assignments {}
