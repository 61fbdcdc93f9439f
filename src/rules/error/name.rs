//! Names and values that are not known, taken, or not well formed.

use super::{
    explain::{Class, Explain},
    kind::Kind,
};
use crate::rules::privacy::phone::PhoneError;

/// What is wrong with a name or a value that was given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// A name that is not known.
    #[error("no {} `{name}`", .kind.noun())]
    Unknown {
        /// What kind of thing was named.
        kind: Kind,
        /// As it was given.
        name: String,
        /// The nearest name that is known.
        nearest: Option<String>,
    },
    /// A name that is taken.
    #[error("{} `{name}` {}", .kind.noun(), taken(*.kind))]
    Duplicate {
        /// What kind of thing was named.
        kind: Kind,
        /// As it was given.
        name: String,
    },
    /// A value that is not well formed.
    #[error("{} `{value}` {problem}", .kind.noun())]
    Invalid {
        /// What it should have been.
        kind: Kind,
        /// As it was given.
        value: String,
        /// What is wrong with it, to stand behind the value in a sentence.
        problem: String,
    },
    /// A text that is no phone number.
    #[error("phone number `{value}`: {problem}")]
    Phone {
        /// As it was given.
        value: String,
        /// What is wrong with it.
        problem: PhoneError,
    },
}

impl NameError {
    /// A name that is not known.
    #[must_use]
    pub fn unknown(kind: Kind, name: &str, nearest: Option<String>) -> Self {
        Self::Unknown { kind, name: name.to_owned(), nearest }
    }

    /// A name that is taken.
    #[must_use]
    pub fn duplicate(kind: Kind, name: &str) -> Self {
        Self::Duplicate { kind, name: name.to_owned() }
    }

    /// A value that is not well formed.
    #[must_use]
    pub fn invalid(kind: Kind, value: &str, problem: impl Into<String>) -> Self {
        Self::Invalid { kind, value: value.to_owned(), problem: problem.into() }
    }

    /// What is wrong, for where the value itself stands beside it.
    #[must_use]
    pub fn problem(&self) -> String {
        match self {
            Self::Unknown { kind, .. } => format!("no such {}", kind.noun()),
            Self::Duplicate { kind, .. } => taken(*kind).to_owned(),
            Self::Invalid { problem, .. } => problem.clone(),
            Self::Phone { problem, .. } => problem.to_string(),
        }
    }
}

impl Explain for NameError {
    fn class(&self) -> Class {
        match self {
            Self::Unknown { .. } => Class::NotFound,
            Self::Duplicate { .. } => Class::Conflict,
            Self::Invalid { .. } | Self::Phone { .. } => Class::BadInput,
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Unknown { kind, nearest: Some(near), .. } => {
                format!("did you mean `{near}`? {}", listing(*kind))
            }
            Self::Unknown { kind, .. } | Self::Duplicate { kind, .. } => listing(*kind),
            Self::Invalid { .. } => "give it in another form".to_owned(),
            Self::Phone { problem, .. } => problem.hint().to_owned(),
        })
    }
}

const fn taken(kind: Kind) -> &'static str {
    match kind {
        Kind::Account => "is already connected",
        Kind::Key => "is in use",
        _ => "already exists",
    }
}

/// Where to see what there is.
fn listing(kind: Kind) -> String {
    let command = match kind {
        Kind::Account => "account list",
        Kind::Action | Kind::Entry => "audit list",
        Kind::Mail => "outbox list",
        Kind::Campaign => "campaign list",
        Kind::Chat => "chat list",
        Kind::Contact | Kind::Tag | Kind::Trait => "contact list",
        Kind::Key => "key list",
        Kind::Message => "chat show",
        Kind::Integration => "integration list",
        Kind::Mask => "mask list",
        Kind::Member | Kind::Email | Kind::Name => "member list",
        Kind::Permission => "perm list",
        Kind::Role => "role list",
        Kind::Team => "team list",
        Kind::Variable => "template show",
        Kind::Template | Kind::Language => "template list",
        Kind::Preset => {
            return "the presets are `unified`, `interakt` and `timelinesai`".to_owned();
        }
        Kind::Country
        | Kind::Label
        | Kind::PaymentMethod
        | Kind::Phone
        | Kind::Plan
        | Kind::Reason
        | Kind::Text
        | Kind::Time
        | Kind::Workspace => "--help",
    };
    format!("`rolecall {command}` shows what there is")
}
