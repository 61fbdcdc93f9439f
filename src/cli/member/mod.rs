//! `member`: people on the team.

mod add;
mod ask;
mod edit;
mod export;
mod import;
mod list;
mod remove;
mod restore;
mod show;
mod suspend;
mod transfer_ownership;

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
    /// Add everybody in a list, or nobody.
    Import(import::Args),
    /// Write the list that `import` reads.
    Export(export::Args),
    /// List the members.
    List(list::Args),
    /// Show one member.
    Show(show::Args),
    /// Pause a member: they may do nothing until restored.
    Suspend(suspend::Args),
    /// End a member's pause.
    Restore(restore::Args),
    /// Hand the ownership on, and become an admin.
    TransferOwnership(transfer_ownership::Args),
}

impl Command {
    pub fn run(self, context: &mut Context) -> Result {
        match self {
            Self::Add(args) => add::run(&args, context),
            Self::Edit(args) => edit::run(&args, context),
            Self::Remove(args) => remove::run(&args, context),
            Self::Import(args) => import::run(&args, context),
            Self::Export(args) => export::run(&args, context),
            Self::List(args) => list::run(&args, context),
            Self::Show(args) => show::run(&args, context),
            Self::Suspend(args) => suspend::run(&args, context),
            Self::Restore(args) => restore::run(&args, context),
            Self::TransferOwnership(args) => transfer_ownership::run(&args, context),
        }
    }
}
