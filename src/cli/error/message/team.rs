//! The words of what stands in the way of changes to the team: who leaves, who joins, who owns.

use super::{Message, bug, message};
use crate::{
    cli::error::Class,
    ops::chat::name_some,
    rules::{
        error::Error as RuleError,
        policy::{decision::Reason, role::Model},
    },
};

/// What is printed for one of the errors that `rule` hands on.
pub(super) fn message_of(error: &RuleError) -> Message {
    let conflict = |text: String, hint: &str| message(Class::Conflict, text, hint);
    match error {
        RuleError::LastOwner { email } => conflict(
            format!("`{email}` is the last owner"),
            "hand it on first: `rolecall member transfer-ownership EMAIL`",
        ),
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
        RuleError::NotConnected { account } => conflict(
            format!(
                "nobody has connected account `{account}`, so it is in no team to be shared with"
            ),
            &format!("give it to a member first: `rolecall account transfer {account} --to EMAIL`"),
        ),
        RuleError::UnsharedRole { email, role, model, reason } => {
            unshared(email.as_deref(), (role, *model), *reason)
        }
        RuleError::InvitationRefused => conflict(
            "the invitation can't be accepted with this code".to_owned(),
            "ask whoever invited you for another invitation; codes work once, and not for ever",
        ),
        // The caller hands over these and no others.
        other => bug(&other.to_string()),
    }
}

/// Why a role can't share an account, in the words of the product whose rule it is.
fn unshared(email: Option<&str>, (role, model): (&str, Model), reason: Reason) -> Message {
    let why = match model {
        Model::Agent => "an agent uses only the account they connected",
        Model::Collaborator => {
            "a collaborator uses no account, and works only in the chats assigned to them"
        }
        _ => "that role sees no chats of accounts that others in the team connected",
    };
    let (text, hint) = match email {
        Some(email) if matches!(model, Model::Agent | Model::Collaborator) => (
            format!("`{email}` (`{role}`) can't share an account: {why}"),
            format!(
                "give them a role that can: `rolecall member edit {email} --role teammate`; or \
                 single chats: `rolecall chat assign ID --to {email}`"
            ),
        ),
        Some(email) => (
            format!("`{email}` (`{role}`) can't share an account: {why}"),
            format!("`rolecall why {email} chats.same-team` tells why"),
        ),
        None => (
            format!("role `{role}` can't share an account: {why}"),
            "invite them with `--role teammate` or `--role admin`".to_owned(),
        ),
    };
    Message { reason: Some(reason.code()), ..message(Class::Conflict, text, hint) }
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
        let named = name_some(chats.iter().copied());
        parts.push(format!("{} ({named})", counted(chats.len(), "assigned chat")));
    }
    parts.join(" and ")
}

fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
