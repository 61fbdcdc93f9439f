//! `team list`.

use crate::{
    cli::{
        context::Context,
        error::{Exit, Result},
        list::Fields,
    },
    ops::team::list,
    ui::Value,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    fields: Fields,
}

/// The fields of a team: a contract with scripts.
pub const FIELDS: &[&str] = &["name", "default", "members"];

pub fn run(args: &Args, context: &mut Context) -> Result {
    let selected = args.fields.select(FIELDS)?;
    let teams = list(&mut context.session()?)?;
    let mut listing = context.output.list(FIELDS, selected.as_deref());
    for team in teams {
        listing.row(vec![team.name.into(), team.is_default.into(), Value::count(team.members)])?;
    }
    listing.end()?;
    Ok(Exit::Done)
}
