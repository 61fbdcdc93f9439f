//! The words of what stands in the way of looking behind masks, and of looking for leaks.

use super::{Message, message};
use crate::{cli::error::Class, rules::error::Error as RuleError};

/// What is printed for one of the errors that `rule` hands on.
pub(super) fn message_of(error: &RuleError) -> Message {
    let conflict = |text: String, hint: &str| message(Class::Conflict, text, hint);
    match error {
        RuleError::NothingMasked { member } => conflict(
            match member {
                Some(email) => {
                    format!("nothing is masked for `{email}`, so nothing can leak to them")
                }
                None => "no role that anybody active has is masked, so nothing can leak".to_owned(),
            },
            "`rolecall mask enable number --role ROLE` hides numbers from a role",
        ),
        RuleError::NoNumber { chat, message: None } => conflict(
            format!("chat {chat} has no number to reveal: WhatsApp withholds it"),
            &format!("`rolecall chat reply {chat}` reaches them all the same"),
        ),
        RuleError::NoNumber { chat, message: Some(written) } => conflict(
            format!("there is no number to reveal of whoever wrote message {written}"),
            &format!("`rolecall chat show {chat}` shows who wrote what"),
        ),
        RuleError::WhoseNumber { chat } => conflict(
            format!("chat {chat} is a group, and has many numbers"),
            "name a message of whom you mean with `--author-of MESSAGE`",
        ),
        _ => super::bug("an error without words"),
    }
}
