//! `contact`: customers.

mod add;
mod edit;
mod export;
mod filter;

pub use self::filter::pair;
mod import;
mod list;
mod show;
mod tag;

use clap::Subcommand;

use super::{context::Context, error::Result};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the contacts, in the order in which they were added.
    List(list::Args),
    /// Show one contact.
    Show(show::Args),
    /// Add a contact.
    Add(add::Args),
    /// Edit a contact.
    Edit(edit::Args),
    /// Add everybody in a list, or nobody: Interakt's, or one that `export` wrote.
    Import(import::Args),
    /// Write every contact, as `import` reads it.
    Export(export::Args),
    /// Give contacts a tag: one, several, or all that pass a filter.
    Tag(tag::Args),
    /// Take a tag from contacts: one, several, or all that pass a filter.
    Untag(tag::Args),
}

impl Command {
    pub fn run(self, context: &mut Context) -> Result {
        match self {
            Self::List(args) => list::run(&args, context),
            Self::Show(args) => show::run(&args, context),
            Self::Add(args) => add::run(&args, context),
            Self::Edit(args) => edit::run(&args, context),
            Self::Import(args) => import::run(&args, context),
            Self::Export(args) => export::run(&args, context),
            Self::Tag(args) => tag::run(&args, false, context),
            Self::Untag(args) => tag::run(&args, true, context),
        }
    }
}
