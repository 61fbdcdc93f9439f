//! Teammates: who they are, as what, and in which team.

use super::payload::Node;
use crate::formats::{
    event::{Event, Teammate},
    json::{Fault, Named, optional, owned, required},
    place::Place,
};

pub(super) fn teammate_event<D, L>(place: Place, node: &Node<'_, D, L>) -> Result<Event, Fault> {
    let team = match &node.team {
        Named::Absent => None,
        Named::Text(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Named::Given(team) => {
            optional(&team.name, "name").map_err(|fault| fault.under("team"))?.map(str::to_owned)
        }
        Named::Odd => return Err(Fault::new("/team", "`team` is neither text nor an object", "")),
    };
    Ok(Event::Teammate(Box::new(Teammate {
        place,
        email: required(&node.email, "email")?.to_owned(),
        name: optional(&node.display_name, "display_name")?
            .map(str::to_owned)
            .or_else(|| owned(&node.name)),
        role: required(&node.role, "role")?.to_owned(),
        team,
        status: optional(&node.status, "status")?.map(str::to_owned),
    })))
}
