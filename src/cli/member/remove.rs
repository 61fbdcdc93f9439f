//! `member remove`.

use crate::{
    cli::{candidates, context::Context, error::Result, global::Change},
    ops::member::remove,
    store::Mode,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Whom to remove
    #[arg(value_name = "EMAIL", add = candidates::members())]
    member: String,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    if mode == Mode::Apply {
        // Asked only for what would happen: a refusal needs no yes.
        remove(&mut context.session_in(Mode::DryRun)?, &args.member)?;
        context.confirm(&format!("remove `{}`?", args.member))?;
    }
    let outcome = remove(&mut context.session_in(mode)?, &args.member)?;
    context.report(&outcome, mode)
}
