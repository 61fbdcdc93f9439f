//! What can be wrong with a request: one enum a domain, each of which words its own errors
//! ([`Explain`]), and [`Error`], which is any of them.

mod explain;
mod kind;
mod name;

pub use self::{
    explain::{Class, Explain, name_some, quote_some},
    kind::Kind,
    name::NameError,
};

use super::policy::actor::Unseen;
pub use super::{
    policy::{
        error::{Drift, PolicyError},
        refusal::{Denied, Refusal},
    },
    whatsapp::{
        account_error::AccountError, campaign::CampaignError, chat_error::ChatError,
        contact_error::ContactError, template::TemplateError,
    },
    workspace::{
        member_error::MemberError, settings_error::SettingsError, sign_in_error::SignInError,
        undo_error::UndoError,
    },
};

/// What is wrong with a request, of whatever domain.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Sharing a WhatsApp account.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// A campaign.
    #[error(transparent)]
    Campaign(#[from] CampaignError),
    /// A chat.
    #[error(transparent)]
    Chat(#[from] ChatError),
    /// A contact.
    #[error(transparent)]
    Contact(#[from] ContactError),
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// A member, an invitation or a team.
    #[error(transparent)]
    Member(#[from] MemberError),
    /// A name or a value.
    #[error(transparent)]
    Name(#[from] NameError),
    /// A role, a permission or a mask.
    #[error(transparent)]
    Policy(PolicyError),
    /// Seats and API keys.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// A key or a code.
    #[error(transparent)]
    SignIn(#[from] SignInError),
    /// A message template.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// Taking a change back.
    #[error(transparent)]
    Undo(#[from] UndoError),
}

impl Error {
    fn inner(&self) -> &dyn Explain {
        match self {
            Self::Account(error) => error,
            Self::Campaign(error) => error,
            Self::Chat(error) => error,
            Self::Contact(error) => error,
            Self::Denied(error) => error,
            Self::Member(error) => error,
            Self::Name(error) => error,
            Self::Policy(error) => error,
            Self::Settings(error) => error,
            Self::SignIn(error) => error,
            Self::Template(error) => error,
            Self::Undo(error) => error,
        }
    }
}

impl From<PolicyError> for Error {
    fn from(error: PolicyError) -> Self {
        match error {
            PolicyError::Name(error) => Self::Name(error),
            error => Self::Policy(error),
        }
    }
}

impl From<Unseen> for Error {
    fn from(unseen: Unseen) -> Self {
        match unseen {
            Unseen::Denied(denied) => denied.into(),
            Unseen::OutOfSight(unknown) => unknown.into(),
        }
    }
}

impl Explain for Error {
    fn class(&self) -> Class {
        self.inner().class()
    }

    fn hint(&self) -> Option<String> {
        self.inner().hint()
    }

    fn reason(&self) -> Option<&'static str> {
        self.inner().reason()
    }
}
