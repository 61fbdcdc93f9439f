//! What a session of somebody who signed in can't do.

use crate::rules::error::{Class, Explain};

/// What a session of somebody who signed in can't do.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// To change what the session is pinned to, or to reach the machine.
    #[error("{what} can't be used over this connection")]
    Pinned {
        /// What was asked for.
        what: String,
        /// What that would reach.
        beyond: Beyond,
        /// Who signed in.
        member: Option<String>,
    },
    /// Anything, while suspended.
    #[error("`{member}` is suspended")]
    Suspended {
        /// Who signed in.
        member: String,
    },
    /// To join, while signed in as a member: the code would be gone, and the invited person without a key.
    #[error("`invite accept` is for who is invited, and this key is `{member}`'s")]
    Joined {
        /// Who signed in.
        member: String,
    },
    /// To go on without a command.
    #[error("{}", no_command(.member.as_deref()))]
    NoCommand {
        /// Who signed in.
        member: Option<String>,
    },
}

/// What a session can't reach.
#[derive(Debug, Clone, Copy)]
pub enum Beyond {
    /// Another member or another workspace.
    Pin,
    /// A file of the machine.
    File,
    /// The machine itself, or the workspace as a file of it.
    Machine,
}

impl Beyond {
    const fn hint(self) -> &'static str {
        match self {
            Self::Pin => "leave that option away",
            Self::File => "`-` is standard input, and standard output is what comes back",
            Self::Machine => "who keeps the workspace runs it on the server",
        }
    }
}

impl Explain for Refused {
    fn class(&self) -> Class {
        match self {
            Self::NoCommand { .. } => Class::Usage,
            Self::Pinned { .. } | Self::Suspended { .. } => Class::Denied,
            Self::Joined { .. } => Class::Conflict,
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Pinned { member: Some(member), beyond, .. } => {
                return Some(format!("you are signed in as `{member}`; {}", beyond.hint()));
            }
            Self::Pinned { member: None, .. } => "join first: `invite accept EMAIL --code CODE`",
            Self::Joined { .. } => {
                "sign in with a key that is nobody's: `ssh -i FILE -o IdentitiesOnly=yes HOST …`"
            }
            Self::Suspended { .. } => "ask an owner of the workspace to restore you",
            Self::NoCommand { member: Some(_) } => {
                "add one, such as `status` or `chat list`; `help` lists them"
            }
            Self::NoCommand { member: None } => {
                "add `invite accept EMAIL --code CODE`, as your mail says"
            }
        };
        Some(hint.to_owned())
    }

    fn reason(&self) -> Option<&'static str> {
        match self {
            Self::Pinned { .. } => Some("pinned"),
            Self::Suspended { .. } => Some("suspended"),
            Self::NoCommand { .. } | Self::Joined { .. } => None,
        }
    }
}

fn no_command(member: Option<&str>) -> String {
    match member {
        Some(member) => format!("signed in as `{member}`, but no command was given"),
        None => "no command was given".to_owned(),
    }
}
