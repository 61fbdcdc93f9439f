//! The words of what stands in the way of whoever signs in.

use super::{Message, bug, message};
use crate::{
    cli::error::{Class, Refused},
    rules::{error::Error as RuleError, workspace::sign_in::KeyFault},
};

/// What is printed for one of the errors that `rule` hands on.
pub(super) fn message_of(error: &RuleError) -> Message {
    match error {
        RuleError::TooManyCodes { until } => Message {
            reason: Some("too-many-codes"),
            ..message(
                Class::Conflict,
                "too many wrong codes were tried from here",
                format!("try the code from the mail again after {}", written(*until)),
            )
        },
        RuleError::Stranger => refused(&Refused::Stranger),
        RuleError::UnfitKey(fault) => {
            let (text, hint) = match fault {
                KeyFault::Private => (
                    "this is a private key, which nobody else may have",
                    "give the public one, from the file whose name ends in `.pub`",
                ),
                KeyFault::Weak => (
                    "keys of this kind are no longer accepted by OpenSSH",
                    "make one with `ssh-keygen -t ed25519`",
                ),
                KeyFault::Unreadable => (
                    "this is not a public key as OpenSSH writes it",
                    "give one line such as `ssh-ed25519 AAAA… ada@laptop`, from a `.pub` file",
                ),
            };
            message(Class::BadInput, text, hint)
        }
        _ => bug("an error without words"),
    }
}

/// What is printed for somebody whose session can't do this.
pub(super) fn refused(refused: &Refused) -> Message {
    let denied = |reason, text: String, hint: String| Message {
        reason: Some(reason),
        ..message(Class::Denied, text, hint)
    };
    match refused {
        Refused::Pinned { what, member } => denied(
            "pinned",
            format!("{what} can't be used over this connection"),
            match member {
                Some(member) => format!(
                    "you are signed in as `{member}`; files travel by `-`, which is standard input"
                ),
                None => "join first: `invite accept EMAIL --code CODE`".to_owned(),
            },
        ),
        Refused::Stranger => denied(
            "unknown-key",
            "this key is nobody's here".to_owned(),
            "join with the code from your mail: `invite accept EMAIL --code CODE`".to_owned(),
        ),
        Refused::Suspended { member } => denied(
            "suspended",
            format!("`{member}` is suspended"),
            "ask whoever runs the workspace to restore you".to_owned(),
        ),
        Refused::NoCommand { member } => message(
            Class::Usage,
            match member {
                Some(member) => format!("signed in as `{member}`, but no command was given"),
                None => "no command was given".to_owned(),
            },
            match member {
                Some(_) => "add one, such as `status` or `chat list`; `help` lists them",
                None => "add `invite accept EMAIL --code CODE`, as your mail says",
            },
        ),
    }
}

fn written(at: i64) -> String {
    // To the second, and not before.
    jiff::Timestamp::from_second(at.div_euclid(1000) + 1)
        .map_or_else(|_| "a while".to_owned(), |at| at.to_string())
}
