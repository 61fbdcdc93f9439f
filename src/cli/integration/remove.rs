//! `integration remove`.

use crate::{
    cli::{candidates, context::Context, error::Result, global::Change},
    ops::integration::remove,
    rules::id::IntegrationId,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The integration
    #[arg(value_name = "ID", add = candidates::integrations())]
    integration: i64,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let outcome = remove(&mut context.session_in(mode)?, IntegrationId(args.integration))?;
    context.report(&outcome, mode)
}
