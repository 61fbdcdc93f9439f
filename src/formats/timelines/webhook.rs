//! Webhooks: one thing that just happened, with the chat and the account it happened in.

use super::chat::{EXAMPLE, chat_state, customer, named, own_id};
use crate::formats::{
    event::{AccountRef, Customer, Direction, Event, Message, Origin},
    json::{Cursor, Fault, Findings},
    kept::{join, kept},
    kind::kind_of_file,
    number::digits,
    time::time,
};

/// What of a message is kept elsewhere.
const ENVELOPE: [&str; 6] =
    ["text", "direction", "timestamp", "message_uid", "sender", "recipient"];

pub(super) fn webhook(found: &mut Findings<'_>, webhook: &Cursor<'_, '_>) {
    let chat = webhook.at("chat");
    if !chat.is_object() {
        return found.ignored(webhook, webhook.say("event_type").unwrap_or_default());
    }
    let account = webhook.at("whatsapp_account");
    let account =
        AccountRef { display_number: account.say("phone").and_then(digits), phone_number_id: None };
    let state = chat_state(found.place(&chat), &chat, account, ("chat_id", "full_name"));
    let is_known = state.is_ok();
    found.result(state);
    let message = webhook.at("message");
    if is_known && message.is_object() {
        let event = message_event(found, &chat, &message);
        found.result(event);
    }
}

fn message_event(
    found: &Findings<'_>,
    chat: &Cursor<'_, '_>,
    message: &Cursor<'_, '_>,
) -> Result<Event, Fault> {
    let id = message.required("message_uid")?.to_owned();
    let at_ms = time(message, "timestamp", EXAMPLE)?;
    let at_ms = at_ms.ok_or_else(|| message.missing("timestamp"))?;
    let outgoing = message.say("direction") == Some("sent");
    let sender = message.at("sender");
    let name = sender.owned("full_name");
    let writer = if outgoing {
        Customer::default()
    } else {
        named(customer(None, sender.say("phone")), name.clone())
    };
    let attachments = message.at("attachments");
    let files = || attachments.items().map(|file| file.say("filename"));
    let kind = match files().flatten().next() {
        Some(file) => kind_of_file(file),
        None if !attachments.is_empty() => "document",
        None => "text",
    };
    Ok(Event::Message(Box::new(Message {
        origin: Origin {
            place: found.place(message),
            customer: writer,
            id,
            at_ms,
            direction: if outgoing { Direction::Outgoing } else { Direction::Incoming },
            chat_id: Some(own_id(chat.required("chat_id")?)),
            ..Origin::default()
        },
        kind: kind.to_owned(),
        text: message.text("text")?.map(str::to_owned).or_else(|| join(files(), ", ")),
        content: kept(message, &ENVELOPE),
        author: name.filter(|_| outgoing),
        ..Message::default()
    })))
}
