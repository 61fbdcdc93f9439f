//! `member suspend`.

use crate::{
    cli::{candidates, context::Context, error::Result, global::Change},
    ops::member::suspend,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Whom to pause
    #[arg(value_name = "EMAIL", add = candidates::members())]
    member: String,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let outcome = suspend(&mut context.session_in(mode)?, &args.member)?;
    context.report(&outcome, mode)
}
