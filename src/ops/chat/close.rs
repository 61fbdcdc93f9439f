//! `chat close` and `chat reopen`: whether a chat is done.

use std::rc::Rc;

use super::many::{Plan, carry_out, in_sight};
use crate::{
    ops::{Outcome, Result, Session},
    rules::{id::ChatId, policy::actor::Actor},
    store::Snapshot,
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

    const fn opposite(self) -> Self {
        match self {
            Self::Open => Self::Closed,
            Self::Closed => Self::Open,
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
    let plan = |snapshot: &Snapshot<'_>, actor: &Actor| {
        let chats = in_sight(snapshot, actor, ids)?;
        let before: Rc<str> = status.opposite().key().into();
        let others = chats.iter().filter(|(_, chat)| chat.is_open != (status == Status::Open));
        let plan = Plan {
            action: status.action(),
            field: "status",
            chats: others.map(|(id, _)| (*id, Some(Rc::clone(&before)))).collect(),
            to: status,
            after: Some(status.key().to_owned()),
            notes: Vec::new(),
        };
        Ok((actor.authorize_seen_chats(now)?, plan))
    };
    carry_out(
        session,
        ids,
        plan,
        |change, id, status| Ok(change.set_chat_status(id, status.key())?),
    )
}
