//! `account disconnect`.

use crate::{
    cli::{context::Context, error::Result, global::Change},
    ops::account::disconnect,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The account, by its number
    account: String,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let outcome = disconnect(&mut context.session_in(mode)?, &args.account)?;
    context.report(&outcome, mode)
}
