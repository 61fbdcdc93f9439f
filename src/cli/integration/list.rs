//! `integration list`.

use crate::{
    cli::{
        context::Context,
        error::{Exit, Result},
        list::Fields,
    },
    ops::integration::list,
    rules::privacy::lens::SafeText,
    ui::Value,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    fields: Fields,
}

/// The fields of an integration: a contract with scripts.
pub const FIELDS: &[&str] =
    &["id", "service", "owner", "name", "url", "secret", "added_by", "added_at"];

pub fn run(args: &Args, context: &mut Context) -> Result {
    let selected = args.fields.select(FIELDS)?;
    let rows = list(&mut context.session()?)?;
    let mut listing = context.output.list(FIELDS, selected.as_deref());
    for row in rows {
        listing.row(vec![
            Value::Int(row.id.0),
            Value::plain(row.service.key()),
            row.member.unwrap_or_else(|| SafeText::word("organisation")).into(),
            row.name.into(),
            row.url.into(),
            row.secret_place.into(),
            row.added_by.into(),
            Value::Time(row.added_at),
        ])?;
    }
    listing.end()?;
    Ok(Exit::Done)
}
