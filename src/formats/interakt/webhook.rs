//! One webhook: the customer with their traits, the message, and how far it got.

use super::{
    payload::{CustomerBody, Data, MessageBody, Webhook},
    template,
};
use crate::formats::{
    event::{
        AccountRef, ContactChange, ContactUpdate, Customer, Direction, Event, Message, Origin,
        Status,
    },
    json::{Entries, Fault, Leaf, Trail, object, optional, owned, required},
    number::{digits, is_plausible},
    place::Place,
    time::instant,
};

/// What a webhook tells of a message.
#[derive(Clone, Copy)]
enum News {
    Received,
    /// A message of the business got so far.
    Went(&'static str),
}

pub(super) fn webhook(trail: &mut Trail<'_>, webhook: &Webhook<'_>) {
    if webhook.kind.is_odd() {
        return trail.wrong("/type", "`type` is not text");
    }
    let Some(kind) = webhook.kind.text() else {
        return trail.wrong("", "this is no webhook of Interakt's: `type` is missing");
    };
    let Some(news) = news(kind) else {
        return trail.ignored(kind);
    };
    match object(&webhook.data, "data") {
        Ok(Some(data)) => match message(trail.place(), webhook, data, news) {
            Ok(events) => events.into_iter().for_each(|event| trail.tell(event)),
            Err(fault) => trail.fault(&fault.under("data")),
        },
        Ok(None) => trail.wrong("", "`data` is missing"),
        Err(fault) => trail.fault(&fault),
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
        // Who pressed a button has read it.
        "read" | "clicked" => "read",
        "failed" => "failed",
        _ => return None,
    }))
}

fn message(
    place: Place,
    webhook: &Webhook<'_>,
    data: &Data<'_>,
    news: News,
) -> Result<Vec<Event>, Fault> {
    let body = object(&data.message, "message")?
        .ok_or_else(|| Fault::new("", "`message` is missing", ""))?;
    let person = object(&data.customer, "customer")?
        .ok_or_else(|| Fault::new("", "`customer` is missing", ""))?;
    let in_message = |fault: Fault| fault.under("message");
    let id = required(&body.id, "id").map_err(in_message)?.to_owned();
    let told_at = time(&webhook.timestamp, "timestamp")?;
    let at = time(&body.received_at_utc, "received_at_utc").map_err(in_message)?.or(told_at);
    let at_ms = at.ok_or_else(|| {
        let problem = "the message has no time: neither `received_at_utc` nor `timestamp` is given";
        Fault::new("/message", problem, "")
    })?;
    let reached = match news {
        News::Went("delivered") => time(&body.delivered_at_utc, "delivered_at_utc"),
        News::Went("read") => time(&body.seen_at_utc, "seen_at_utc"),
        News::Went(_) | News::Received => Ok(None),
    };
    let reached_ms = reached.map_err(in_message)?.or(told_at).unwrap_or(at_ms);
    let (customer, update) =
        customer(&place, person, at_ms).map_err(|fault| fault.under("customer"))?;
    let mut events = Vec::with_capacity(3);
    events.extend(update.map(|update| Event::Contact(Box::new(update))));
    let outgoing = !matches!(news, News::Received);
    let content = content(body).map_err(in_message)?;
    events.push(Event::Message(Box::new(Message {
        origin: Origin {
            place: place.clone(),
            account: AccountRef::default(),
            customer: customer.clone(),
            id: id.clone(),
            at_ms,
            direction: if outgoing { Direction::Outgoing } else { Direction::Incoming },
            group_id: None,
            chat_id: None,
        },
        kind: content.kind,
        subkind: None,
        text: content.text,
        reply_to: None,
        forwarded: false,
        delivery: None,
        error: None,
        author: None,
        edited: false,
        deleted: false,
    })));
    if let News::Went(status) = news {
        events.push(Event::Status(Box::new(Status {
            place,
            account: AccountRef::default(),
            customer,
            message_id: id,
            status: status.to_owned(),
            at_ms: reached_ms,
            error: owned(&body.channel_failure_reason),
            group_id: None,
        })));
    }
    Ok(events)
}

/// The customer, and what the webhook says of them beside their number.
fn customer(
    place: &Place,
    body: &CustomerBody<'_>,
    at_ms: i64,
) -> Result<(Customer, Option<ContactUpdate>), Fault> {
    let channel = optional(&body.channel_phone_number, "channel_phone_number")?.and_then(digits);
    let local = optional(&body.phone_number, "phone_number")?.and_then(digits);
    let code = optional(&body.country_code, "country_code")?.and_then(digits);
    // Older webhooks have the whole number alone, and some of the others its two parts alone.
    let parts = || Some(format!("{}{}", code.as_deref()?, local.as_deref()?));
    let wa_id = channel.or_else(parts).filter(|digits| is_plausible(digits)).ok_or_else(|| {
        let problem =
            "the customer has no number: neither `channel_phone_number` nor `country_code` and \
             `phone_number` give one";
        Fault::new("", problem, "")
    })?;
    let mut customer = Customer { wa_id: Some(wa_id), ..Customer::default() };
    let entries = match &body.traits {
        Entries::Absent => return Ok((customer, None)),
        Entries::Odd => return Err(Fault::new("/traits", "`traits` is not an object", "")),
        Entries::Given(entries) => entries,
    };
    let mut traits = Vec::new();
    let mut opted_in = None;
    for (key, value) in entries {
        match key.as_ref() {
            "name" => customer.name = owned(value),
            "whatsapp_opted_in" => opted_in = Some(value.is_true()),
            _ => {
                let text = match value {
                    Leaf::Flag(flag) => Some(flag.to_string()),
                    other => owned(other),
                };
                // Lists and objects among the traits are Interakt's own bookkeeping.
                traits.extend(text.map(|text| (key.clone().into_owned(), text)));
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
        opted_in,
    });
    Ok((customer, update))
}

struct Content {
    kind: String,
    text: Option<String>,
}

fn content(body: &MessageBody<'_>) -> Result<Content, Fault> {
    let said = optional(&body.message_content_type, "message_content_type")?;
    let is_template = body.is_template_message.is_true()
        || said.is_some_and(|said| said.eq_ignore_ascii_case("template"))
        || body.raw_template.text().is_some();
    let message = optional(&body.message, "message")?;
    if is_template {
        let raw = optional(&body.raw_template, "raw_template")?;
        let text = template::text(raw, message);
        return Ok(Content { kind: "template".to_owned(), text });
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
        let data = body.meta_data.get()?;
        let inside = || owned(&data.button_payload.get()?.payload.get()?.text);
        inside().or_else(|| owned(&data.button_text))
    };
    let file = || {
        let path = body.media_url.text()?.split(['?', '#']).next()?;
        let name = path.rsplit('/').next()?;
        name.contains('.').then(|| name.to_owned())
    };
    let text = message.map(str::to_owned).or_else(pressed);
    // A picture says nothing by its file's name; a document does.
    let text = if kind == "document" { text.or_else(file) } else { text };
    Ok(Content { kind, text })
}

/// A time; nothing where there is none.
fn time(leaf: &Leaf<'_>, key: &str) -> Result<Option<i64>, Fault> {
    let Some(text) = optional(leaf, key)? else { return Ok(None) };
    instant(text).map(Some).ok_or_else(|| {
        Fault::new(
            &format!("/{key}"),
            format!("`{key}` is not a time"),
            "times are written as `2024-06-10T08:38:08.837610`",
        )
    })
}
