//! `integration`: what the workspace is connected to. Secrets are named by their place, and kept
//! nowhere.

mod add;
mod list;
mod remove;

use clap::Subcommand;

use super::{context::Context, error::Result};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the organisation's integrations and one's own; an owner sees everybody's.
    List(list::Args),
    /// Add an integration: one's own, or the organisation's.
    Add(add::Args),
    /// Remove an integration.
    Remove(remove::Args),
}

impl Command {
    pub fn run(self, context: &mut Context) -> Result {
        match self {
            Self::List(args) => list::run(&args, context),
            Self::Add(args) => add::run(&args, context),
            Self::Remove(args) => remove::run(&args, context),
        }
    }
}
