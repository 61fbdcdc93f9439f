//! `chat close` and `chat reopen`: whether a chat is done.

use crate::{
    ops::{Changed, Outcome, Result, Session, chat::chats_in_sight},
    rules::{id::ChatId, permission::Permission},
};

/// What becomes of a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It is under way.
    Open,
    /// It is done.
    Closed,
}

impl Status {
    /// Its name in the store, in JSON and in tables.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }

    const fn action(self) -> &'static str {
        match self {
            Self::Open => "chat.reopen",
            Self::Closed => "chat.close",
        }
    }
}

/// Closes or reopens chats, all or none. Who sees a chat, and so may answer it, may.
///
/// # Errors
/// A chat out of sight.
pub fn set_status(session: &mut Session, ids: &[ChatId], status: Status) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            let chats = chats_in_sight(snapshot, actor, ids)?;
            Ok((actor.authorize(Permission::Inbox, now)?, chats))
        },
        |change, _, chats| {
            let mut outcome = Outcome::default();
            for chat in chats.iter().filter(|chat| chat.status != status.key()) {
                change.set_chat_status(chat.id, status.key())?;
                outcome.changed.push(
                    Changed::new(status.action(), format!("chat {}", chat.id.0)).field(
                        "status",
                        Some(chat.status.as_str()),
                        Some(status.key()),
                    ),
                );
            }
            Ok(outcome)
        },
    )
}
