//! `chat close` and `chat reopen`: one verb in two directions.

use crate::{
    cli::{context::Context, error::Result, global::Change},
    ops::chat::{Status, set_status},
    rules::id::ChatId,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The chats
    #[arg(value_name = "ID", required = true)]
    chats: Vec<i64>,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, status: Status, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let chats: Vec<_> = args.chats.iter().copied().map(ChatId).collect();
    let outcome = set_status(&mut context.session_in(mode)?, &chats, status)?;
    context.report(&outcome, mode)
}
