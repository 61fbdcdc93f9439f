//! `invite revoke`.

use crate::{
    cli::{candidates, context::Context, error::Result, global::Change},
    ops::invitation::revoke,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Whose invitation to take back
    #[arg(value_name = "EMAIL", required = true, add = candidates::members())]
    members: Vec<String>,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let outcome = revoke(&mut context.session_in(mode)?, &args.members)?;
    context.report(&outcome, mode)
}
