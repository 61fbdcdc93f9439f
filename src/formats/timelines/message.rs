//! Messages: in which chat, by whom, and what a person reads of them.

use super::chat::{EXAMPLE, customer, named, own_id};
use crate::formats::{
    event::{Customer, Direction, Event, Message, Origin, Told},
    json::{Cursor, Fault},
    kept::kept,
    kind::{is_message_kind, kind_of_file},
    place::Place,
    time::time,
};

/// What of a message is kept elsewhere.
const ENVELOPE: [&str; 13] = [
    "uid",
    "id",
    "chat_id",
    "timestamp",
    "sender_phone",
    "sender_name",
    "recipient_phone",
    "recipient_name",
    "from_me",
    "text",
    "status",
    "has_attachment",
    "message_uid",
];

pub(super) fn message_event(place: Place, body: &Cursor<'_, '_>) -> Result<Event, Fault> {
    let id = match body.text("uid")? {
        Some(uid) => uid.to_owned(),
        None => body.text("id")?.ok_or_else(|| body.missing("uid"))?.to_owned(),
    };
    let chat_id = own_id(body.required("chat_id")?);
    let at_ms = time(body, "timestamp", EXAMPLE)?.ok_or_else(|| body.missing("timestamp"))?;
    let from_me = body.is_true("from_me");
    let name = body.owned("sender_name");
    let sender = if from_me {
        Customer::default()
    } else {
        named(customer(None, body.text("sender_phone")?), name.clone())
    };
    let url = body.say("attachment_url");
    let file = body.owned("attachment_filename").or_else(|| file_of(url?));
    let said = body.say("message_type").map(str::to_ascii_lowercase);
    let kind = match said.clone().filter(|kind| is_message_kind(kind)) {
        Some(kind) => kind,
        None if file.is_some() || url.is_some() => {
            file.as_deref().map_or("document", kind_of_file).to_owned()
        }
        None => "text".to_owned(),
    };
    let created_by = body.owned("created_by");
    let author = name.or_else(|| created_by.clone()).filter(|_| from_me);
    let mut envelope = ENVELOPE.to_vec();
    envelope.extend((author.is_some() && author == created_by).then_some("created_by"));
    envelope.extend((said.as_ref() == Some(&kind)).then_some("message_type"));
    Ok(Event::Message(Box::new(Message {
        origin: Origin {
            place,
            customer: sender,
            id,
            at_ms,
            direction: if from_me { Direction::Outgoing } else { Direction::Incoming },
            chat_id: Some(chat_id),
            ..Origin::default()
        },
        kind,
        text: body.text("text")?.map(str::to_owned).or(file),
        content: kept(body, &envelope),
        delivery: body.say("status").map(str::to_ascii_lowercase),
        author,
        told: Told::AsOfNow,
        ..Message::default()
    })))
}

/// The name of the file that a link leads to.
fn file_of(url: &str) -> Option<String> {
    let path = url.split(['?', '#']).next()?;
    let name = path.rsplit('/').next()?;
    name.contains('.').then(|| name.to_owned())
}
