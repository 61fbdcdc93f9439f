//! `team join`.

use crate::{
    cli::{candidates, context::Context, error::Result, global::Change},
    ops::team::join,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The team
    #[arg(add = candidates::teams())]
    team: String,
    /// Who joins it
    #[arg(value_name = "EMAIL", required = true, add = candidates::members())]
    members: Vec<String>,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let outcome = join(&mut context.session_in(mode)?, &args.team, &args.members)?;
    context.report(&outcome, mode)
}
