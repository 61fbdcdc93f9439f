//! What a person reads of a message, whatever its kind, and what is kept of it beside.

use super::statuses::reason;
pub(super) use crate::formats::kept::{kept, readable};
use crate::formats::{
    json::{Cursor, Fault, Node, read},
    kept::{join, kept_together},
};

/// The kind of a message that does not say.
pub(super) const UNKNOWN_KIND: &str = "unknown";

type Text = Result<Option<String>, Fault>;

/// The kind as given.
pub(super) fn kind(body: &Cursor<'_, '_>) -> Result<String, Fault> {
    Ok(body.text("type")?.unwrap_or(UNKNOWN_KIND).to_owned())
}

/// The finer kind inside, where there is one.
pub(super) fn subkind(body: &Cursor<'_, '_>, kind: &str) -> Option<String> {
    match kind {
        "audio" => body.at("audio").is_true("voice").then(|| "voice".to_owned()),
        "interactive" | "system" | "unsupported" => body.at(kind).owned("type"),
        _ => None,
    }
}

/// What of a message is kept elsewhere, or is an ID, a hash, or the way that it came.
const MESSAGE_ENVELOPE: [&str; 38] = [
    // Columns of the message, its chat and its contact.
    "id",
    "from",
    "from_user_id",
    "from_parent_user_id",
    "to",
    "to_user_id",
    "to_parent_user_id",
    "recipient_type",
    "group_id",
    "timestamp",
    "type",
    "text/body",
    "history_context/status",
    "history_context/from_me",
    "context/id",
    "context/from",
    "context/from_user_id",
    "context/group_id",
    "reaction/message_id",
    "reaction/emoji",
    // Who the customer is now: the contact has it.
    "system/wa_id",
    "system/new_wa_id",
    "system/user_id",
    "system/previous_user_id",
    "system/customer",
    // Hashes, and the platform's IDs of files.
    "system/identity",
    "identity/hash",
    "image/id",
    "image/sha256",
    "video/id",
    "video/sha256",
    "audio/id",
    "audio/sha256",
    "voice/id",
    "document/id",
    "document/sha256",
    "sticker/id",
    "sticker/sha256",
];

/// Where an edit says which message it is of, and what that message is from now on.
const EDIT_ENVELOPE: [&str; 2] = ["edit/original_message_id", "edit/message"];

/// All of a message that its text and its other columns don't hold, as JSON.
pub(super) fn content(body: &Cursor<'_, '_>) -> Option<String> {
    kept(body, &MESSAGE_ENVELOPE)
}

/// The same of a message that was edited: what it is now, and what came with the edit.
pub(super) fn edited_content(edit: &Cursor<'_, '_>, new: &Cursor<'_, '_>) -> Option<String> {
    let envelope = [&MESSAGE_ENVELOPE[..], &EDIT_ENVELOPE].concat();
    kept_together((new, &MESSAGE_ENVELOPE), (edit, &envelope))
}

/// What a person reads. A body of the wrong shape is a fault, a missing one is not.
pub(super) fn text(body: &Cursor<'_, '_>, kind: &str) -> Text {
    match kind {
        "contacts" => {
            let contacts = body.list("contacts")?;
            return Ok(join(contacts.items().map(|contact| shared_contact(&contact)), "; "));
        }
        "unsupported" => {
            let inner = body.at(kind).say("type");
            return Ok(join([inner.map(str::to_owned), reason(body)], ": "));
        }
        _ => {}
    }
    let part = body.object(kind)?;
    let Some(part) = part.filter(|_| kind != "text") else {
        // A message without a type, or of one that is new, may still have a plain text.
        let written = match body.object("text")? {
            Some(text) => text.text("body")?.map(str::to_owned),
            None => None,
        };
        let advert = body.at("referral");
        return Ok(written.or_else(|| advert.owned("headline")).or_else(|| advert.owned("body")));
    };
    Ok(match kind {
        "image" | "video" | "audio" | "voice" | "document" | "sticker" => {
            join([part.text("filename")?, part.text("caption")?], ": ")
        }
        "location" => location(&part),
        "interactive" => interactive(&part),
        "button" => part.owned("text").or_else(|| part.owned("payload")),
        "order" => order(&part),
        "system" => part.owned("body"),
        // The words of a message that has any come before its fields.
        _ => part.owned("body").or_else(|| part.owned("text")).or_else(|| readable(&part)),
    })
}

