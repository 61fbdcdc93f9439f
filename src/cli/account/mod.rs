//! `account`: WhatsApp accounts.

mod access;
mod connect;
mod disconnect;
mod list;
mod share;
mod transfer;

use clap::Subcommand;

use super::{context::Context, error::Result};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Connect an account.
    Connect(connect::Args),
    /// List the accounts.
    List(list::Args),
    /// Share an account with people: bring them into its connector's team, invite who is new.
    Share(share::Args),
    /// List who sees an account's chats, may start new ones, and why.
    Access(access::Args),
    /// Give an account to another member.
    Transfer(transfer::Args),
    /// Leave an account without a connector.
    Disconnect(disconnect::Args),
}

impl Command {
    pub fn run(self, context: &mut Context) -> Result {
        match self {
            Self::Connect(args) => connect::run(&args, context),
            Self::List(args) => list::run(&args, context),
            Self::Share(args) => share::run(&args, context),
            Self::Access(args) => access::run(&args, context),
            Self::Transfer(args) => transfer::run(&args, context),
            Self::Disconnect(args) => disconnect::run(&args, context),
        }
    }
}
