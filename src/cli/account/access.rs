//! `account access`.

use crate::{
    cli::{
        context::Context,
        error::{Exit, Result},
        list::Fields,
    },
    ops::account::access,
    ui::Value,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The account, by its number
    account: String,
    #[command(flatten)]
    fields: Fields,
}

/// The fields of a member's access: a contract with scripts.
pub const FIELDS: &[&str] =
    &["member", "role", "sees_chats", "can_start", "reason", "scope", "assigned_chats"];

pub fn run(args: &Args, context: &mut Context) -> Result {
    let selected = args.fields.select(FIELDS)?;
    let rows = access(&mut context.session()?, &args.account)?;
    let mut listing = context.output.list(FIELDS, selected.as_deref());
    for row in rows {
        listing.row(vec![
            row.member.into(),
            row.role.into(),
            row.sees_chats.into(),
            row.can_start.into(),
            Value::plain(row.reason.code()),
            Value::plain(row.scope.key()),
            Value::count(row.assigned),
        ])?;
    }
    listing.end()?;
    Ok(Exit::Done)
}
