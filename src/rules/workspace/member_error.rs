//! What stands in the way of changes to the team: who leaves, who joins, who owns.

use super::member::Status;
use crate::rules::{
    counted::counted,
    error::{Class, Explain, name_some},
    policy::{decision::Reason, permission::Permission},
};

/// What stands in the way of a change to members, their invitations and their teams.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MemberError {
    /// The last owner can't be removed, suspended or demoted.
    #[error("`{email}` is the last owner")]
    LastOwner {
        /// Their email.
        email: String,
    },
    /// The policy allows one owner only, and there is one.
    #[error("this workspace's policy allows one owner, and there is one")]
    SingleOwner,
    /// The member still holds accounts or assigned chats.
    #[error("`{email}` still has {}", holdings(.accounts, .chats))]
    LooseEnds {
        /// Their email.
        email: String,
        /// The numbers of the accounts they connected: the workspace's own.
        accounts: Vec<String>,
        /// The ids of the chats that are assigned to them.
        chats: Vec<i64>,
    },
    /// Somebody who is to take over accounts couldn't connect or use them.
    #[error("`{email}` can't take over the accounts: {}", lacking(*.permission, *.reason))]
    UnfitSuccessor {
        /// Their email.
        email: String,
        /// What they lack.
        permission: Permission,
        /// Why they lack it.
        reason: Reason,
    },
    /// A member was named as the one to take over from themselves.
    #[error("`{email}` can't take over from themselves")]
    OwnSuccessor {
        /// Their email.
        email: String,
    },
    /// The default team can't be renamed or removed.
    #[error("team `{name}` can't be renamed or removed: everybody is in it at first")]
    DefaultTeam {
        /// Its name.
        name: String,
    },
    /// Only a member who has joined can own the workspace.
    #[error("`{email}` is {status}, and only an active member can own the workspace")]
    NotActive {
        /// Their email.
        email: String,
        /// What they are instead.
        status: Status,
    },
    /// The member isn't what the change starts from.
    #[error("`{email}` is {status}, not {needed}")]
    WrongStatus {
        /// Their email.
        email: String,
        /// What they are.
        status: Status,
        /// What they would have to be.
        needed: Status,
    },
    /// The member has no invitation that could be accepted.
    #[error("`{email}` has no invitation under way")]
    NoInvitation {
        /// Their email.
        email: String,
    },
    /// The code doesn't open the door. Why not is not said: whoever guesses learns nothing.
    #[error("the invitation can't be accepted with this code")]
    InvitationRefused,
}

impl Explain for MemberError {
    fn class(&self) -> Class {
        Class::Conflict
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::LastOwner { .. } => {
                "hand it on first: `rolecall member transfer-ownership EMAIL`"
            }
            Self::SingleOwner => "hand it on with `rolecall member transfer-ownership EMAIL`",
            Self::LooseEnds { .. } => {
                "hand them on with `--reassign-to EMAIL`, or leave them to nobody with \
                 `--release`; `--dry-run` with either shows the whole plan"
            }
            Self::UnfitSuccessor { reason: Reason::Invited, .. } => {
                "wait until they have joined, name somebody else, or leave the accounts without a \
                 connector with `--release`"
            }
            Self::UnfitSuccessor { .. } => {
                "name somebody else, or leave the accounts without a connector with `--release`"
            }
            Self::OwnSuccessor { .. } => "name somebody else",
            Self::DefaultTeam { .. } => "`rolecall team list` shows the others",
            Self::NotActive { .. } => {
                "they join with `rolecall invite accept`; `rolecall invite resend EMAIL` asks them \
                 again"
            }
            Self::WrongStatus { .. } => {
                "`rolecall member show EMAIL` shows how they stand; nothing was changed"
            }
            Self::NoInvitation { .. } => {
                "`rolecall invite list` shows the invitations; `rolecall invite resend EMAIL` makes \
                 one"
            }
            Self::InvitationRefused => {
                "ask the person who invited you for another invitation; codes work once, and not for ever"
            }
        };
        Some(hint.to_owned())
    }

    fn reason(&self) -> Option<&'static str> {
        match self {
            Self::UnfitSuccessor { reason, .. } => Some(reason.code()),
            _ => None,
        }
    }
}

/// Why somebody can't do what a permission opens.
fn lacking(permission: Permission, reason: Reason) -> String {
    match reason {
        Reason::Invited => "they have not joined yet".to_owned(),
        Reason::Suspended => "they are suspended".to_owned(),
        _ => format!("they lack `{permission}`"),
    }
}

fn holdings(accounts: &[String], chats: &[i64]) -> String {
    let mut parts = Vec::new();
    if !accounts.is_empty() {
        let count = counted(accounts.len(), "connected account");
        parts.push(format!("{count} (`{}`)", accounts.join("`, `")));
    }
    if !chats.is_empty() {
        parts.push(format!("{} ({})", counted(chats.len(), "assigned chat"), name_some(chats)));
    }
    parts.join(" and ")
}
