//! The member on whose behalf a command runs, and what they may be asked for.

use super::{
    decision::{Decision, Reason, Subject, decide},
    permission::Permission,
    role::Role,
    scope::{ChatFacts, Connector, Sight, Viewer},
};
use crate::rules::{
    error::{Denied, Kind, NameError, Refusal},
    id::{ChatId, MemberId, TeamId},
    privacy::{
        find::Known,
        lens::{Focus, Lens},
        text::{CustomerText, Reading},
    },
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
    /// Whether they are looked at as if they had joined: a preview of what they will see.
    pub previews: bool,
    /// Their role.
    pub role: Role,
}

/// Why somebody can't see a chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unseen {
    /// The inbox is closed to them.
    Denied(Denied),
    /// The chat is out of their sight, which is told as if there were none.
    OutOfSight(NameError),
}

impl From<Denied> for Unseen {
    fn from(denied: Denied) -> Self {
        Self::Denied(denied)
    }
}

impl From<NameError> for Unseen {
    fn from(unknown: NameError) -> Self {
        Self::OutOfSight(unknown)
    }
}

impl Actor {
    /// As a decision knows them.
    #[must_use]
    pub const fn subject(&self) -> Subject<'_> {
        let status = if self.previews { self.status.if_joined() } else { self.status };
        Subject { status, role: &self.role }
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