fn location(location: &Cursor<'_, '_>) -> Option<String> {
    let named = join(["name", "address"].map(|key| location.say(key)), ", ");
    let spot = match (location.say("latitude"), location.say("longitude")) {
        (Some(latitude), Some(longitude)) => Some(format!("{latitude}, {longitude}")),
        _ => None,
    };
    match (named, spot) {
        (Some(named), Some(spot)) => Some(format!("{named} ({spot})")),
        (named, spot) => named.or(spot).or_else(|| location.owned("url")),
    }
}

/// A person's card: who they are, then how to reach them.
fn shared_contact(contact: &Cursor<'_, '_>) -> Option<String> {
    let name = contact.at("name");
    let organisation = contact.at("org").owned("company");
    let named = name
        .owned("formatted_name")
        .or_else(|| join(["first_name", "middle_name", "last_name"].map(|key| name.say(key)), " "));
    let work = organisation.filter(|work| named.as_ref() != Some(work));
    let mut parts = vec![named, work];
    parts.extend(contact.at("phones").items().map(|phone| {
        let whole = || phone.say("wa_id").map(|digits| format!("+{digits}"));
        phone.owned("phone").or_else(whole)
    }));
    for (list, key) in [("emails", "email"), ("urls", "url")] {
        parts.extend(contact.at(list).items().map(|item| item.owned(key)));
    }
    join(parts, ", ")
}

fn interactive(reply: &Cursor<'_, '_>) -> Option<String> {
    let kind = reply.say("type").unwrap_or_default();
    let answer = match kind {
        "nfm_reply" => form(&reply.at(kind)),
        "button_reply" | "list_reply" => {
            join(["title", "description"].map(|key| reply.at(kind).say(key)), ": ")
        }
        "call_permission_reply" => call_permission(&reply.at(kind)),
        // What the account itself sent.
        _ => join(["header", "body", "footer"].map(|key| reply.at(key).say("text")), "\n"),
    };
    answer.or_else(|| readable(&reply.at(kind)))
}

/// A form's answers. They come as JSON inside a text, beside a token that is nobody's answer.
fn form(reply: &Cursor<'_, '_>) -> Option<String> {
    let written = reply.say("response_json").unwrap_or_default();
    let answers = read(written.as_bytes()).unwrap_or(Node::Null);
    let answers = Cursor::new(&answers, None);
    let pairs = answers.entries().filter(|(key, _)| *key != "flow_token").map(|(key, value)| {
        let value = readable(&value)?;
        Some(format!("{}: {value}", key.replace('_', " ")))
    });
    let said = join(pairs, ", ");
    said.or_else(|| reply.owned("body")).or_else(|| reply.owned("name"))
}

fn call_permission(reply: &Cursor<'_, '_>) -> Option<String> {
    let answer = match reply.say("response")? {
        "accept" => "calls allowed",
        "reject" => "calls not allowed",
        other => other,
    };
    let lasting = if reply.is_true("is_permanent") { " for good" } else { "" };
    Some(format!("{answer}{lasting}"))
}

fn order(order: &Cursor<'_, '_>) -> Option<String> {
    let items = order.at("product_items");
    let lines = items.items().map(|item| {
        let product = item.say("product_retailer_id")?;
        let quantity = item.say("quantity").unwrap_or("1");
        let price = join([item.say("item_price"), item.say("currency")], " ");
        let price = price.map(|price| format!(" at {price}")).unwrap_or_default();
        Some(format!("{quantity} × {product}{price}"))
    });
    join([order.owned("text"), join(lines, ", ")], ": ")
}

/// A call as a line of its chat: what became of it is its status.
pub(super) fn call_text(call: &Cursor<'_, '_>) -> Option<String> {
    let asked = call.say("direction")?;
    Some(asked.to_lowercase().replace('_', " "))
}
