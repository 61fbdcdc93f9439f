//! `status`: what one types first.

use super::{
    context::Context,
    error::{Exit, Result},
};
use crate::{
    ops::{module::ModuleRow, status::status},
    rules::{privacy::lens::SafeText, workspace::billing::Seats},
    store::AtLeast,
    ui::{Format, Value},
};

#[derive(Debug, clap::Args)]
pub struct Args {}

pub fn run(_: &Args, context: &mut Context) -> Result {
    let status = status(&mut context.session()?)?;
    let is_table = context.output.format() == Format::Table;
    let (seen, hidden): (Vec<_>, Vec<_>) =
        status.modules.into_iter().partition(|module| module.visible);
    let mut parts = vec![
        ("workspace", status.workspace.into()),
        ("member", status.email.into()),
        ("name", status.name.into()),
        ("role", status.role.into()),
        ("team", status.team.into()),
        ("status", Value::plain(status.standing.key())),
        ("phone_masked", status.masks.number.into()),
        ("traits_masked", status.masks.traits.into()),
    ];
    let counts = [
        ("open_assigned", "open_assigned_more", status.chats.map(|chats| chats.assigned)),
        ("open_unassigned", "open_unassigned_more", status.chats.map(|chats| chats.unassigned)),
        ("pending_invitations", "pending_invitations_more", status.invitations),
    ];
    for (name, more, count) in counts {
        if is_table {
            parts.push((name, count.map(cell).into()));
        } else {
            parts.push((name, count.map(|count| Value::count(count.count)).into()));
            parts.push((more, count.map(|count| count.more).into()));
        }
    }
    parts.push(("due_campaigns", status.campaigns.map(Value::count).into()));
    let seats = status.seats;
    parts.push(("seats_free", seats.and_then(Seats::free).map(Value::count).into()));
    parts.push(("seats_over", seats.map(|seats| Value::count(seats.over())).into()));
    let key = |module: ModuleRow| Value::plain(module.module.key());
    parts.push(("modules", Value::List(seen.into_iter().map(key).collect())));
    let why = |module: ModuleRow| {
        let reason = Value::plain(module.reason.code());
        Value::Object(vec![("module", Value::plain(module.module.key())), ("reason", reason)])
    };
    parts.push(("hidden", Value::List(hidden.into_iter().map(why).collect())));
    context.output.object(&parts)?;
    Ok(Exit::Done)
}

/// For people, in one cell.
fn cell(count: AtLeast) -> Value {
    let more = if count.more { "+" } else { "" };
    Value::Text(SafeText::of(&[&count.count, &more]))
}
