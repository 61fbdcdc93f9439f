//! What becomes of message templates: approved, turned down, paused. The account's number isn't in these
//! changes; a template is the business's as a whole.

use super::fields::time;
use crate::formats::{
    event::{Event, TemplateStatus},
    json::{Cursor, Fault},
    place::Place,
};

/// The `field` of a change that says what became of a template.
pub(super) const TEMPLATE_STATUS: &str = "message_template_status_update";

/// What a change says of a template, if it speaks of one; when is the time of the entry that it
/// stands in.
pub(super) fn template_status(
    place: Place,
    value: &Cursor<'_, '_>,
    entry: &Cursor<'_, '_>,
) -> Result<Event, Fault> {
    let event = value.text("event")?;
    let name = value.text("message_template_name")?;
    let language = value.text("message_template_language")?;
    let (Some(event), Some(name), Some(language)) = (event, name, language) else {
        return Ok(Event::Ignored { place, field: TEMPLATE_STATUS.to_owned() });
    };
    let code = value.text("reason")?.filter(|reason| *reason != "NONE");
    let other = value.at("other_info");
    let words = value.at("rejection_info").say("reason");
    let words = words.or_else(|| other.say("description")).or_else(|| other.say("title"));
    let reason = match (code, words) {
        (Some(code), Some(words)) => Some(format!("{code}: {words}")),
        (code, words) => code.or(words).map(str::to_owned),
    };
    Ok(Event::Template(Box::new(TemplateStatus {
        place,
        name: name.to_owned(),
        language: language.to_owned(),
        event: event.to_owned(),
        reason,
        // A time that can't be read is none: the change says enough without it.
        at_ms: time(entry, "time").ok(),
    })))
}
