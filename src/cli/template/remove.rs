//! `template remove`.

use super::Named;
use crate::{
    cli::{context::Context, error::Result, global::Change},
    ops::template::remove,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    named: Named,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let Named { name, language } = &args.named;
    let outcome = remove(&mut context.session_in(mode)?, name, language.as_deref())?;
    context.report(&outcome, mode)
}
