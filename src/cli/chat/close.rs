//! `chat close` and `chat reopen`: one verb in two directions.

use super::chosen::Chosen;
use crate::{
    cli::{context::Context, error::Result, global::Change},
    ops::chat::{Status, set_status},
};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    chosen: Chosen,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, status: Status, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let chats = args.chosen.ids(&mut context.output)?;
    let outcome = set_status(&mut context.session_in(mode)?, &chats, status)?;
    context.report(&outcome, mode)
}
