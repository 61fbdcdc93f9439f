//! `team remove`.

use crate::{
    cli::{candidates, context::Context, error::Result, global::Change},
    ops::team::remove,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The team
    #[arg(add = candidates::teams())]
    team: String,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let outcome = remove(&mut context.session_in(mode)?, &args.team)?;
    context.report(&outcome, mode)
}
