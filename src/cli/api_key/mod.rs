//! `api-key`: what lets the organisation's own programs in.

mod revoke;
mod rotate;
mod show;
mod verify;

use clap::Subcommand;

use super::{context::Context, error::Result};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show what is known of the key: never the key itself.
    Show(show::Args),
    /// Make a new key and show it this once; the one before it opens nothing any more.
    Rotate(rotate::Args),
    /// Take the key back: it opens nothing any more.
    Revoke(revoke::Args),
    /// Try a key, as a gateway does: exit code 0 is yes, 1 is no; the use is noted to the hour.
    Verify(verify::Args),
}

impl Command {
    pub fn run(self, context: &mut Context) -> Result {
        match self {
            Self::Show(args) => show::run(&args, context),
            Self::Rotate(args) => rotate::run(&args, context),
            Self::Revoke(args) => revoke::run(&args, context),
            Self::Verify(args) => verify::run(&args, context),
        }
    }
}
