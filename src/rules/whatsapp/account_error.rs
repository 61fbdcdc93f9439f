//! What stands in the way of sharing a WhatsApp account, or of its going.

use crate::rules::{
    error::{Class, Explain},
    policy::{decision::Reason, role::Model},
};

/// What stands in the way of sharing a WhatsApp account.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AccountError {
    /// An account that nobody connected, and that so can't be shared.
    #[error("nobody has connected account `{account}`, so it is in no team to be shared with")]
    NotConnected {
        /// Its number: the workspace's own.
        account: String,
    },
    /// An account that can't go: chats or campaigns are there.
    #[error("account `{account}` has chats or campaigns by now")]
    InUse {
        /// Its number: the workspace's own.
        account: String,
    },
    /// A role that uses no account which others connected.
    #[error("{} can't share an account: {}", who(.email.as_deref(), .role), why(*.model))]
    UnsharedRole {
        /// Who has it; `None` where it was to be given.
        email: Option<String>,
        /// The role.
        role: String,
        /// The model under which it stands.
        model: Model,
        /// Why it doesn't.
        reason: Reason,
    },
}

impl Explain for AccountError {
    fn class(&self) -> Class {
        Class::Conflict
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::NotConnected { account } => {
                format!(
                    "give it to a member first: `rolecall account transfer {account} --to EMAIL`"
                )
            }
            Self::InUse { account } => {
                format!("leave it without a connector with `rolecall account disconnect {account}`")
            }
            Self::UnsharedRole { email: None, .. } => {
                "invite them with `--role teammate` or `--role admin`".to_owned()
            }
            Self::UnsharedRole {
                email: Some(email),
                model: Model::Agent | Model::Collaborator,
                ..
            } => format!(
                "give them a role that can: `rolecall member edit {email} --role teammate`; or \
                 single chats: `rolecall chat assign ID --to {email}`"
            ),
            Self::UnsharedRole { email: Some(email), .. } => {
                format!("`rolecall why {email} chats.same-team` tells why")
            }
        })
    }

    fn reason(&self) -> Option<&'static str> {
        match self {
            Self::NotConnected { .. } | Self::InUse { .. } => None,
            Self::UnsharedRole { reason, .. } => Some(reason.code()),
        }
    }
}

fn who(email: Option<&str>, role: &str) -> String {
    match email {
        Some(email) => format!("`{email}` (`{role}`)"),
        None => format!("role `{role}`"),
    }
}

/// In the words of the product whose rule it is.
const fn why(model: Model) -> &'static str {
    match model {
        Model::Agent => "an agent uses only the account they connected",
        Model::Collaborator => {
            "a collaborator uses no account, and works only in the chats assigned to them"
        }
        _ => "that role sees no chats of accounts that others in the team connected",
    }
}
