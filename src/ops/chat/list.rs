//! `chat list`: exactly the chats that the member sees, newest first, a page or all of them.

use std::ops::ControlFlow;

use crate::{
    ops::{
        Result, Session,
        chat::{ChatRow, focus, row},
        member::read_phone,
    },
    rules::{actor::Actor, id::ChatId, permission::Permission, phone::Phone},
    store::{ChatQuery, Snapshot},
};

/// Which page of the list.
#[derive(Debug, Clone, Copy, Default)]
pub struct Page<'a> {
    /// Behind that chat; `None` for the first page.
    pub after: Option<ChatId>,
    /// At most so many; `None` for all.
    pub limit: Option<u64>,
    /// Of the contact with that number only.
    pub contact: Option<&'a str>,
}

/// Gives the chats of a page to `show`, in order, one at a time: a list may be long.
///
/// # Errors
/// Refused where the inbox is closed; a chat to begin behind that the member doesn't see; what
/// `show` fails with.
pub fn list(
    session: &mut Session,
    page: &Page<'_>,
    mut show: impl FnMut(ChatRow) -> Result<()>,
) -> Result<()> {
    session.read(|snapshot, actor| {
        actor.require(Permission::Inbox)?;
        if let Some(number) = page.contact {
            actor.require_no_digits(number)?;
            return of_contact(snapshot, actor, &read_phone(number, None)?, show);
        }
        let after = match page.after {
            Some(id) => {
                let chat = snapshot.chat(id)?;
                actor.require_sight(id, chat.as_ref().map(crate::store::Chat::facts))?;
                chat.map(|chat| (chat.last_at, chat.id))
            }
            None => None,
        };
        let query = ChatQuery {
            viewer: actor.id,
            team: actor.team,
            reach: actor.viewer().reach(),
            after,
            limit: page.limit,
        };
        snapshot.chats(&query, |chat| {
            let focus = focus(snapshot, actor.lens(), &chat)?;
            show(row(actor, &chat, &focus))?;
            Ok(ControlFlow::Continue(()))
        })
    })
}

/// The chats of one contact, newest first: at most one for each account.
fn of_contact(
    snapshot: &Snapshot<'_>,
    actor: &Actor,
    number: &Phone,
    mut show: impl FnMut(ChatRow) -> Result<()>,
) -> Result<()> {
    for chat in snapshot.chats_with(number)? {
        if actor.viewer().sees(chat.facts()).allowed {
            let focus = focus(snapshot, actor.lens(), &chat)?;
            show(row(actor, &chat, &focus))?;
        }
    }
    Ok(())
}
