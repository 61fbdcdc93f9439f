//! What a person reads of a message, whatever its kind.

use super::fields::{Fault, list, object, optional, owned};
use super::payload::{Interactive, Location, Media, MessageBody, Order, Problem, SharedContact};
use crate::formats::json::{List, Part};

/// The kind of a message that does not say.
pub(super) const UNKNOWN_KIND: &str = "unknown";

type Text = Result<Option<String>, Fault>;

/// The kind as given.
pub(super) fn kind<E>(body: &MessageBody<'_, E>) -> Result<String, Fault> {
    let kind = optional(&body.kind, "type")?.unwrap_or(UNKNOWN_KIND);
    Ok(kind.to_owned())
}

/// The finer kind inside, where there is one.
pub(super) fn subkind<E>(body: &MessageBody<'_, E>, kind: &str) -> Option<String> {
    match kind {
        "interactive" => owned(&body.interactive.get()?.kind),
        "system" => owned(&body.system.get()?.kind),
        "unsupported" => owned(&body.unsupported.get()?.kind),
        "audio" if body.audio.get()?.voice.is_true() => Some("voice".to_owned()),
        _ => None,
    }
}

/// What a person reads. A body of the wrong shape is a fault, a missing one is not.
pub(super) fn text<E>(body: &MessageBody<'_, E>, kind: &str) -> Text {
    match kind {
        "image" => media(&body.image, kind),
        "video" => media(&body.video, kind),
        "audio" => media(&body.audio, kind),
        "voice" => media(&body.voice, kind),
        "document" => media(&body.document, kind),
        "sticker" => media(&body.sticker, kind),
        "location" => plain(&body.location, kind, |location| location_text(location)),
        "contacts" => shared_contacts(&body.contacts),
        "interactive" => plain(&body.interactive, kind, |reply| interactive(reply)),
        "button" => plain(&body.button, kind, |button| {
            owned(&button.text).or_else(|| owned(&button.payload))
        }),
        "order" => plain(&body.order, kind, |order| order_text(order)),
        "system" => plain(&body.system, kind, |system| owned(&system.body)),
        // A message without a type, or of one that is new, may still have a plain text.
        _ => {
            let written = part(&body.text, "text", |text| {
                Ok(optional(&text.body, "body")?.map(str::to_owned))
            })?;
            let advert = || {
                let referral = body.referral.get()?;
                owned(&referral.headline).or_else(|| owned(&referral.body))
            };
            Ok(written.or_else(advert))
        }
    }
}

fn part<T>(part: &Part<T>, key: &str, read: impl FnOnce(&T) -> Text) -> Text {
    match object(part, key)? {
        Some(value) => read(value).map_err(|fault| fault.under(key)),
        None => Ok(None),
    }
}

/// For parts whose own pieces are all taken as they come.
fn plain<T>(part: &Part<T>, key: &str, read: impl FnOnce(&T) -> Option<String>) -> Text {
    Ok(object(part, key)?.and_then(read))
}

fn media(media: &Part<Media<'_>>, key: &str) -> Text {
    part(media, key, |media| {
        let caption = optional(&media.caption, "caption")?;
        let filename = optional(&media.filename, "filename")?;
        Ok(caption.or(filename).map(str::to_owned))
    })
}

fn location_text(location: &Location<'_>) -> Option<String> {
    let joined = join([&location.name, &location.address].map(|leaf| leaf.text()), ", ");
    let spot = || match (location.latitude.text(), location.longitude.text()) {
        (Some(latitude), Some(longitude)) => Some(format!("{latitude}, {longitude}")),
        _ => None,
    };
    joined.or_else(spot)
}

fn shared_contacts(contacts: &List<SharedContact<'_>>) -> Text {
    list(contacts, "contacts")?;
    Ok(join(contacts.objects().map(shared_name), ", "))
}

fn shared_name(contact: &SharedContact<'_>) -> Option<String> {
    let name = contact.name.get();
    let formatted = name.and_then(|name| owned(&name.formatted));
    let composed = || {
        let name = name?;
        join([&name.first, &name.last].map(|leaf| leaf.text()), " ")
    };
    let company = || owned(&contact.org.get()?.company);
    formatted.or_else(composed).or_else(company)
}

fn interactive(reply: &Interactive<'_>) -> Option<String> {
    let chosen = [&reply.button_reply, &reply.list_reply]
        .into_iter()
        .find_map(|choice| owned(&choice.get()?.title));
    let form = || {
        let form = reply.nfm_reply.get()?;
        owned(&form.body).or_else(|| owned(&form.name))
    };
    let sent = || owned(&reply.body.get()?.text);
    chosen.or_else(form).or_else(sent)
}

fn order_text(order: &Order<'_>) -> Option<String> {
    let items = order.product_items.objects().map(|item| {
        let product = item.product_retailer_id.text()?;
        let quantity = item.quantity.text().unwrap_or("1");
        Some(format!("{quantity} × {product}"))
    });
    let items = join(items, ", ");
    join([owned(&order.text), items], ": ")
}

/// The first reason given, in the platform's words.
pub(super) fn reason(problems: &List<Problem<'_>>) -> Option<String> {
    problems.objects().find_map(|problem| {
        owned(&problem.title)
            .or_else(|| owned(&problem.message))
            .or_else(|| problem.code.text().map(|code| format!("error {code}")))
    })
}

/// The pieces that are there, with `between` between them.
fn join<T: AsRef<str>>(
    pieces: impl IntoIterator<Item = Option<T>>,
    between: &str,
) -> Option<String> {
    let mut joined: Option<String> = None;
    for piece in pieces.into_iter().flatten() {
        match &mut joined {
            Some(joined) => {
                joined.push_str(between);
                joined.push_str(piece.as_ref());
            }
            None => joined = Some(piece.as_ref().to_owned()),
        }
    }
    joined
}
