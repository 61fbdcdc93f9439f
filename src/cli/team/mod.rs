//! `team`: groups of members.

mod add;
mod join;
mod leave;
mod list;
mod remove;
mod rename;

use clap::Subcommand;

use super::{context::Context, error::Result};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Add a team.
    Add(add::Args),
    /// Give a team another name.
    Rename(rename::Args),
    /// Remove a team; its members go back to the team `Default`.
    Remove(remove::Args),
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
            Self::Rename(args) => rename::run(&args, context),
            Self::Remove(args) => remove::run(&args, context),
            Self::List(args) => list::run(&args, context),
            Self::Join(args) => join::run(&args, context),
            Self::Leave(args) => leave::run(&args, context),
        }
    }
}
