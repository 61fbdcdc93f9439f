//! `team rename`.

use crate::{
    cli::{candidates, context::Context, error::Result, global::Change},
    ops::team::rename,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The team
    #[arg(add = candidates::teams())]
    team: String,
    /// Its new name
    new_name: String,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let outcome = rename(&mut context.session_in(mode)?, &args.team, &args.new_name)?;
    context.report(&outcome, mode)
}
