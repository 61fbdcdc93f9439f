//! `audit list`.

use crate::{
    cli::{
        candidates,
        chat::filter::moment,
        context::Context,
        error::{Exit, Result},
        list::{Fields, Page},
    },
    ops::audit::{AuditRow, list},
    rules::privacy::lens::SafeText,
    store::TrailFilter,
    ui::Value,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Revealed numbers only: who looked behind a mask, and why
    #[arg(long, conflicts_with = "action")]
    reveals: bool,
    /// Done by that person only
    #[arg(long = "actor", value_name = "EMAIL", add = candidates::members())]
    by: Option<String>,
    /// Of that kind only, such as `chat.assign`, or `chat` for everything done to chats
    #[arg(long)]
    action: Option<String>,
    /// Done at that time or later, such as 2026-01-31 or 2026-01-31T12:00:00Z
    #[arg(long, value_name = "TIME", value_parser = moment)]
    since: Option<i64>,
    /// Done before that time
    #[arg(long, value_name = "TIME", value_parser = moment)]
    until: Option<i64>,
    /// Begin behind that entry
    #[arg(long, value_name = "ID")]
    after: Option<i64>,
    #[command(flatten)]
    page: Page,
    #[command(flatten)]
    fields: Fields,
}

/// The fields of an entry: a contract with scripts.
pub const FIELDS: &[&str] = &["id", "at", "actor", "action", "object", "before", "after"];

pub fn run(args: &Args, context: &mut Context) -> Result {
    let selected = args.fields.select(FIELDS)?;
    let filter = TrailFilter {
        reveals: args.reveals,
        actor: args.by.as_deref(),
        action: args.action.as_deref(),
        since: args.since,
        until: args.until,
        after: args.after,
    };
    let mut session = context.session()?;
    let mut listing = context.output.list(FIELDS, selected.as_deref());
    list(&mut session, &filter, args.page.limit(), |row| Ok(listing.row(cells(row))?))?;
    let written = listing.end()?;
    args.page.end(written, &mut context.output)?;
    Ok(Exit::Done)
}

fn cells(row: AuditRow) -> Vec<Value> {
    let side = |fields: Option<Vec<(SafeText, SafeText)>>| {
        let map = |fields: Vec<(SafeText, SafeText)>| {
            Value::Map(fields.into_iter().map(|(field, value)| (field, value.into())).collect())
        };
        Value::from(fields.map(map))
    };
    vec![
        Value::Int(row.id),
        Value::Time(row.at),
        row.actor.into(),
        row.action.into(),
        row.object.into(),
        side(row.before),
        side(row.after),
    ]
}
