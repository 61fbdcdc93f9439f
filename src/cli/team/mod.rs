//! `team`: groups of members.

mod add;
mod join;
mod leave;
mod list;

use clap::Subcommand;

use super::{context::Context, error::Result};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Add a team.
    Add(add::Args),
    /// List the teams.
    List(list::Args),
    /// Move members into a team.
    Join(join::Args),
    /// Move members back into the team `Default`.
    Leave(leave::Args),
}

impl Command {
    pub fn run(self, context: &mut Context) -> Result {
        match self {
            Self::Add(args) => add::run(&args, context),
            Self::List(args) => list::run(&args, context),
            Self::Join(args) => join::run(&args, context),
            Self::Leave(args) => leave::run(&args, context),
        }
    }
}
