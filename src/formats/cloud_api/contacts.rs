//! What is told of customers themselves: the phone app's address book, and new user ids.

use super::fields::{AS_RECEIVED, Fault, number, object, optional, owned, time, username};
use super::payload::{StateSync, UserIdUpdate};
use super::people::Handle;
use crate::formats::event::{AccountRef, ContactChange, ContactUpdate, Customer, Event, Moved};
use crate::formats::place::Place;

/// An entry of the address book in the phone app.
pub(super) fn contact_update(
    account: &AccountRef,
    place: Place,
    sync: &StateSync<'_>,
) -> Result<Event, Fault> {
    let contact = object(&sync.contact, "contact")?
        .ok_or_else(|| Fault::new("", "`contact` is missing", AS_RECEIVED))?;
    let number_leaf =
        if contact.wa_id.text().is_some() { &contact.wa_id } else { &contact.phone_number };
    let handle = Handle::new(number_leaf, &contact.user_id);
    let username = username(&contact.username);
    if handle.is_nobody() && username.is_none() {
        return Err(Fault::new(
            "/contact",
            "the contact has none of `phone_number`, `user_id` and `username`",
            AS_RECEIVED,
        ));
    }
    let metadata = object(&sync.metadata, "metadata")?;
    let at_ms = metadata
        .filter(|metadata| metadata.timestamp.text().is_some())
        .map(|metadata| time(&metadata.timestamp, "timestamp"))
        .transpose()
        .map_err(|fault| fault.under("metadata"))?;
    let customer = Customer {
        name: owned(&contact.full_name).or_else(|| owned(&contact.first_name)),
        username,
        ..handle.alone()
    };
    let change = match optional(&sync.action, "action")? {
        Some("remove") => ContactChange::Removed,
        _ => ContactChange::Saved,
    };
    Ok(Event::Contact(Box::new(ContactUpdate {
        place,
        account: account.clone(),
        customer,
        change,
        at_ms,
        traits: Vec::new(),
        opted_in: None,
    })))
}

/// A customer's new user id.
pub(super) fn user_id_moved(
    account: &AccountRef,
    place: Place,
    update: &UserIdUpdate<'_>,
) -> Result<Event, Fault> {
    let at_ms = time(&update.timestamp, "timestamp")?;
    let ids = object(&update.user_id, "user_id")?;
    Ok(Event::Moved(Box::new(Moved {
        place,
        account: account.clone(),
        customer: Customer {
            wa_id: update.wa_id.text().map(number),
            user_id: ids.and_then(|ids| owned(&ids.previous)),
            ..Customer::default()
        },
        new_wa_id: None,
        new_user_id: ids.and_then(|ids| owned(&ids.current)),
        at_ms,
    })))
}
