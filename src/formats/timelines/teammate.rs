//! Teammates: who they are, as what, and in which team.

use crate::formats::{
    event::{Event, Teammate},
    json::{Cursor, Fault, Node},
    place::Place,
};

pub(super) fn teammate_event(place: Place, body: &Cursor<'_, '_>) -> Result<Event, Fault> {
    let team = body.at("team");
    let team = match team.node() {
        Node::Null | Node::Text(_) => body.say("team"),
        Node::Object(_) => team.text("name")?,
        _ => return Err(team.wrong("`team` is neither text nor an object", "")),
    };
    Ok(Event::Teammate(Box::new(Teammate {
        place,
        email: body.required("email")?.to_owned(),
        name: body.text("display_name")?.or_else(|| body.say("name")).map(str::to_owned),
        role: body.required("role")?.to_owned(),
        team: team.map(|team| team.trim().to_owned()),
        status: body.text("status")?.map(str::to_owned),
    })))
}
