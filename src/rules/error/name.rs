//! Names and values that are not known, taken, or not well formed.

use super::{
    explain::{Class, Explain},
    kind::Kind,
};
use crate::rules::phone::PhoneError;

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
        /// The command that lists what there is.
        listing: Option<&'static str>,
    },
    /// A name that is taken.
    #[error("{} `{name}` {}", .kind.noun(), taken(*.kind))]
    Duplicate {
        /// What kind of thing was named.
        kind: Kind,
        /// As it was given.
        name: String,
        /// The command that lists what there is.
        listing: Option<&'static str>,
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
        Self::Unknown { kind, name: name.to_owned(), nearest, listing: kind.listing() }
    }

    /// A name that is taken.
    #[must_use]
    pub fn duplicate(kind: Kind, name: &str) -> Self {
        Self::Duplicate { kind, name: name.to_owned(), listing: kind.listing() }
    }

    /// The same for somebody for whom not every command lists what there is.
    pub fn list_by(&mut self, command: impl FnOnce(Kind) -> Option<&'static str>) {
        if let Self::Unknown { kind, listing, .. } | Self::Duplicate { kind, listing, .. } = self {
            *listing = command(*kind);
        }
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
        match self {
            Self::Unknown { name, .. } if name.contains(',') && !name.contains(' ') => {
                Some("separate several by a space".to_owned())
            }
            Self::Unknown { kind, nearest, listing, .. } => {
                let near = nearest.as_ref().map(|near| format!("did you mean `{near}`?"));
                let all = match kind {
                    Kind::Preset => Some(PRESETS.to_owned()),
                    _ => listing.map(shows),
                };
                let words: Vec<_> = near.into_iter().chain(all).collect();
                let is_hinted = !words.is_empty();
                Some(if is_hinted { words.join(" ") } else { "check how it is spelled".to_owned() })
            }
            Self::Duplicate { listing, .. } => {
                Some(listing.map_or_else(|| "choose another one".to_owned(), shows))
            }
            Self::Invalid { .. } => Some("give it in another form".to_owned()),
            Self::Phone { problem, .. } => Some(problem.hint().to_owned()),
        }
    }
}

const PRESETS: &str = "the presets are `unified`, `interakt` and `timelinesai`";

fn shows(command: &str) -> String {
    format!("`rolecall {command}` shows what there is")
}

const fn taken(kind: Kind) -> &'static str {
    match kind {
        Kind::Account => "is already connected",
        Kind::Key => "is in use",
        _ => "already exists",
    }
}
