//! `chat assign`.

use crate::{
    cli::{candidates, context::Context, error::Result, global::Change},
    ops::chat::assign,
    rules::id::ChatId,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The chats
    #[arg(value_name = "ID", required = true)]
    chats: Vec<i64>,
    /// To whom
    #[arg(long, value_name = "EMAIL", add = candidates::members())]
    to: String,
    /// Also to somebody who couldn't answer them
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let chats: Vec<_> = args.chats.iter().copied().map(ChatId).collect();
    let outcome = assign(&mut context.session_in(mode)?, &chats, &args.to, args.force)?;
    context.report(&outcome, mode)
}
