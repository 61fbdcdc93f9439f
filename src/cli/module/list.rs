//! `module list`.

use crate::{
    cli::{
        candidates,
        context::Context,
        error::{Exit, Result},
        list::Fields,
    },
    ops::module::list,
    ui::Value,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// As that member sees them [default: the actor]
    #[arg(long, value_name = "EMAIL", add = candidates::members())]
    member: Option<String>,
    #[command(flatten)]
    fields: Fields,
}

/// The fields of a module: a contract with scripts.
pub const FIELDS: &[&str] = &["module", "visible", "reason"];

pub fn run(args: &Args, context: &mut Context) -> Result {
    let selected = args.fields.select(FIELDS)?;
    let rows = list(&mut context.session()?, args.member.as_deref())?;
    let mut listing = context.output.list(FIELDS, selected.as_deref());
    for row in rows {
        let reason = Value::plain(row.reason.code());
        listing.row(vec![Value::plain(row.module.key()), row.visible.into(), reason])?;
    }
    listing.end()?;
    Ok(Exit::Done)
}
