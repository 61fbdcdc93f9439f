//! The words of what stands in the way of changes to the team: who leaves, who joins, who owns.

use super::{Message, message};
use crate::{cli::error::Class, rules::error::Error as RuleError};

/// How many chats a refusal names; the rest is counted.
const NAMED_CHATS: usize = 10;

/// What is printed for one of the errors that `rule` hands on.
pub(super) fn message_of(error: &RuleError) -> Message {
    let conflict = |text: String, hint: &str| message(Class::Conflict, text, hint);
    match error {
        RuleError::LooseEnds { email, accounts, chats } => conflict(
            format!("`{email}` still has {}", holdings(accounts, chats)),
            "hand them on with `--reassign-to EMAIL`, or leave them to nobody with `--release`; \
             `--dry-run` with either shows the whole plan",
        ),
        RuleError::UnfitSuccessor { email, permission, reason } => Message {
            reason: Some(reason.code()),
            ..conflict(
                format!("`{email}` can't take over the accounts: they lack `{permission}`"),
                "name somebody else, or leave the accounts without a connector with `--release`",
            )
        },
        RuleError::OwnSuccessor { email } => {
            conflict(format!("`{email}` can't take over from themselves"), "name somebody else")
        }
        RuleError::DefaultTeam { name } => conflict(
            format!("team `{name}` can't be renamed or removed: everybody is in it at first"),
            "`rolecall team list` shows the others",
        ),
        RuleError::NotActive { email, status } => conflict(
            format!("`{email}` is {status}, and only an active member can own the workspace"),
            "they join with `rolecall invite accept`; `rolecall invite resend EMAIL` asks them again",
        ),
        RuleError::WrongStatus { email, status, needed } => conflict(
            format!("`{email}` is {status}, not {needed}"),
            "`rolecall member show EMAIL` shows how they stand; nothing was changed",
        ),
        RuleError::NoInvitation { email } => conflict(
            format!("`{email}` has no invitation under way"),
            "`rolecall invite list` shows the invitations; `rolecall invite resend EMAIL` makes one",
        ),
        _ => conflict(
            "the invitation can't be accepted with this code".to_owned(),
            "ask whoever invited you for another invitation; codes work once, and not for ever",
        ),
    }
}

fn holdings(accounts: &[String], chats: &[i64]) -> String {
    let mut parts = Vec::new();
    if !accounts.is_empty() {
        parts.push(format!(
            "{} (`{}`)",
            counted(accounts.len(), "connected account"),
            accounts.join("`, `")
        ));
    }
    if !chats.is_empty() {
        let named: Vec<_> = chats.iter().take(NAMED_CHATS).map(i64::to_string).collect();
        let more = match chats.len().saturating_sub(NAMED_CHATS) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        parts.push(format!(
            "{} ({}{more})",
            counted(chats.len(), "assigned chat"),
            named.join(", ")
        ));
    }
    parts.join(" and ")
}

fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
