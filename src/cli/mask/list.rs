//! `mask list`.

use crate::{
    cli::{
        context::Context,
        error::{Exit, Result},
        list::Fields,
    },
    ops::mask::list,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    fields: Fields,
}

/// The fields of a role's masks: a contract with scripts.
pub const FIELDS: &[&str] = &["role", "number", "traits"];

pub fn run(args: &Args, context: &mut Context) -> Result {
    let selected = args.fields.select(FIELDS)?;
    let rows = list(&mut context.session()?)?;
    let mut listing = context.output.list(FIELDS, selected.as_deref());
    for row in rows {
        listing.row(vec![row.role.into(), row.masks.number.into(), row.masks.traits.into()])?;
    }
    listing.end()?;
    Ok(Exit::Done)
}
