//! What a message says of its sender besides what they wrote: that they go on under another number
//! or user id, or that the number they hid is this.

use crate::formats::{
    event::{Event, Moved, Origin},
    json::Cursor,
    number::{is_plausible, number},
};

/// The move that a message tells of.
pub(super) fn moved(body: &Cursor<'_, '_>, kind: &str, origin: &Origin) -> Option<Event> {
    let (new_wa_id, new_user_id) = match kind {
        "system" => {
            let system = body.at("system");
            let new = system.say("wa_id").or_else(|| system.say("new_wa_id"));
            (new.map(number), system.owned("user_id"))
        }
        "contacts" => {
            let numbers = shared_numbers(body);
            match numbers.iter().flatten().next() {
                Some(digits) => (Some(digits.clone()), None),
                None if numbers.is_empty() => return None,
                None => return Some(unread(origin)),
            }
        }
        _ => return None,
    };
    let customer = &origin.customer;
    let same_number = new_wa_id.is_none() || new_wa_id == customer.wa_id;
    let same_user = new_user_id.is_none() || new_user_id == customer.user_id;
    if same_number && same_user {
        return None;
    }
    Some(Event::Moved(Box::new(Moved {
        place: origin.place.clone(),
        account: origin.account.clone(),
        customer: customer.clone(),
        new_wa_id,
        new_user_id,
        at_ms: origin.at_ms,
    })))
}

/// The sender's own numbers, which they gave when they were asked for them. A card that somebody shares
/// unasked is somebody else's. One in national form is none, as it may be of any country.
fn shared_numbers(body: &Cursor<'_, '_>) -> Vec<Option<String>> {
    let contacts = body.at("contacts");
    let Some(own) = contacts.items().find(|card| card.say("origin") == Some(REQUESTED)) else {
        return Vec::new();
    };
    let digits = |phone: Cursor<'_, '_>| {
        let written = phone.say("phone").filter(|written| written.trim_start().starts_with('+'));
        phone.say("wa_id").or(written).map(number).filter(|digits| is_plausible(digits))
    };
    own.at("phones").items().map(digits).collect()
}

/// Where a card comes from that the sender was asked for.
const REQUESTED: &str = "contact_request";

fn unread(origin: &Origin) -> Event {
    Event::Ignored { place: origin.place.clone(), field: REQUESTED.to_owned() }
}
