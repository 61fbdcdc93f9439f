//! `role`: rows of the permission matrix.

mod add;
mod list;
mod remove;
mod show;

use clap::Subcommand;

use super::{context::Context, error::Result};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the roles, highest rank first.
    List(list::Args),
    /// Show one role with its permissions.
    Show(show::Args),
    /// Add a role like another.
    Add(add::Args),
    /// Remove a role.
    Remove(remove::Args),
}

impl Command {
    pub fn run(self, context: &mut Context) -> Result {
        match self {
            Self::List(args) => list::run(&args, context),
            Self::Show(args) => show::run(&args, context),
            Self::Add(args) => add::run(&args, context),
            Self::Remove(args) => remove::run(&args, context),
        }
    }
}
