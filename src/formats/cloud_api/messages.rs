//! Messages: who wrote to whom, and whether it is a message at all or an edit, a deletion or a
//! reaction.

use super::content::{content, edited_content, kind, subkind, text};
use super::fields::{AS_RECEIVED, is_user_id, time};
use super::moves::moved;
use super::people::Handle;
use super::statuses::reason;
use super::walk::Scene;
use crate::formats::{
    event::{AccountRef, Customer, Direction, Edit, Event, Message, Origin, Reaction, Revoke},
    json::{Cursor, Fault, Node},
    place::Place,
};

/// Which list a message stands in: that decides who its other side is.
#[derive(Clone, Copy)]
pub(super) enum Side<'t> {
    /// `messages`: what customers wrote.
    Chat,
    /// `message_echoes`: what the account wrote from the phone.
    Echo,
    /// A thread of the history: both.
    Thread(&'t Cursor<'t, 't>),
}

impl Side<'_> {
    fn direction(self, account: &AccountRef, body: &Cursor<'_, '_>) -> Direction {
        let history = body.at("history_context");
        let from_me = match history.node().get("from_me") {
            Node::Flag(false) => false,
            _ => history.is_true("from_me") || is_own(account, body.say("from")),
        };
        match self {
            Side::Echo => Direction::Outgoing,
            _ if from_me => Direction::Outgoing,
            Side::Chat | Side::Thread(_) => Direction::Incoming,
        }
    }

    /// What the message itself says of its other side.
    pub(super) fn handle(self, account: &AccountRef, body: &Cursor<'_, '_>) -> Handle {
        let sender = || Handle::new(body.say("from"), body.say("from_user_id"));
        let receiver = || Handle::new(body.say("to"), body.say("to_user_id"));
        match (self.direction(account, body), self) {
            (Direction::Incoming, Side::Chat | Side::Echo) => {
                let sender = sender();
                if sender.is_nobody() { system_handle(body) } else { sender }
            }
            (Direction::Incoming, Side::Thread(thread)) => {
                let sender = sender();
                if sender.is_nobody() { thread_handle(thread) } else { sender }
            }
            (Direction::Outgoing, _) if to_group(body) => Handle::default(),
            (Direction::Outgoing, Side::Thread(thread)) => {
                let receiver = receiver();
                if receiver.is_nobody() || is_own(account, body.say("to")) {
                    thread_handle(thread)
                } else {
                    receiver
                }
            }
            // Deletions from the phone have been seen with both sides swapped.
            (Direction::Outgoing, _) if is_own(account, body.say("to")) => sender(),
            (Direction::Outgoing, _) => receiver(),
        }
    }
}

fn thread_handle(thread: &Cursor<'_, '_>) -> Handle {
    Handle::new(thread.say("id"), None)
}

/// Whom a system message is about, where it is from nobody.
fn system_handle(body: &Cursor<'_, '_>) -> Handle {
    let system = body.at("system");
    Handle::new(system.say("customer"), system.say("previous_user_id"))
}

fn to_group(body: &Cursor<'_, '_>) -> bool {
    body.say("recipient_type") == Some("group")
}

pub(super) fn is_own(account: &AccountRef, id: Option<&str>) -> bool {
    let Some(id) = id else {
        return false;
    };
    let own_number = account.display_number.as_deref().unwrap_or_default();
    let digits = id.bytes().filter(u8::is_ascii_digit);
    account.phone_number_id.as_deref() == Some(id)
        || (!own_number.is_empty() && !is_user_id(id) && digits.eq(own_number.bytes()))
}

