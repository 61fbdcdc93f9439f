//! `whatsapp`: the business profiles.

mod set;
mod show;

use clap::Subcommand;

use super::{context::Context, error::Result};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show what customers see of each of the workspace's numbers.
    Show(show::Args),
    /// Change what customers see of one, within WhatsApp's limits.
    Set(set::Args),
}

impl Command {
    pub fn run(self, context: &mut Context) -> Result {
        match self {
            Self::Show(args) => show::run(&args, context),
            Self::Set(args) => set::run(&args, context),
        }
    }
}
