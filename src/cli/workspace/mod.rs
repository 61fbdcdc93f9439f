//! `workspace`: the workspace as a whole.

mod delete;
mod rename;
mod show;

use clap::Subcommand;

use super::{context::Context, error::Result};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show its name, its file and how large it is.
    Show(show::Args),
    /// Give it another name; its file stays where it is.
    Rename(rename::Args),
    /// Delete it for good: its file, and the mails beside it.
    Delete(delete::Args),
}

impl Command {
    pub fn run(self, context: &mut Context) -> Result {
        match self {
            Self::Show(args) => show::run(&args, context),
            Self::Rename(args) => rename::run(&args, context),
            Self::Delete(args) => delete::run(&args, context),
        }
    }
}
