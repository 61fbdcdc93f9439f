//! `account`: WhatsApp accounts.

mod connect;
mod list;

use clap::Subcommand;

use super::{context::Context, error::Result};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Connect an account.
    Connect(connect::Args),
    /// List the accounts.
    List(list::Args),
}

impl Command {
    pub fn run(self, context: &mut Context) -> Result {
        match self {
            Self::Connect(args) => connect::run(&args, context),
            Self::List(args) => list::run(&args, context),
        }
    }
}
