//! `policy`: the whole matrix as a file that can be reviewed, planned, applied and tested.

mod apply;
mod diff;
mod export;
mod file;
mod plan;
mod print;
pub(super) mod report;
mod screen;
mod test;

use clap::Subcommand;

use super::{context::Context, error::Result};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write the policy as a file, to standard output.
    Export(export::Args),
    /// Show what a policy file would change, and what that means for whom.
    Plan(plan::Args),
    /// Make a policy file's policy the workspace's, in one change.
    Apply(apply::Args),
    /// Compare two policy files, or the workspace with one.
    Diff(diff::Args),
    /// Hold expectations against a policy: exit code 1 if one isn't met.
    Test(test::Args),
}

impl Command {
    pub fn run(self, context: &mut Context) -> Result {
        match self {
            Self::Export(args) => export::run(&args, context),
            Self::Plan(args) => plan::run(&args, context),
            Self::Apply(args) => apply::run(&args, context),
            Self::Diff(args) => diff::run(&args, context),
            Self::Test(args) => test::run(&args, context),
        }
    }
}
