//! `member`: people on the team.

mod add;
mod edit;
mod list;
mod remove;
mod show;

use clap::Subcommand;

use super::{context::Context, error::Result};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Add a member, as invited.
    Add(add::Args),
    /// Edit a member.
    Edit(edit::Args),
    /// Remove a member.
    Remove(remove::Args),
    /// List the members.
    List(list::Args),
    /// Show one member.
    Show(show::Args),
}

impl Command {
    pub fn run(self, context: &mut Context) -> Result {
        match self {
            Self::Add(args) => add::run(&args, context),
            Self::Edit(args) => edit::run(&args, context),
            Self::Remove(args) => remove::run(&args, context),
            Self::List(args) => list::run(&args, context),
            Self::Show(args) => show::run(&args, context),
        }
    }
}
