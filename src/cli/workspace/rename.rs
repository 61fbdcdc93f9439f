//! `workspace rename`.

use crate::{
    cli::{context::Context, error::Result, global::Change},
    ops::workspace::rename,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Its new name
    name: String,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let outcome = rename(&mut context.session_in(mode)?, &args.name)?;
    context.report(&outcome, mode)
}
