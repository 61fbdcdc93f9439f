//! The member on whose behalf a command runs, and what they may be asked for.

use super::{
    authorization::Authorization,
    decision::{Decision, Reason, Subject, decide},
    escalation::{self, Intent},
    permission::Permission,
    role::Role,
    scope::{ChatFacts, Connector, Sight, Viewer},
};
use crate::rules::{
    error::{Error, Kind, Refusal},
    id::{ChatId, MemberId, TeamId},
    privacy::lens::Lens,
    whatsapp::template::{self, Ownership},
    workspace::member::Status,
};

/// The acting member, with their role as it stands now.
#[derive(Debug, Clone)]
pub struct Actor {
    /// Who they are.
    pub id: MemberId,
    /// Their login id.
    pub email: String,
    /// Their name.
    pub name: Option<String>,
    /// The team they are in.
    pub team: TeamId,
    /// Whether they are invited, active or suspended.
    pub status: Status,
    /// Their role.
    pub role: Role,
}

impl Actor {
    /// As a decision knows them.
    #[must_use]
    pub const fn subject(&self) -> Subject<'_> {
        Subject { status: self.status, role: &self.role }
    }

    /// As sight of chats knows them.
    #[must_use]
    pub const fn viewer(&self) -> Viewer<'_> {
        Viewer { member: self.id, team: self.team, subject: self.subject() }
    }

    /// Through which they read what is stored of customers.
    #[must_use]
    pub const fn lens(&self) -> Lens {
        Lens::new(self.role.masks)
    }

    /// How they are called in a conversation: by name, else by email.
    #[must_use]
    pub fn display_name(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.email)
    }

    /// May they do this?
    #[must_use]
    pub fn may(&self, permission: Permission) -> Decision {
        decide(self.subject(), permission)
    }

    /// Goes on only if they may do this.
    ///
    /// # Errors
    /// [`Error::Denied`] with the reason of the decision.
    pub fn require(&self, permission: Permission) -> Result<(), Error> {
        let decision = self.may(permission);
        if decision.allowed {
            Ok(())
        } else {
            Err(self.denied(Refusal::Decided(permission, decision.reason)))
        }
    }

    /// Lets them change something that a permission opens.
    ///
    /// # Errors
    /// [`Error::Denied`] with the reason of the decision.
    pub fn authorize(&self, permission: Permission, at: i64) -> Result<Authorization, Error> {
        self.require(permission)?;
        Ok(self.granted(at))
    }

    /// Lets them change policy, masks or roles, which is the owner's alone.
    ///
    /// # Errors
    /// [`Error::Denied`].
    pub fn authorize_policy(&self, at: i64) -> Result<Authorization, Error> {
        if self.status == Status::Suspended {
            let refusal = Refusal::Decided(Permission::AccessPermissions, Reason::Suspended);
            return Err(self.denied(refusal));
        }
        if self.role.is_owner() {
            Ok(self.granted(at))
        } else {
            Err(self.denied(Refusal::OwnerOnly))
        }
    }

    /// Goes on only if they may look for leaks, which is the owner's alone.
    ///
    /// # Errors
    /// [`Error::Denied`].
    pub fn require_to_look(&self, at: i64) -> Result<(), Error> {
        self.authorize_policy(at).map(drop).map_err(|error| match error {
            Error::Denied { refusal: Refusal::OwnerOnly, .. } => self.denied(Refusal::OwnerLooks),
            other => other,
        })
    }

    /// Lets them do something to a member: `team-settings`, within the rules of escalation.
    ///
    /// # Errors
    /// [`Error::Denied`].
    pub fn authorize_member(&self, intent: Intent<'_>, at: i64) -> Result<Authorization, Error> {
        self.require(Permission::TeamSettings)?;
        match escalation::refusal(&self.role, intent) {
            Some(refusal) => Err(self.denied(refusal)),
            None => Ok(self.granted(at)),
        }
    }

    /// Goes on only if they see the chat. One that they don't see is one that doesn't exist.
    ///
    /// # Errors
    /// [`Error::Unknown`] for a chat out of sight; [`Error::Denied`] where the inbox is closed.
    pub fn require_sight(&self, id: ChatId, chat: Option<ChatFacts>) -> Result<Sight, Error> {
        self.require(Permission::Inbox)?;
        chat.map(|chat| self.viewer().sees(chat))
            .filter(|sight| sight.allowed)
            .ok_or_else(|| Error::unknown(Kind::Chat, &id.0.to_string(), None))
    }

    /// Lets them write in a chat: who sees it may reply.
    ///
    /// # Errors
    /// As [`Actor::require_sight`].
    pub fn authorize_reply(
        &self,
        id: ChatId,
        chat: Option<ChatFacts>,
        at: i64,
    ) -> Result<Authorization, Error> {
        self.require_sight(id, chat)?;
        Ok(self.granted(at))
    }

    /// Lets them hand an account on: their own, or anybody's with `team-settings`.
    ///
    /// # Errors
    /// [`Error::Denied`] with the reason of the decision.
    pub fn authorize_account(
        &self,
        connector: Option<Connector>,
        at: i64,
    ) -> Result<Authorization, Error> {
        let is_own = connector.is_some_and(|connector| connector.member == self.id);
        self.authorize(
            if is_own { Permission::AccountsConnect } else { Permission::TeamSettings },
            at,
        )
    }

    /// Lets them start a chat from an account: who is covered by own, same-team or other-teams for
    /// it (TimelinesAI: an agent uses only the account they connected).
    ///
    /// # Errors
    /// [`Error::Denied`] with the reason of the scope that would have covered it.
    pub fn authorize_start(
        &self,
        connector: Option<Connector>,
        at: i64,
    ) -> Result<Authorization, Error> {
        self.require(Permission::Inbox)?;
        let sight = self.viewer().starts_from(connector);
        if sight.allowed {
            return Ok(self.granted(at));
        }
        let permission = self.viewer().account_scope(connector).permission();
        Err(self.denied(Refusal::Decided(permission, sight.reason)))
    }

    /// Lets them change a template that they see: `templates`, and an agent their own alone.
    ///
    /// # Errors
    /// [`Error::Denied`] with the reason.
    pub fn authorize_template(
        &self,
        ownership: Ownership,
        at: i64,
    ) -> Result<Authorization, Error> {
        let authorization = self.authorize(Permission::Templates, at)?;
        if template::may_change(self.role.model, self.id, ownership) {
            Ok(authorization)
        } else {
            Err(self.denied(Refusal::NotAuthor))
        }
    }

    /// Goes on only if a text to search for can't be used to guess a number that is masked: it has
    /// no digit, in any script.
    ///
    /// # Errors
    /// [`Error::Denied`] with `mask-number`.
    pub fn require_no_digits(&self, text: &str) -> Result<(), Error> {
        if self.role.masks.number && text.chars().any(char::is_numeric) {
            return Err(self.denied(Refusal::MaskedNumber));
        }
        Ok(())
    }

    /// Goes on only if traits aren't masked for them: what is asked for hands them out, or could be
    /// used to guess them.
    ///
    /// # Errors
    /// [`Error::Denied`] with `mask-traits`.
    pub fn require_traits(&self) -> Result<(), Error> {
        if self.role.masks.traits {
            return Err(self.denied(Refusal::MaskedTraits));
        }
        Ok(())
    }

    /// Goes on only if numbers aren't masked for them: what is asked for hands them out as a whole,
    /// or answers whether one that somebody guessed is there.
    ///
    /// # Errors
    /// [`Error::Denied`] with `mask-number`.
    pub fn require_numbers(&self) -> Result<(), Error> {
        if self.role.masks.number {
            return Err(self.denied(Refusal::MaskedNumber));
        }
        Ok(())
    }

    /// Goes on only if they may read that member's number: everybody may read their own. What would
    /// set it tells whether it was another one before.
    ///
    /// # Errors
    /// [`Error::Denied`] with `mask-number`.
    pub fn require_number_of(&self, member: MemberId) -> Result<(), Error> {
        if member == self.id { Ok(()) } else { self.require_numbers() }
    }

    fn granted(&self, at: i64) -> Authorization {
        Authorization::granted(self.id, &self.email, at)
    }

    /// What is said where something else than a permission is against it.
    #[must_use]
    pub fn refused(&self, refusal: Refusal) -> Error {
        self.denied(refusal)
    }

    fn denied(&self, refusal: Refusal) -> Error {
        Error::Denied { actor: self.email.clone(), role: self.role.name.clone(), refusal }
    }
}
