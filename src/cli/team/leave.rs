//! `team leave`.

use crate::{
    cli::{candidates, context::Context, error::Result, global::Change},
    ops::team::leave,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Who leaves their team
    #[arg(value_name = "EMAIL", required = true, add = candidates::members())]
    members: Vec<String>,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let outcome = leave(&mut context.session_in(mode)?, &args.members)?;
    context.report(&outcome, mode)
}
