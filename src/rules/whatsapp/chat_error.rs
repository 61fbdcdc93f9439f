//! What stands in the way of assigning a chat, of writing in it, and of looking behind its mask.

use crate::rules::{
    error::{Class, Explain, name_some},
    policy::decision::Reason,
};

/// The most characters of a message that WhatsApp sends.
pub const LONGEST_TEXT: usize = 4096;

/// What stands in the way of assigning a chat, of writing in it, and of looking behind its mask.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChatError {
    /// An assignee who could not see the chat even when it is theirs.
    #[error(
        "`{email}` couldn't see or answer these chats, also when they are theirs: {}",
        name_some(.chats)
    )]
    BlindAssignee {
        /// Their email.
        email: String,
        /// The ids of the chats.
        chats: Vec<i64>,
        /// Why not.
        reason: Reason,
    },
    /// Nothing is written in it.
    #[error("the message is empty")]
    EmptyText,
    /// WhatsApp doesn't send it.
    #[error("the message has {length} characters, and WhatsApp sends at most {LONGEST_TEXT}")]
    LongText {
        /// How many characters it has.
        length: usize,
    },
    /// A group's chat has many numbers, and none of them was asked for.
    #[error("chat {chat} is a group, and has many numbers")]
    WhoseNumber {
        /// The chat's id.
        chat: i64,
    },
    /// There is no number to reveal: WhatsApp withholds it, or a colleague wrote the message.
    #[error("{}", no_number(*.chat, *.message))]
    NoNumber {
        /// The chat's id.
        chat: i64,
        /// The message whose author was meant, where one was.
        message: Option<i64>,
    },
}

impl Explain for ChatError {
    fn class(&self) -> Class {
        match self {
            Self::EmptyText | Self::LongText { .. } => Class::BadInput,
            Self::BlindAssignee { .. } | Self::WhoseNumber { .. } | Self::NoNumber { .. } => {
                Class::Conflict
            }
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::BlindAssignee { email, .. } => format!(
                "`rolecall why {email} chats.assigned` tells why; `--force` assigns it all the same"
            ),
            Self::EmptyText => {
                "write it after `--message`, or pipe it in with `--message -`".to_owned()
            }
            Self::LongText { .. } => "send it as several messages".to_owned(),
            Self::WhoseNumber { .. } => {
                "name a message of whom you mean with `--author-of MESSAGE`".to_owned()
            }
            Self::NoNumber { chat, message: None } => {
                format!("`rolecall chat reply {chat}` reaches them all the same")
            }
            Self::NoNumber { chat, message: Some(_) } => {
                format!("`rolecall chat show {chat}` shows who wrote what")
            }
        })
    }

    fn reason(&self) -> Option<&'static str> {
        match self {
            Self::BlindAssignee { reason, .. } => Some(reason.code()),
            Self::EmptyText
            | Self::LongText { .. }
            | Self::WhoseNumber { .. }
            | Self::NoNumber { .. } => None,
        }
    }
}

fn no_number(chat: i64, message: Option<i64>) -> String {
    match message {
        None => format!("chat {chat} has no number to reveal: WhatsApp withholds it"),
        Some(written) => {
            format!("there is no number to reveal for the author of message {written}")
        }
    }
}
