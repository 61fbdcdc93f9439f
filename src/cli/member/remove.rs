//! `member remove`.

use crate::{
    cli::{candidates, context::Context, error::Result, global::Change},
    ops::member::{Handover, remove},
    store::Mode,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Whom to remove
    #[arg(value_name = "EMAIL", add = candidates::members())]
    member: String,
    /// Give their accounts and chats to that member, who must be able to see and answer them
    #[arg(long, value_name = "EMAIL", conflicts_with = "release", add = candidates::members())]
    reassign_to: Option<String>,
    /// Leave their accounts without a connector and their chats unassigned
    #[arg(long)]
    release: bool,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let handover = match &args.reassign_to {
        Some(email) => Handover::To(email),
        None if args.release => Handover::Release,
        None => Handover::Unsaid,
    };
    if mode == Mode::Apply {
        // Asked only for what would happen: a refusal needs no yes.
        remove(&mut context.session_in(Mode::DryRun)?, &args.member, handover)?;
        context.confirm(&format!("remove `{}`?", args.member))?;
    }
    let outcome = remove(&mut context.session_in(mode)?, &args.member, handover)?;
    context.report(&outcome, mode)
}
