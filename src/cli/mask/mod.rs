//! `mask`: what a role may not read of contacts.

mod list;
mod set;

use clap::Subcommand;

use super::{context::Context, error::Result};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the masks, role by role.
    List(list::Args),
    /// Hide something of contacts from roles.
    Enable(set::Args),
    /// Show it to them again.
    Disable(set::Args),
}

impl Command {
    pub fn run(self, context: &mut Context) -> Result {
        match self {
            Self::List(args) => list::run(&args, context),
            Self::Enable(args) => set::run(&args, true, context),
            Self::Disable(args) => set::run(&args, false, context),
        }
    }
}
