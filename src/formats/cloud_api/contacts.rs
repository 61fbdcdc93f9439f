//! What is told of customers themselves: the phone app's address book, new user ids, and whether
//! they want to be written to.

use super::fields::{AS_RECEIVED, time, username};
use super::people::Handle;
use super::walk::Scene;
use crate::formats::{
    event::{ContactChange, ContactUpdate, Customer, Event, Moved},
    json::{Cursor, Fault},
    number::number,
    place::Place,
};

/// An entry of the address book in the phone app.
pub(super) fn contact_update(
    scene: &Scene<'_, '_>,
    place: Place,
    sync: &Cursor<'_, '_>,
) -> Result<Event, Fault> {
    let contact =
        sync.object("contact")?.ok_or_else(|| sync.wrong("`contact` is missing", AS_RECEIVED))?;
    let number = contact.say("wa_id").or_else(|| contact.say("phone_number"));
    let handle = Handle::new(number, contact.say("user_id"));
    let username = username(&contact);
    if handle.is_nobody() && username.is_none() {
        let problem = "the contact has none of `phone_number`, `user_id` and `username`";
        return Err(contact.wrong(problem, AS_RECEIVED));
    }
    let metadata = sync.object("metadata")?;
    let metadata = metadata.filter(|metadata| metadata.say("timestamp").is_some());
    let at_ms = metadata.map(|metadata| time(&metadata, "timestamp")).transpose()?;
    let customer = Customer {
        name: contact.owned("full_name").or_else(|| contact.owned("first_name")),
        username,
        ..handle.alone()
    };
    let change = match sync.text("action")? {
        Some("remove") => ContactChange::Removed,
        _ => ContactChange::Saved,
    };
    Ok(Event::Contact(Box::new(ContactUpdate {
        place,
        account: scene.account.clone(),
        customer,
        change,
        at_ms,
        traits: Vec::new(),
        tags: Vec::new(),
        opted_in: None,
    })))
}

/// A customer's new user id.
pub(super) fn user_id_moved(
    scene: &Scene<'_, '_>,
    place: Place,
    update: &Cursor<'_, '_>,
) -> Result<Event, Fault> {
    let at_ms = time(update, "timestamp")?;
    let ids = update.at("user_id");
    Ok(Event::Moved(Box::new(Moved {
        place,
        account: scene.account.clone(),
        customer: Customer {
            wa_id: update.say("wa_id").map(number),
            user_id: ids.owned("previous"),
            ..Customer::default()
        },
        new_wa_id: None,
        new_user_id: ids.owned("current"),
        at_ms,
    })))
}

/// The category of preferences that is about campaigns.
const MARKETING: &str = "marketing_messages";

/// Whether a customer wants to get campaigns. `None` where the preference is about something else.
pub(super) fn preference(
    scene: &Scene<'_, '_>,
    place: Place,
    preference: &Cursor<'_, '_>,
    position: usize,
) -> Result<Option<Event>, Fault> {
    let opted_in = match (preference.say("category"), preference.say("value")) {
        (Some(MARKETING), Some("stop")) => false,
        (Some(MARKETING), Some("resume")) => true,
        _ => return Ok(None),
    };
    let handle = Handle::new(preference.say("wa_id"), preference.say("user_id"));
    Ok(Some(Event::Contact(Box::new(ContactUpdate {
        place,
        account: scene.account.clone(),
        customer: scene.people.customer(handle, position, &[]),
        change: ContactChange::Saved,
        at_ms: Some(time(preference, "timestamp")?),
        traits: Vec::new(),
        tags: Vec::new(),
        opted_in: Some(opted_in),
    }))))
}
