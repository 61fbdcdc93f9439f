//! `chat assign`.

use super::chosen::Chosen;
use crate::{
    cli::{candidates, context::Context, error::Result, global::Change},
    ops::chat::assign,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    chosen: Chosen,
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
    let chats = args.chosen.ids(&mut context.output)?;
    let outcome = assign(&mut context.session_in(mode)?, &chats, &args.to, args.force)?;
    context.report(&outcome, mode)
}
