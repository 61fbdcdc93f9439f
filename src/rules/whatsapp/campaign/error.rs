//! Why a campaign can't be changed or can't run.

use super::{State, Stop};
use crate::rules::error::{Class, Explain};

/// Why a campaign can't be changed or can't run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CampaignError {
    /// It isn't where the change starts from: over, or not set going.
    #[error("campaign `{name}` is {state}")]
    CampaignState {
        /// Its name.
        name: String,
        /// Where it stands.
        state: State,
    },
    /// It can't go on as it is.
    #[error("campaign `{name}` can't run: {stop}")]
    CampaignStopped {
        /// Its name.
        name: String,
        /// What is in its way.
        stop: Stop,
    },
}

impl Explain for CampaignError {
    fn class(&self) -> Class {
        Class::Conflict
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::CampaignState { state: State::Done, .. } => {
                "it has written to everybody; make another for who came since"
            }
            Self::CampaignState { .. } => "set it going with `rolecall campaign resume NAME`",
            Self::CampaignStopped { .. } => {
                "nothing is lost: it goes on where it is when that is mended"
            }
        };
        Some(hint.to_owned())
    }

    fn reason(&self) -> Option<&'static str> {
        match self {
            Self::CampaignState { .. } => None,
            Self::CampaignStopped { stop, .. } => Some(stop.key()),
        }
    }
}
