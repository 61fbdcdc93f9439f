//! Messages: in which chat, by whom, and what a person reads of them.

use super::{
    chat::{customer, named, own_id, time},
    payload::Node,
};
use crate::formats::{
    event::{AccountRef, Customer, Direction, Event, Message, Origin},
    json::{Fault, optional, owned, required},
    kind::{is_message_kind, kind_of_file},
    place::Place,
};

pub(super) fn message_event<D, L>(place: Place, node: &Node<'_, D, L>) -> Result<Event, Fault> {
    let id = match optional(&node.uid, "uid")? {
        Some(uid) => uid.to_owned(),
        None => required(&node.id, "uid")?.to_owned(),
    };
    let chat_id = own_id(required(&node.chat_id, "chat_id")?);
    let at_ms = time(&node.timestamp, "timestamp")?
        .ok_or_else(|| Fault::new("", "`timestamp` is missing", ""))?;
    let from_me = node.from_me.is_true();
    let name = owned(&node.sender_name);
    let sender = if from_me {
        Customer::default()
    } else {
        let sender = customer(None, optional(&node.sender_phone, "sender_phone")?);
        named(sender, name.clone())
    };
    let file = owned(&node.attachment_filename).or_else(|| file_of(node.attachment_url.text()?));
    let has_file = file.is_some() || node.attachment_url.text().is_some();
    let said = node.message_type.text().map(str::to_ascii_lowercase);
    let kind = match said.filter(|kind| is_message_kind(kind)) {
        Some(kind) => kind,
        None if has_file => file.as_deref().map_or("document", kind_of_file).to_owned(),
        None => "text".to_owned(),
    };
    let text = optional(&node.text, "text")?.map(str::to_owned);
    Ok(Event::Message(Box::new(Message {
        origin: Origin {
            place,
            account: AccountRef::default(),
            customer: sender,
            id,
            at_ms,
            direction: if from_me { Direction::Outgoing } else { Direction::Incoming },
            group_id: None,
            chat_id: Some(chat_id),
        },
        kind,
        subkind: None,
        text: text.or(file),
        reply_to: None,
        forwarded: false,
        delivery: owned(&node.status).map(|status| status.to_ascii_lowercase()),
        error: None,
        author: name.filter(|_| from_me).or_else(|| owned(&node.created_by).filter(|_| from_me)),
        edited: false,
        deleted: false,
    })))
}

/// The name of the file that a link leads to.
fn file_of(url: &str) -> Option<String> {
    let path = url.split(['?', '#']).next()?;
    let name = path.rsplit('/').next()?;
    name.contains('.').then(|| name.to_owned())
}
