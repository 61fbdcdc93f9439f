//! `role remove`.

use crate::{
    cli::{candidates, context::Context, error::Result, global::Change},
    ops::role_change::remove,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The role
    #[arg(add = candidates::roles())]
    role: String,
    /// The role that its members get
    #[arg(long, value_name = "ROLE", add = candidates::roles())]
    move_to: Option<String>,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let mut session = context.session_in(mode)?;
    let outcome = remove(&mut session, &args.role, args.move_to.as_deref())?;
    context.report(&outcome, mode)
}
