//! What stands in the way on the settings pages: seats and API keys.

use crate::rules::error::{Class, Explain};

/// What stands in the way on the settings pages.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// Every seat is taken.
    #[error("no seat is left: {taken} of {limit} are taken")]
    NoSeats {
        /// How many seats there are.
        limit: u64,
        /// How many are taken.
        taken: u64,
    },
    /// There is no API key in force.
    #[error("no API key is in force")]
    NoApiKey,
}

impl Explain for SettingsError {
    fn class(&self) -> Class {
        Class::Conflict
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::NoSeats { .. } => {
                "remove or suspend somebody, or get more with `rolecall billing set --seats N`"
            }
            Self::NoApiKey => "`rolecall api-key rotate` makes one",
        };
        Some(hint.to_owned())
    }

    fn reason(&self) -> Option<&'static str> {
        Some(match self {
            Self::NoSeats { .. } => "no-seats",
            Self::NoApiKey => "no-api-key",
        })
    }
}
