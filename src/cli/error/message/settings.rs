//! The words of what stands in the way on the settings pages: seats and keys.

use super::{Message, bug, message};
use crate::{cli::error::Class, rules::error::Error as RuleError};

/// What is printed for one of the errors that `rule` hands on.
pub(super) fn message_of(error: &RuleError) -> Message {
    let conflict = |reason: &'static str, text: String, hint: &str| Message {
        reason: Some(reason),
        ..message(Class::Conflict, text, hint)
    };
    match error {
        RuleError::NoSeats { limit, taken } => conflict(
            "no-seats",
            format!("no seat is left: {taken} of {limit} are taken"),
            "remove or suspend somebody, or get more with `rolecall billing set --seats N`",
        ),
        RuleError::NoApiKey => conflict(
            "no-api-key",
            "no API key is in force".to_owned(),
            "`rolecall api-key rotate` makes one",
        ),
        // The caller hands over these and no others.
        other => bug(&other.to_string()),
    }
}
