//! Messages: who wrote to whom, and whether it is a message at all or an edit, a deletion or a
//! reaction.

use super::content::{kind, reason, subkind, text};
use super::fields::{
    AS_RECEIVED, Fault, is_user_id, list, number, object, optional, owned, required, time,
};
use super::payload::{MessageBody, Thread};
use super::people::Handle;
use super::walk::Scene;
use crate::formats::event::{
    AccountRef, Customer, Direction, Edit, Event, Message, Moved, Origin, Reaction, Revoke,
};
use crate::formats::json::Leaf;
use crate::formats::place::Place;

/// Which list a message stands in: that decides who its other side is.
#[derive(Clone, Copy)]
pub(super) enum Side<'t> {
    /// `messages`: what customers wrote.
    Chat,
    /// `message_echoes`: what the account wrote from the phone.
    Echo,
    /// A thread of the history: both.
    Thread(&'t Thread<'t>),
}

impl Side<'_> {
    fn direction(self, account: &AccountRef, body: &MessageBody<'_>) -> Direction {
        let said = body.history_context.get().map(|context| &context.from_me);
        let from_me = match said {
            Some(from_me) if from_me.is_true() => true,
            Some(Leaf::Flag(false)) => false,
            _ => is_own(account, &body.from),
        };
        match self {
            Side::Echo => Direction::Outgoing,
            _ if from_me => Direction::Outgoing,
            Side::Chat | Side::Thread(_) => Direction::Incoming,
        }
    }

    /// What the message itself says of its other side.
    pub(super) fn handle(self, account: &AccountRef, body: &MessageBody<'_>) -> Handle {
        let sender = || Handle::new(&body.from, &body.from_user_id);
        let receiver = || Handle::new(&body.to, &body.to_user_id);
        match (self.direction(account, body), self) {
            (Direction::Incoming, Side::Chat | Side::Echo) => sender(),
            (Direction::Incoming, Side::Thread(thread)) => {
                let sender = sender();
                if sender.is_nobody() { thread_handle(thread) } else { sender }
            }
            (Direction::Outgoing, _) if to_group(body) => Handle::default(),
            (Direction::Outgoing, Side::Thread(thread)) => {
                let receiver = receiver();
                if receiver.is_nobody() || is_own(account, &body.to) {
                    thread_handle(thread)
                } else {
                    receiver
                }
            }
            // Deletions from the phone have been seen with both sides swapped.
            (Direction::Outgoing, _) if is_own(account, &body.to) => sender(),
            (Direction::Outgoing, _) => receiver(),
        }
    }
}

fn thread_handle(thread: &Thread<'_>) -> Handle {
    Handle::new(&thread.id, &Leaf::Absent)
}

fn to_group(body: &MessageBody<'_>) -> bool {
    body.recipient_type.text() == Some("group")
}

