//! `chat unassign`.

use super::chosen::Chosen;
use crate::{
    cli::{context::Context, error::Result, global::Change},
    ops::chat::unassign,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    chosen: Chosen,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let chats = args.chosen.ids(&mut context.output)?;
    let outcome = unassign(&mut context.session_in(mode)?, &chats)?;
    context.report(&outcome, mode)
}
