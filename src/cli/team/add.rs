//! `team add`.

use crate::{
    cli::{context::Context, error::Result, global::Change},
    ops::team::add,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The team's name
    name: String,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let outcome = add(&mut context.session_in(mode)?, &args.name)?;
    context.report(&outcome, mode)
}
