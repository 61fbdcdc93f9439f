//! `account list`.

use crate::{
    cli::{
        context::Context,
        error::{Exit, Result},
        list::Fields,
    },
    ops::account::list,
    ui::Value,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    fields: Fields,
}

/// The fields of an account: a contract with scripts.
pub const FIELDS: &[&str] =
    &["number", "label", "connected_by", "scope", "sees_chats", "connected_at"];

pub fn run(args: &Args, context: &mut Context) -> Result {
    let selected = args.fields.select(FIELDS)?;
    let accounts = list(&mut context.session()?)?;
    let mut listing = context.output.list(FIELDS, selected.as_deref());
    for account in accounts {
        listing.row(vec![
            account.number.into(),
            account.label.into(),
            account.connector.into(),
            Value::plain(account.scope.key()),
            account.sees_chats.into(),
            Value::Time(account.connected_at),
        ])?;
    }
    listing.end()?;
    Ok(Exit::Done)
}