fn is_own(account: &AccountRef, id: &Leaf<'_>) -> bool {
    let Some(id) = id.text() else {
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
    body: &MessageBody<'_>,
    side: Side<'_>,
    handles: &[Handle],
    position: usize,
) -> Result<(Event, Option<Event>), Fault> {
    let id = required(&body.id, "id")?.to_owned();
    let at_ms = time(&body.timestamp, "timestamp")?;
    optional(&body.from, "from")?;
    optional(&body.to, "to")?;
    let kind = kind(body)?;
    let group_id = group_id(body)?;
    let direction = side.direction(scene.account, body);
    let mut customer = customer(scene, body, direction, handles, position);
    if let Side::Thread(thread) = side
        && let Some(context) = thread.context.get()
    {
        customer.complete(context);
    }
    if customer.wa_id.is_none() && customer.user_id.is_none() && group_id.is_none() {
        let problem = match direction {
            Direction::Incoming => "the message has neither `from` nor `from_user_id`",
            Direction::Outgoing => "the message has neither `to` nor `to_user_id`",
        };
        return Err(Fault::new("", problem, AS_RECEIVED));
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
    let event = match kind.as_str() {
        "edit" => edit(body, origin)?,
        "revoke" => {
            let revoke = object(&body.revoke, "revoke")?;
            let original = revoke.map(|revoke| &revoke.original_message_id);
            Event::Revoke(Box::new(Revoke {
                origin,
                message_id: target(original, "revoke", "original_message_id")?,
            }))
        }
        "reaction" => {
            let reaction = object(&body.reaction, "reaction")?;
            let target_id = reaction.map(|reaction| &reaction.message_id);
            Event::Reaction(Box::new(Reaction {
                origin,
                message_id: target(target_id, "reaction", "message_id")?,
                emoji: reaction.and_then(|reaction| owned(&reaction.emoji)),
            }))
        }
        _ => {
            let moved = moved(body, &kind, &origin);
            return Ok((message(scene, body, origin, kind)?, moved));
        }
    };
    Ok((event, None))
}

fn customer(
    scene: &Scene<'_, '_>,
    body: &MessageBody<'_>,
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
    body: &MessageBody<'_>,
    origin: Origin,
    kind: String,
) -> Result<Event, Fault> {
    list(&body.errors, "errors")?;
    let context = object(&body.context, "context")?;
    let forwarded = context.is_some_and(|context| {
        context.forwarded.is_true() || context.frequently_forwarded.is_true()
    });
    let history = body.history_context.get();
    Ok(Event::Message(Box::new(Message {
        origin,
        subkind: subkind(body, &kind),
        text: text(body, &kind)?,
        kind,
        reply_to: context.and_then(|context| owned(&context.id)),
        forwarded,
        delivery: history.and_then(|history| owned(&history.status)),
        error: reason(&body.errors).or_else(|| scene.error.clone()),
        author: None,
        edited: false,
        deleted: false,
    })))
}

fn edit(body: &MessageBody<'_>, origin: Origin) -> Result<Event, Fault> {
    let edit = object(&body.edit, "edit")?;
    let original = edit.map(|edit| &edit.original_message_id);
    let message_id = target(original, "edit", "original_message_id")?;
    let inside = |fault: Fault| fault.under("edit");
    let new = match edit {
        Some(edit) => object(&edit.message, "message").map_err(inside)?,
        None => None,
    };
    let new = new.ok_or_else(|| Fault::new("/edit", "`message` is missing", AS_RECEIVED))?;
    let within = |fault: Fault| fault.under("message").under("edit");
    let new_kind = kind(new).map_err(within)?;
    Ok(Event::Edit(Box::new(Edit {
        origin,
        message_id,
        text: text(new, &new_kind).map_err(within)?,
        kind: new_kind,
    })))
}

/// The id of the message that something is done to.
fn target(id: Option<&Leaf<'_>>, part: &str, key: &str) -> Result<String, Fault> {
    let id = required(id.unwrap_or(&Leaf::Absent), key);
    id.map(str::to_owned).map_err(|fault| fault.under(part))
}

fn group_id(body: &MessageBody<'_>) -> Result<Option<String>, Fault> {
    if let Some(group) = optional(&body.group_id, "group_id")? {
        return Ok(Some(group.to_owned()));
    }
    let context = body.context.get();
    let in_context = context.and_then(|context| owned(&context.group_id));
    let receiver = || owned(&body.to).filter(|_| to_group(body));
    Ok(in_context.or_else(receiver))
}

/// The move that a system message tells of.
fn moved(body: &MessageBody<'_>, kind: &str, origin: &Origin) -> Option<Event> {
    if kind != "system" {
        return None;
    }
    let system = body.system.get()?;
    let customer = &origin.customer;
    let new_wa_id = system.wa_id.text().or_else(|| system.new_wa_id.text());
    let new_wa_id = new_wa_id.map(number);
    let new_user_id = owned(&system.user_id);
    let same_number = new_wa_id.is_none() || new_wa_id == customer.wa_id;
    let same_user = new_user_id.is_none() || new_user_id == customer.user_id;
    if same_number && same_user {
        return None;
    }
    Some(Event::Moved(Box::new(Moved {
        place: origin.place.clone(),
        account: origin.account.clone(),
        customer: customer.clone(),
        new_wa_id,
        new_user_id,
        at_ms: origin.at_ms,
    })))
}
