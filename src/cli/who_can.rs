//! `who-can`: the reverse look-up.

use super::{
    can::question,
    candidates,
    context::Context,
    error::{Exit, Result},
    list::Fields,
};
use crate::{
    ops::who_can::{WhoRow, who_can},
    rules::privacy::lens::SafeText,
    ui::Value,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// A permission; or `view` or `reply`, with `--chat`
    #[arg(value_name = "PERMISSION", add = candidates::permissions())]
    permission: String,
    /// The chat to view or to reply in
    #[arg(long, value_name = "ID")]
    chat: Option<i64>,
    #[command(flatten)]
    fields: Fields,
}

/// The fields of a member who can: a contract with scripts.
pub const FIELDS: &[&str] = &["member", "role", "reason", "scope"];

pub fn run(args: &Args, context: &mut Context) -> Result {
    let selected = args.fields.select(FIELDS)?;
    let question = question(&args.permission, args.chat)?;
    let rows = who_can(&mut context.session()?, question)?;
    let mut list = context.output.list(FIELDS, selected.as_deref());
    for row in rows {
        list.row(cells(row))?;
    }
    list.end()?;
    Ok(Exit::Done)
}

fn cells(row: WhoRow) -> Vec<Value> {
    vec![
        row.member.into(),
        row.role.into(),
        Value::plain(row.reason.code()),
        row.scope.map(|scope| SafeText::word(scope.key())).into(),
    ]
}
