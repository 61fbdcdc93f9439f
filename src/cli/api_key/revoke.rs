//! `api-key revoke`.

use crate::{
    cli::{context::Context, error::Result, global::Change},
    ops::api_key::revoke,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let outcome = revoke(&mut context.session_in(mode)?)?;
    context.report(&outcome, mode)
}
