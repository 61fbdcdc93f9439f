//! Delivery reports: how far a message of the account got, and with whom.

use super::content::{kept, readable};
use super::fields::time;
use super::people::Handle;
use super::walk::Scene;
use crate::formats::{
    event::{Customer, Direction, Event, Message, Origin, Status},
    json::{Cursor, Fault},
    place::Place,
};

/// The status at `position` of its list. That of a payment is a message of the customer's: it says
/// nothing of what became of the message that asked for it.
pub(super) fn status_event(
    scene: &Scene<'_, '_>,
    place: Place,
    body: &Cursor<'_, '_>,
    position: usize,
) -> Result<Event, Fault> {
    let message_id = body.required("id")?.to_owned();
    let status = body.required("status")?.to_owned();
    let at_ms = time(body, "timestamp")?;
    let recipient = body.text("recipient_id")?;
    body.list("errors")?;
    let to_group = body.say("recipient_type") == Some("group");
    let group_id =
        body.owned("group_id").or_else(|| recipient.filter(|_| to_group).map(str::to_owned));
    let handle = if to_group {
        let member = "recipient_participant_id";
        Handle::new(body.say(member), body.say("recipient_participant_user_id"))
    } else {
        Handle::new(recipient.or_else(|| body.say("from")), body.say("recipient_user_id"))
    };
    // The report of a group as a whole concerns none of its members.
    let customer = if to_group && handle.is_nobody() {
        handle.alone()
    } else {
        scene.people.customer(handle, position, &[])
    };
    if body.say("type") == Some("payment") {
        return Ok(payment(
            scene,
            place,
            body,
            (customer, group_id),
            (&message_id, &status, at_ms),
        ));
    }
    Ok(Event::Status(Box::new(Status {
        place,
        account: scene.account.clone(),
        customer,
        message_id,
        status,
        at_ms,
        error: reason(body),
        details: kept(body, &STATUS_ENVELOPE),
        group_id,
    })))
}

/// What of a status is elsewhere, or is the platform's bill: whom a message cost how much is not
/// part of what was said.
const STATUS_ENVELOPE: [&str; 14] = [
    "id",
    "status",
    "timestamp",
    "type",
    "from",
    "recipient_id",
    "recipient_user_id",
    "parent_recipient_user_id",
    "recipient_type",
    "recipient_participant_id",
    "recipient_participant_user_id",
    "group_id",
    "conversation",
    "pricing",
];

fn payment(
    scene: &Scene<'_, '_>,
    place: Place,
    body: &Cursor<'_, '_>,
    (customer, group_id): (Customer, Option<String>),
    (message_id, status, at_ms): (&str, &str, i64),
) -> Event {
    let details = readable(&body.at("payment"));
    let text = details.map_or_else(|| status.to_owned(), |details| format!("{status}, {details}"));
    Event::Message(Box::new(Message {
        origin: Origin {
            place,
            account: scene.account.clone(),
            customer,
            id: format!("{message_id}/payment/{status}/{at_ms}"),
            at_ms,
            direction: Direction::Incoming,
            group_id,
            chat_id: None,
        },
        kind: "payment".to_owned(),
        subkind: Some(status.to_owned()),
        text: Some(text),
        content: kept(body, &STATUS_ENVELOPE),
        reply_to: Some(message_id.to_owned()),
        ..Message::default()
    }))
}

/// The first reason given under `errors`, in the platform's words.
pub(super) fn reason(at: &Cursor<'_, '_>) -> Option<String> {
    at.at("errors").items().find_map(|problem| {
        problem
            .owned("title")
            .or_else(|| problem.owned("message"))
            .or_else(|| problem.say("code").map(|code| format!("error {code}")))
    })
}
