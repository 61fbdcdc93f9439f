//! `billing`: the plan, the seats and the payment method.

mod set;
mod show;

use clap::Subcommand;

use super::{context::Context, error::Result};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show the plan, the seats and the payment method.
    Show(show::Args),
    /// Change them. Fewer seats than members send nobody away, but let nobody new in.
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
