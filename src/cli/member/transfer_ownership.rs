//! `member transfer-ownership`.

use crate::{
    cli::{candidates, context::Context, error::Result, global::Change},
    ops::member::transfer_ownership,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Who becomes the owner
    #[arg(value_name = "EMAIL", add = candidates::members())]
    member: String,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let outcome = transfer_ownership(&mut context.session_in(mode)?, &args.member)?;
    context.report(&outcome, mode)
}
