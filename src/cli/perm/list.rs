//! `perm list`.

use super::{FIELDS, cells};
use crate::{
    cli::{
        candidates,
        context::Context,
        error::{Exit, Result},
        list::Fields,
    },
    ops::permission::list,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Of that role only
    #[arg(long, add = candidates::roles())]
    role: Option<String>,
    #[command(flatten)]
    fields: Fields,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let selected = args.fields.select(FIELDS)?;
    let matrix = list(&mut context.session()?, args.role.as_deref())?;
    let mut listing = context.output.list(FIELDS, selected.as_deref());
    for cell in matrix {
        listing.row(cells(cell))?;
    }
    listing.end()?;
    Ok(Exit::Done)
}
