//! `template`: messages that WhatsApp approves before they are sent.

mod add;
mod edit;
mod list;
mod mark;
mod parts;
mod remove;
mod show;
mod submit;

use clap::{Subcommand, ValueEnum};

use super::{context::Context, error::Result};
use crate::rules::whatsapp::template::Category;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the templates that the actor sees, oldest first.
    List(list::Args),
    /// Show one template with all its versions.
    Show(show::Args),
    /// Add a template, as a draft.
    Add(Box<add::Args>),
    /// Rewrite a template; an approved one goes on being sent as it was until its new version is approved.
    Edit(Box<edit::Args>),
    /// Hand a draft in for review.
    Submit(submit::Args),
    /// Record what came back from the review.
    Mark(mark::Args),
    /// Take a template away; messages that were made by it keep their words.
    Remove(remove::Args),
}

impl Command {
    pub fn run(self, context: &mut Context) -> Result {
        match self {
            Self::List(args) => list::run(&args, context),
            Self::Show(args) => show::run(&args, context),
            Self::Add(args) => add::run(&args, context),
            Self::Edit(args) => edit::run(&args, context),
            Self::Submit(args) => submit::run(&args, context),
            Self::Mark(args) => mark::run(&args, context),
            Self::Remove(args) => remove::run(&args, context),
        }
    }
}

/// Which template: by its name and, where it is there in several, its language.
#[derive(Debug, clap::Args)]
pub struct Named {
    /// The template
    #[arg(add = super::candidates::templates())]
    name: String,
    /// Its language, such as `en_US`, where it is there in several
    #[arg(long, value_name = "CODE")]
    language: Option<String>,
}

/// What a template is for, as it is named on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum CategoryName {
    /// Offers and news
    Marketing,
    /// What follows from something that the customer did
    Utility,
    /// Codes to log in with
    Authentication,
}

impl From<CategoryName> for Category {
    fn from(name: CategoryName) -> Self {
        match name {
            CategoryName::Marketing => Self::Marketing,
            CategoryName::Utility => Self::Utility,
            CategoryName::Authentication => Self::Authentication,
        }
    }
}