    /// The same, for what customers wrote: with what the workspace knows.
    #[must_use]
    pub fn focus<'k>(&self, known: &'k dyn Known) -> Focus<'k> {
        self.lens().on(known).of(self.id)
    }

    /// A text as theirs: from whom numbers are hidden, what they write is compared with nothing.
    #[must_use]
    pub fn written(&self, text: CustomerText) -> CustomerText {
        let by_masked = self.role.masks.number;
        text.with_reading(Reading { by_masked, author: Some(self.id), ..Reading::default() })
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
    pub fn require(&self, permission: Permission) -> Result<(), Denied> {
        let decision = self.may(permission);
        if decision.allowed {
            Ok(())
        } else {
            Err(self.denied(Refusal::Decided(permission, decision.reason)))
        }
    }

    /// Goes on only if they have joined: before, they can look, and change nothing.
    pub fn require_joined(&self) -> Result<(), Denied> {
        if self.status == Status::Invited { Err(self.denied(Refusal::NotJoined)) } else { Ok(()) }
    }

    /// The command that lists what there is of a kind, if it lists it for them.
    #[must_use]
    pub fn listing(&self, kind: Kind) -> Option<&'static str> {
        let may = |permission| self.may(permission).allowed;
        let opens = match kind {
            Kind::Account | Kind::Chat | Kind::Message => Permission::Inbox,
            Kind::Action | Kind::Entry | Kind::Mask | Kind::Permission => {
                Permission::AccessPermissions
            }
            Kind::Role if !may(Permission::AccessPermissions) => {
                return may(Permission::TeamSettings).then_some("role list --giveable");
            }
            Kind::Role => Permission::AccessPermissions,
            Kind::Member | Kind::Email | Kind::Name if !may(Permission::TeamSettings) => {
                return may(Permission::ChatsAssign).then_some("member list --assignable");
            }
            Kind::Member | Kind::Email | Kind::Name | Kind::Mail => Permission::TeamSettings,
            Kind::Team => return self.knows_teams().then_some("team list"),
            Kind::Campaign => Permission::Notifications,
            Kind::Contact | Kind::Tag | Kind::Trait => Permission::Users,
            Kind::Integration => Permission::Integrations,
            Kind::Template | Kind::Language | Kind::Variable if !may(Permission::Templates) => {
                return may(Permission::Inbox).then_some("chat templates");
            }
            Kind::Template | Kind::Language | Kind::Variable => Permission::Templates,
            _ => return kind.listing(),
        };
        kind.listing().filter(|_| may(opens))
    }

    /// Whether they may list members: who manages them, reads who may do what, or assigns chats.
    #[must_use]
    pub fn knows_members(&self) -> bool {
        self.knows_teams() || self.may(Permission::ChatsAssign).allowed
    }

    /// Whether they may list teams.
    #[must_use]
    pub fn knows_teams(&self) -> bool {
        self.may(Permission::TeamSettings).allowed
            || self.may(Permission::AccessPermissions).allowed
    }

    /// Whether a campaign is theirs to see: they made it, or may use the account it sends from.
    #[must_use]
    pub fn sees_campaign(&self, author: &str, connector: Option<Connector>) -> bool {
        author.eq_ignore_ascii_case(&self.email) || self.require_cover(connector).is_ok()
    }

    /// Goes on only if they may look for leaks, which is the owner's alone.
    pub fn require_to_look(&self) -> Result<(), Denied> {
        self.require_owner(Refusal::OwnerLooks)
    }

    /// Goes on only if they are an owner who may act.
    pub fn require_owner(&self, refusal: Refusal) -> Result<(), Denied> {
        let decision = self.may(Permission::AccessPermissions);
        if self.role.is_owner() && decision.allowed {
            Ok(())
        } else if self.role.is_owner() {
            Err(self.denied(Refusal::Decided(Permission::AccessPermissions, decision.reason)))
        } else if self.status == Status::Suspended {
            let refusal = Refusal::Decided(Permission::AccessPermissions, Reason::Suspended);
            Err(self.denied(refusal))
        } else {
            Err(self.denied(refusal))
        }
    }

    /// Goes on only if they see the chat. One that they don't see is one that doesn't exist.
    ///
    /// # Errors
    /// [`NameError::Unknown`] for a chat out of sight; [`Denied`] where the inbox is closed.
    pub fn require_sight(&self, id: ChatId, chat: Option<ChatFacts>) -> Result<Sight, Unseen> {
        self.require(Permission::Inbox)?;
        chat.map(|chat| self.viewer().sees(chat))
            .filter(|sight| sight.allowed)
            .ok_or_else(|| NameError::unknown(Kind::Chat, &id.0.to_string(), None).into())
    }

    /// Goes on only if a text to search for can't be used to guess a number that is masked: it has
    /// no digit, in any script.
    ///
    /// # Errors
    /// [`Denied`] with `mask-number`.
    pub fn require_no_digits(&self, text: &str) -> Result<(), Denied> {
        if self.role.masks.number && text.chars().any(char::is_numeric) {
            return Err(self.denied(Refusal::MaskedNumber));
        }
        Ok(())
    }

    /// Goes on only if traits aren't masked for them: what is asked for hands them out, or could be
    /// used to guess them.
    ///
    /// # Errors
    /// [`Denied`] with `mask-traits`.
    pub fn require_traits(&self) -> Result<(), Denied> {
        if self.role.masks.traits {
            return Err(self.denied(Refusal::MaskedTraits));
        }
        Ok(())
    }

    /// Goes on only if numbers aren't masked for them: what is asked for hands them out as a whole,
    /// or answers whether one that somebody guessed is there.
    ///
    /// # Errors
    /// [`Denied`] with `mask-number`.
    pub fn require_numbers(&self) -> Result<(), Denied> {
        if self.role.masks.number {
            return Err(self.denied(Refusal::MaskedNumber));
        }
        Ok(())
    }

    /// Goes on only if they may read that member's number: everybody may read their own. What would
    /// set it tells whether it was another one before.
    ///
    /// # Errors
    /// [`Denied`] with `mask-number`.
    pub fn require_number_of(&self, member: MemberId) -> Result<(), Denied> {
        if member == self.id { Ok(()) } else { self.require_numbers() }
    }

    /// What is said where something else than a permission is against it.
    #[must_use]
    pub fn refused(&self, refusal: Refusal) -> Denied {
        self.denied(refusal)
    }

    pub(super) fn denied(&self, refusal: Refusal) -> Denied {
        let lists_members = self.may(Permission::TeamSettings).allowed;
        Denied { actor: self.email.clone(), role: self.role.name.clone(), lists_members, refusal }
    }
}
