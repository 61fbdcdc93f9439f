//! `outbox`: mail that is to be sent, and the way it takes.

mod configure;
mod flush;
mod list;

use clap::Subcommand;

use super::{context::Context, error::Result};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the mails, with what became of them.
    List(list::Args),
    /// Send what is due: exit code 0 if nothing that is due is left, 1 if something is.
    Flush(flush::Args),
    /// Choose how mail leaves; without options, show it.
    Configure(configure::Args),
}

impl Command {
    pub fn run(self, context: &mut Context) -> Result {
        match self {
            Self::List(args) => list::run(&args, context),
            Self::Flush(args) => flush::run(&args, context),
            Self::Configure(args) => configure::run(&args, context),
        }
    }
}