/// The event of the message at `position` of its list, and the customer's move if it tells of one.
/// `handles` are those of the whole list.
pub(super) fn message_events(
    scene: &Scene<'_, '_>,
    place: Place,
    body: &Cursor<'_, '_>,
    side: Side<'_>,
    handles: &[Handle],
    position: usize,
) -> Result<(Event, Option<Event>), Fault> {
    let id = body.required("id")?.to_owned();
    let at_ms = time(body, "timestamp")?;
    body.text("from")?;
    body.text("to")?;
    let kind = kind(body)?;
    let group_id = group_id(body)?;
    let direction = side.direction(scene.account, body);
    let mut customer = customer(scene, body, direction, handles, position);
    if let Side::Thread(thread) = side {
        customer.complete(&thread.at("context"));
    }
    if customer.wa_id.is_none() && customer.user_id.is_none() && group_id.is_none() {
        let problem = match direction {
            Direction::Incoming => "the message has neither `from` nor `from_user_id`",
            Direction::Outgoing => "the message has neither `to` nor `to_user_id`",
        };
        return Err(body.wrong(problem, AS_RECEIVED));
    }
    let origin = Origin {
        place,
        account: scene.account.clone(),
        customer,
        id,
        at_ms,
        direction,
        group_id,
        chat_id: None,
    };
    let part = body.object(&kind);
    let event = match kind.as_str() {
        "edit" => edit(body, origin)?,
        "revoke" => Event::Revoke(Box::new(Revoke {
            origin,
            message_id: target(body, "revoke", "original_message_id")?,
        })),
        "reaction" => Event::Reaction(Box::new(Reaction {
            origin,
            message_id: target(body, "reaction", "message_id")?,
            emoji: part?.and_then(|reaction| reaction.owned("emoji")),
        })),
        _ => {
            let moved = moved(body, &kind, &origin);
            return Ok((message(scene, body, origin, kind)?, moved));
        }
    };
    Ok((event, None))
}

fn customer(
    scene: &Scene<'_, '_>,
    body: &Cursor<'_, '_>,
    direction: Direction,
    handles: &[Handle],
    position: usize,
) -> Customer {
    let handle = handles.get(position).cloned().unwrap_or_default();
    // What the account wrote to a group is addressed to no single member.
    if direction == Direction::Outgoing && to_group(body) {
        return handle.alone();
    }
    scene.people.customer(handle, position, handles)
}

fn message(
    scene: &Scene<'_, '_>,
    body: &Cursor<'_, '_>,
    origin: Origin,
    kind: String,
) -> Result<Event, Fault> {
    body.list("errors")?;
    let context = body.object("context")?;
    let forwarded = context.is_some_and(|context| {
        context.is_true("forwarded") || context.is_true("frequently_forwarded")
    });
    Ok(Event::Message(Box::new(Message {
        origin,
        subkind: subkind(body, &kind),
        text: text(body, &kind)?,
        content: content(body),
        kind,
        reply_to: context.and_then(|context| context.owned("id")),
        forwarded,
        delivery: body.at("history_context").owned("status"),
        error: reason(body).or_else(|| scene.error.clone()),
        author: None,
        edited: false,
        deleted: false,
        ..Message::default()
    })))
}

fn edit(body: &Cursor<'_, '_>, origin: Origin) -> Result<Event, Fault> {
    let message_id = target(body, "edit", "original_message_id")?;
    let edit = body.at("edit");
    let new = edit.object("message")?;
    let new = new.ok_or_else(|| edit.wrong("`message` is missing", AS_RECEIVED))?;
    let kind = kind(&new)?;
    Ok(Event::Edit(Box::new(Edit {
        origin,
        message_id,
        text: text(&new, &kind)?,
        content: edited_content(body, &new),
        kind,
    })))
}

/// The id of the message that something is done to.
fn target(body: &Cursor<'_, '_>, part: &str, key: &str) -> Result<String, Fault> {
    body.object(part)?;
    body.at(part).required(key).map(str::to_owned)
}

fn group_id(body: &Cursor<'_, '_>) -> Result<Option<String>, Fault> {
    if let Some(group) = body.text("group_id")? {
        return Ok(Some(group.to_owned()));
    }
    let in_context = body.at("context").owned("group_id");
    let receiver = || body.owned("to").filter(|_| to_group(body));
    Ok(in_context.or_else(receiver))
}
