//! `role list`.

use crate::{
    cli::{
        context::Context,
        error::{Exit, Result},
        list::Fields,
    },
    ops::role::{RoleRow, list},
    ui::Value,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    fields: Fields,
}

/// The fields of a role: a contract with scripts.
pub const FIELDS: &[&str] = &["role", "title", "like", "rank", "masks", "members", "permissions"];

pub fn run(args: &Args, context: &mut Context) -> Result {
    let selected = args.fields.select(FIELDS)?;
    let roles = list(&mut context.session()?)?;
    let mut listing = context.output.list(FIELDS, selected.as_deref());
    for role in roles {
        listing.row(cells(role))?;
    }
    listing.end()?;
    Ok(Exit::Done)
}

/// A role's cells, in the order of the fields.
pub fn cells(role: RoleRow) -> Vec<Value> {
    vec![
        role.name.into(),
        role.title.into(),
        Value::plain(role.model.key()),
        Value::Int(role.model.rank().into()),
        Value::List(role.masks.iter().map(|mask| Value::plain(mask.key())).collect()),
        Value::count(role.members),
        Value::count(role.permissions),
    ]
}
