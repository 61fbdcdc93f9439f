//! Delivery reports: how far a message of the account got, and with whom.

use super::content::reason;
use super::fields::{Fault, list, optional, owned, required, time};
use super::payload::StatusBody;
use super::people::Handle;
use super::walk::Scene;
use crate::formats::event::{Event, Status};
use crate::formats::place::Place;

/// The status at `position` of its list.
pub(super) fn status_event(
    scene: &Scene<'_, '_>,
    place: Place,
    body: &StatusBody<'_>,
    position: usize,
) -> Result<Event, Fault> {
    let message_id = required(&body.id, "id")?.to_owned();
    let status = required(&body.status, "status")?.to_owned();
    let at_ms = time(&body.timestamp, "timestamp")?;
    let recipient = optional(&body.recipient_id, "recipient_id")?;
    list(&body.errors, "errors")?;
    let to_group = body.recipient_type.text() == Some("group");
    let group_id =
        owned(&body.group_id).or_else(|| recipient.filter(|_| to_group).map(str::to_owned));
    let handle = if to_group {
        let participant = &body.recipient_participant_id;
        Handle::new(participant, &body.recipient_participant_user_id)
    } else {
        Handle::new(&body.recipient_id, &body.recipient_user_id)
    };
    // The report of a group as a whole concerns none of its members.
    let customer = if to_group && handle.is_nobody() {
        handle.alone()
    } else {
        scene.people.customer(handle, position, &[])
    };
    Ok(Event::Status(Box::new(Status {
        place,
        account: scene.account.clone(),
        customer,
        message_id,
        status,
        at_ms,
        error: reason(&body.errors),
        group_id,
    })))
}
