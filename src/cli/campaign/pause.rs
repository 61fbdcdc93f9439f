//! `campaign pause` and `campaign resume`.

use crate::{
    cli::{candidates, context::Context, error::Result, global::Change},
    ops::{self, Outcome, Session},
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The campaign
    #[arg(add = candidates::campaigns())]
    name: String,
    #[command(flatten)]
    change: Change,
}

pub fn run(
    args: &Args,
    operation: impl FnOnce(&mut Session, &str) -> ops::Result<Outcome>,
    context: &mut Context,
) -> Result {
    let mode = args.change.mode();
    let outcome = operation(&mut context.session_in(mode)?, &args.name)?;
    context.report(&outcome, mode)
}
