//! `invite resend`.

use crate::{
    cli::{candidates, context::Context, error::Result, expiry, global::Change},
    ops::invitation::resend,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Whom to invite again
    #[arg(value_name = "EMAIL", required = true, add = candidates::members())]
    members: Vec<String>,
    /// How long the new code is valid
    #[arg(long, value_name = "TIME", default_value = "7d", value_parser = expiry::parse)]
    expires: i64,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let outcome = resend(&mut context.session_in(mode)?, &args.members, args.expires)?;
    context.report(&outcome, mode)
}
