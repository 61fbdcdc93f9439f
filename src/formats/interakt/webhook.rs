//! One webhook: the customer with their traits, the message, and how far it got.

use super::template;
use crate::{
    formats::{
        contacts::yes_or_no,
        event::{
            AccountRef, ContactChange, ContactUpdate, Customer, Direction, Event, Message, Origin,
            Status,
        },
        json::{Cursor, Fault, Findings, Node, read},
        kept::{kept, kept_together, readable},
        number::{digits, is_plausible},
        place::Place,
        time::time,
    },
    rules::phone::Phone,
};

/// What a webhook tells of a message.
#[derive(Clone, Copy)]
enum News {
    Received,
    /// A message of the business got so far.
    Went(&'static str),
    /// Somebody pressed a button of it, who has read it.
    Clicked,
}

pub(super) fn webhook(found: &mut Findings<'_>, webhook: &Cursor<'_, '_>) {
    let kind = match webhook.text("type") {
        Ok(Some(kind)) => kind,
        Ok(None) => {
            let problem = "this is no webhook of Interakt's: `type` is missing";
            return found.fault(webhook.wrong(problem, ""));
        }
        Err(fault) => return found.fault(fault),
    };
    let Some(news) = news(kind) else {
        return found.ignored(webhook, kind);
    };
    let events = webhook.object("data").and_then(|data| {
        let data = data.ok_or_else(|| webhook.missing("data"))?;
        message(found.place(webhook), webhook, &data, news)
    });
    for (_, bundle) in webhook.at("data").at("customer").at("traits").entries() {
        // A trait is one text; what is several has no place among them.
        if bundle.is_list() || bundle.is_object() {
            found.ignored(&bundle, "traits");
        }
    }
    match events {
        Ok(events) => events.into_iter().for_each(|event| found.tell(event)),
        Err(fault) => found.fault(fault),
    }
}

fn news(kind: &str) -> Option<News> {
    if kind == "message_received" {
        return Some(News::Received);
    }
    let event =
        kind.strip_prefix("message_api_").or_else(|| kind.strip_prefix("message_campaign_"))?;
    Some(News::Went(match event {
        "sent" => "sent",
        "delivered" => "delivered",
        "read" => "read",
        "clicked" => return Some(News::Clicked),
        "failed" => "failed",
        _ => return None,
    }))
}

fn message(
    place: Place,
    webhook: &Cursor<'_, '_>,
    data: &Cursor<'_, '_>,
    news: News,
) -> Result<Vec<Event>, Fault> {
    let body = data.object("message")?.ok_or_else(|| data.missing("message"))?;
    let person = data.object("customer")?.ok_or_else(|| data.missing("customer"))?;
    let id = body.required("id")?.to_owned();
    let told_at = time(webhook, "timestamp", EXAMPLE)?;
    let at = time(&body, "received_at_utc", EXAMPLE)?.or(told_at);
    let at_ms = at.ok_or_else(|| {
        let problem = "the message has no time: neither `received_at_utc` nor `timestamp` is given";
        body.wrong(problem, "")
    })?;
    let reached = match news {
        News::Went("delivered") => time(&body, "delivered_at_utc", EXAMPLE)?,
        News::Went("read") => time(&body, "seen_at_utc", EXAMPLE)?,
        News::Went(_) | News::Clicked | News::Received => None,
    };
    let reached_ms = reached.or(told_at).unwrap_or(at_ms);
    // What a webhook says of the customer is as new as the webhook, whatever message it is about.
    let (customer, update) = customer(&place, &person, told_at.unwrap_or(at_ms))?;
    let mut events = Vec::with_capacity(3);
    events.extend(update.map(|update| Event::Contact(Box::new(update))));
    let outgoing = !matches!(news, News::Received);
    let (kind, text) = content(&body)?;
    events.push(Event::Message(Box::new(Message {
        origin: Origin {
            place: place.clone(),
            customer: customer.clone(),
            id: id.clone(),
            at_ms,
            direction: if outgoing { Direction::Outgoing } else { Direction::Incoming },
            ..Origin::default()
        },
        kind,
        text,
        content: kept(&body, &MESSAGE_ENVELOPE),
        ..Message::default()
    })));
    let status = match news {
        News::Went(status) => Some(status),
        News::Clicked => Some("read"),
        News::Received => None,
    };
    if let Some(status) = status {
        // What was pressed is said beside what the message was sent with.
        let of_message: &[&str] = match news {
            News::Clicked => &["meta_data/source", "meta_data/source_data"],
            _ => &["meta_data"],
        };
        let left_out = [&STATUS_ENVELOPE[..], of_message].concat();
        events.push(Event::Status(Box::new(Status {
            place,
            account: AccountRef::default(),
            customer,
            message_id: id,
            status: status.to_owned(),
            at_ms: reached_ms,
            error: body.owned("channel_failure_reason"),
            details: kept_together((&body, &left_out), (webhook, &WEBHOOK_ENVELOPE)),
            group_id: None,
        })));
    }
    Ok(events)
}

/// What of a message is kept elsewhere, or is Interakt's bookkeeping.
const MESSAGE_ENVELOPE: [&str; 11] = [
    "id",
    "message",
    "message_content_type",
    "chat_message_type",
    "is_template_message",
    "message_status",
    "campaign_id",
    "received_at_utc",
    "delivered_at_utc",
    "seen_at_utc",
    "channel_failure_reason",
];

/// Of a webhook, what isn't said of the message's way.
const WEBHOOK_ENVELOPE: [&str; 4] = ["version", "timestamp", "type", "data"];

/// Of a status, all but why the message failed and what was pressed is the message's.
const STATUS_ENVELOPE: [&str; 12] = [
    "id",
    "message",
    "message_content_type",
    "chat_message_type",
    "is_template_message",
    "message_status",
    "campaign_id",
    "received_at_utc",
    "delivered_at_utc",
    "seen_at_utc",
    "raw_template",
    "media_url",
];

/// How Interakt writes times.
const EXAMPLE: &str = "times are written as `2024-06-10T08:38:08.837610`";

/// The customer, and what the webhook says of them beside their number.
fn customer(
    place: &Place,
    body: &Cursor<'_, '_>,
    at_ms: i64,
) -> Result<(Customer, Option<ContactUpdate>), Fault> {
    let channel = body.text("channel_phone_number")?.and_then(digits);
    let local = body.text("phone_number")?;
    let code = body.text("country_code")?;
    // Older webhooks have the whole number alone, and some of the others its two parts alone.
    let parts = || Some(Phone::parse(local?, Some(code?)).ok()?.to_wa_id());
    let wa_id = channel.or_else(parts).filter(|digits| is_plausible(digits)).ok_or_else(|| {
        let problem =
            "the customer has no number: neither `channel_phone_number` nor `country_code` and \
             `phone_number` give one";
        body.wrong(problem, "")
    })?;
    let mut customer = Customer { wa_id: Some(wa_id), ..Customer::default() };
    let Some(entries) = body.object("traits")? else { return Ok((customer, None)) };
    let mut traits = Vec::new();
    let mut opted_in = None;
    for (key, value) in entries.entries() {
        match key {
            "name" => customer.name = entries.owned(key),
            "whatsapp_opted_in" => {
                let text = entries.owned(key);
                opted_in = match value.node() {
                    Node::Flag(flag) => Some(*flag),
                    _ => text.as_deref().and_then(yes_or_no),
                };
                let unread = text.filter(|_| opted_in.is_none());
                traits.extend(unread.map(|text| (key.to_owned(), text)));
            }
            _ => {
                let text = match value.node() {
                    Node::Flag(flag) => Some(flag.to_string()),
                    // Lists and objects among the traits are told of apart.
                    _ => entries.owned(key),
                };
                traits.extend(text.map(|text| (key.to_owned(), text)));
            }
        }
    }
    let update = (!traits.is_empty() || opted_in.is_some()).then(|| ContactUpdate {
        place: place.clone(),
        account: AccountRef::default(),
        customer: customer.clone(),
        change: ContactChange::Saved,
        at_ms: Some(at_ms),
        traits,
        tags: Vec::new(),
        opted_in,
    });
    Ok((customer, update))
}

/// The kind of a message, and what a person reads of it.
fn content(body: &Cursor<'_, '_>) -> Result<(String, Option<String>), Fault> {
    let said = body.text("message_content_type")?;
    let is_template = body.is_true("is_template_message")
        || said.is_some_and(|said| said.eq_ignore_ascii_case("template"))
        || body.say("raw_template").is_some();
    let message = body.text("message")?;
    if is_template {
        let text = template::text(body.text("raw_template")?, message);
        return Ok(("template".to_owned(), text));
    }
    let kind = match said.map(str::to_ascii_lowercase).as_deref() {
        None | Some("text") => "text".to_owned(),
        Some("contact") => "contacts".to_owned(),
        Some(kind)
            if kind.contains("button") || kind.contains("list") || kind.contains("interactive") =>
        {
            "interactive".to_owned()
        }
        Some(kind) => kind.to_owned(),
    };
    let pressed = || {
        let data = body.at("meta_data");
        let inside = data.at("button_payload").at("payload").owned("text");
        inside.or_else(|| data.owned("button_text"))
    };
    let file = || {
        let path = body.say("media_url")?.split(['?', '#']).next()?;
        let name = path.rsplit('/').next()?;
        name.contains('.').then(|| name.to_owned())
    };
    // What somebody typed is theirs, whatever it looks like.
    let said = |message: &str| if kind == "text" { message.to_owned() } else { spoken(message) };
    let text = message.map(said).or_else(pressed);
    // A picture says nothing by its file's name; a document does.
    let text = if kind == "document" { text.or_else(file) } else { text };
    Ok((kind, text))
}

/// What is written in a message. Forms and orders come as JSON inside the text.
fn spoken(message: &str) -> String {
    let said = || {
        let inside: Node<'_> =
            message.trim_start().starts_with('{').then(|| read(message.as_bytes()).ok())??;
        readable(&Cursor::new(&inside, None))
    };
    said().unwrap_or_else(|| message.to_owned())
}
