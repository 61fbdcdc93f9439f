//! Calls: a line in the chat for each, and what became of it as its status.

use super::content::{call_text, kept};
use super::fields::time;
use super::messages::is_own;
use super::people::Handle;
use super::walk::Scene;
use crate::formats::{
    event::{Direction, Event, Message, Origin, Status},
    json::{Cursor, Fault},
    place::Place,
};

/// What of a call is kept elsewhere, or is how the line is made: no part of what was said.
const CALL_ENVELOPE: [&str; 12] = [
    "id",
    "from",
    "from_user_id",
    "from_parent_user_id",
    "to",
    "to_user_id",
    "to_parent_user_id",
    "timestamp",
    "event",
    "status",
    "session",
    "connection",
];

/// The line of a call and, when it ended, its status. Either webhook may come first, or alone.
pub(super) fn call_events(
    scene: &Scene<'_, '_>,
    place: &Place,
    call: &Cursor<'_, '_>,
    position: usize,
) -> Result<Vec<Event>, Fault> {
    let id = call.required("id")?.to_owned();
    let at_ms = time(call, "timestamp")?;
    let outgoing = match call.say("direction") {
        Some(direction) => direction == "BUSINESS_INITIATED",
        None => is_own(scene.account, call.say("from")),
    };
    let handle = if outgoing {
        Handle::new(call.say("to"), call.say("to_user_id"))
    } else {
        Handle::new(call.say("from"), call.say("from_user_id"))
    };
    let customer = scene.people.customer(handle, position, &[]);
    let began = time(call, "start_time").unwrap_or(at_ms);
    let mut events = vec![Event::Message(Box::new(Message {
        origin: Origin {
            place: place.clone(),
            account: scene.account.clone(),
            customer: customer.clone(),
            id: id.clone(),
            at_ms: began,
            direction: if outgoing { Direction::Outgoing } else { Direction::Incoming },
            group_id: None,
            chat_id: None,
        },
        kind: "call".to_owned(),
        text: call_text(call),
        content: kept(call, &CALL_ENVELOPE),
        ..Message::default()
    }))];
    if let Some(status) = call.say("status") {
        events.push(Event::Status(Box::new(Status {
            place: place.clone(),
            account: scene.account.clone(),
            customer,
            message_id: id,
            status: status.to_lowercase(),
            at_ms,
            error: super::statuses::reason(call),
            details: kept(call, &CALL_ENVELOPE),
            group_id: None,
        })));
    }
    Ok(events)
}
