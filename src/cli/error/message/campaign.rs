//! The words for campaigns that can't be changed or can't run.

use super::{Class, Message, bug, message};
use crate::rules::{error::Error as RuleError, whatsapp::campaign::State};

pub(super) fn message_of(error: &RuleError) -> Message {
    match error {
        RuleError::CampaignState { name, state } => message(
            Class::Conflict,
            format!("campaign `{name}` is {state}"),
            match state {
                State::Done => "it has written to everybody; make another for who came since",
                _ => "set it going with `rolecall campaign resume NAME`",
            },
        ),
        RuleError::CampaignStopped { name, stop } => Message {
            reason: Some(stop.key()),
            ..message(
                Class::Conflict,
                format!("campaign `{name}` can't run: {stop}"),
                "nothing is lost: it goes on where it is when that is mended",
            )
        },
        other => bug(&other.to_string()),
    }
}
