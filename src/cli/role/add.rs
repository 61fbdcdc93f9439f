//! `role add`.

use crate::{
    cli::{candidates, context::Context, error::Result, global::Change},
    ops::role_change::add,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The new role's name
    name: String,
    /// The role whose permissions and masks it begins with, and whose rank and locked cells it takes
    #[arg(long, value_name = "ROLE", add = candidates::roles())]
    like: String,
    /// Its name for people [default: its name]
    #[arg(long)]
    title: Option<String>,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let mut session = context.session_in(mode)?;
    let outcome = add(&mut session, &args.name, &args.like, args.title.as_deref())?;
    context.report(&outcome, mode)
}
