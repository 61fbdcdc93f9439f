//! `perm allow`, `perm deny` and `perm toggle`: one verb in three directions.

use crate::{
    cli::{candidates, context::Context, error::Result, global::Change},
    ops::permission::{Turn, turn},
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The permissions
    #[arg(value_name = "PERMISSION", required = true, add = candidates::permissions())]
    permissions: Vec<String>,
    /// The role
    #[arg(long, add = candidates::roles())]
    role: String,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, direction: Turn, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let outcome = turn(&mut context.session_in(mode)?, &args.role, &args.permissions, direction)?;
    context.report(&outcome, mode)
}
