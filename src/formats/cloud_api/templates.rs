//! What becomes of message templates: approved, turned down, paused. The account's number isn't in these
//! changes; a template is the business's as a whole.

use serde::Deserialize;

use super::fields::{Fault, optional, owned, time};
use super::payload::Value;
use crate::formats::event::{Event, TemplateStatus};
use crate::formats::json::Leaf;
use crate::formats::place::Place;

/// The `field` of a change that says what became of a template.
pub(super) const TEMPLATE_STATUS: &str = "message_template_status_update";

/// Why a template was turned down, in words.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct RejectionInfo<'a> {
    #[serde(borrow)]
    pub reason: Leaf<'a>,
}

/// Why a template was paused, in words.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct OtherInfo<'a> {
    #[serde(borrow)]
    pub title: Leaf<'a>,
    pub description: Leaf<'a>,
}

/// What a change says of a template, if it speaks of one; when is the time of the entry that it
/// stands in.
pub(super) fn template_status(
    place: Place,
    value: &Value<'_>,
    entry_time: &Leaf<'_>,
) -> Result<Event, Fault> {
    let event = optional(&value.event, "event")?;
    let name = optional(&value.message_template_name, "message_template_name")?;
    let language = optional(&value.message_template_language, "message_template_language")?;
    let (Some(event), Some(name), Some(language)) = (event, name, language) else {
        return Ok(Event::Ignored { place, field: TEMPLATE_STATUS.to_owned() });
    };
    let code = optional(&value.reason, "reason")?.filter(|reason| *reason != "NONE");
    let rejection = value.rejection_info.get().and_then(|info| owned(&info.reason));
    let other = value.other_info.get();
    let other = other.and_then(|info| owned(&info.description).or_else(|| owned(&info.title)));
    let words = rejection.or(other);
    let reason = match (code, words) {
        (Some(code), Some(words)) => Some(format!("{code}: {words}")),
        (Some(code), None) => Some(code.to_owned()),
        (None, words) => words,
    };
    // A time that can't be read is none: the change says enough without it.
    let at_ms = time(entry_time, "time").ok();
    Ok(Event::Template(Box::new(TemplateStatus {
        place,
        name: name.to_owned(),
        language: language.to_owned(),
        event: event.to_owned(),
        reason,
        at_ms,
    })))
}
