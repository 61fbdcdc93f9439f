//! `chat`: conversations.

mod assign;
mod chosen;
mod close;
mod filter;
mod import;
mod list;
mod reply;
mod search;
mod show;
mod start;
mod surface;
mod unassign;
mod writing;

use clap::Subcommand;

pub use self::filter::moment;

use super::{context::Context, error::Result};
use crate::ops::chat::Status;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Bring in conversations, contacts and teammates from where they are.
    Import(import::Args),
    /// List the chats that the actor sees, newest first.
    List(list::Args),
    /// Show one chat: header, card and messages.
    Show(show::Args),
    /// Search names and messages.
    Search(search::Args),
    /// Write to a customer first.
    Start(start::Args),
    /// Close chats that are done.
    Close(close::Args),
    /// Open chats again.
    Reopen(close::Args),
    /// Assign chats to a member.
    Assign(assign::Args),
    /// Leave chats to nobody.
    Unassign(unassign::Args),
    /// Write in a chat.
    Reply(reply::Args),
}

impl Command {
    pub fn run(self, context: &mut Context) -> Result {
        match self {
            Self::Import(args) => import::run(&args, context),
            Self::List(args) => list::run(&args, context),
            Self::Show(args) => show::run(&args, context),
            Self::Search(args) => search::run(&args, context),
            Self::Start(args) => start::run(&args, context),
            Self::Close(args) => close::run(&args, Status::Closed, context),
            Self::Reopen(args) => close::run(&args, Status::Open, context),
            Self::Assign(args) => assign::run(&args, context),
            Self::Unassign(args) => unassign::run(&args, context),
            Self::Reply(args) => reply::run(&args, context),
        }
    }
}
