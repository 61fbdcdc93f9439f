//! What a message says of its sender besides what they wrote: that they go on under another number
//! or user id, or that the number they hid is this.

use crate::formats::{
    event::{Event, Moved, Origin},
    json::Cursor,
    number::number,
};

/// The move that a message tells of.
pub(super) fn moved(body: &Cursor<'_, '_>, kind: &str, origin: &Origin) -> Option<Event> {
    let (new_wa_id, new_user_id) = match kind {
        "system" => {
            let system = body.at("system");
            let new = system.say("wa_id").or_else(|| system.say("new_wa_id"));
            (new.map(number), system.owned("user_id"))
        }
        "contacts" => (shared_number(body), None),
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

/// The sender's own number, which they gave when they were asked for it. A card that somebody shares
/// unasked is somebody else's.
fn shared_number(body: &Cursor<'_, '_>) -> Option<String> {
    let contacts = body.at("contacts");
    let own = contacts.items().find(|card| card.say("origin") == Some("contact_request"))?;
    let phones = own.at("phones");
    let digits = phones.items().find_map(|phone| phone.say("wa_id").or_else(|| phone.say("phone")));
    digits.map(number)
}
