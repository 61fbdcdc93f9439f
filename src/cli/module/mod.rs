//! `module`: sections of the product.

mod list;

use clap::Subcommand;

use super::{context::Context, error::Result};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the modules that a member sees, and why the others are hidden.
    List(list::Args),
}

impl Command {
    pub fn run(self, context: &mut Context) -> Result {
        match self {
            Self::List(args) => list::run(&args, context),
        }
    }
}
