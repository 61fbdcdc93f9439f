//! `account transfer`.

use crate::{
    cli::{candidates, context::Context, error::Result, global::Change},
    ops::account::transfer,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The account, by its number
    account: String,
    /// Whose it is to be
    #[arg(long, value_name = "EMAIL", add = candidates::members())]
    to: String,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let outcome = transfer(&mut context.session_in(mode)?, &args.account, &args.to)?;
    context.report(&outcome, mode)
}
