//! `perm reset`.

use crate::{
    cli::{candidates, context::Context, error::Result, global::Change},
    ops::permission::reset,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The permissions [default: all of them]
    #[arg(value_name = "PERMISSION", add = candidates::permissions())]
    permissions: Vec<String>,
    /// Of that role only
    #[arg(long, add = candidates::roles())]
    role: Option<String>,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let outcome = reset(&mut context.session_in(mode)?, args.role.as_deref(), &args.permissions)?;
    context.report(&outcome, mode)
}
