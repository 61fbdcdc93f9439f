//! `campaign`: one template to many contacts.

mod create;
mod list;
mod pause;
mod run;
mod show;

use clap::Subcommand;

use super::{context::Context, error::Result};
use crate::{ops::campaign, rules::whatsapp::campaign::LeftOut, ui::Value};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the campaigns.
    List(list::Args),
    /// Show one campaign: what it sends to whom, and how far it has come.
    Show(show::Args),
    /// Make a campaign, and say whom it is for.
    Create(create::Args),
    /// Do what is due: each recipient is written to once.
    Run(run::Args),
    /// Stop a campaign where it is.
    Pause(pause::Args),
    /// Set a campaign going, for the first time or again.
    Resume(pause::Args),
}

impl Command {
    pub fn run(self, context: &mut Context) -> Result {
        match self {
            Self::List(args) => list::run(&args, context),
            Self::Show(args) => show::run(&args, context),
            Self::Create(args) => create::run(&args, context),
            Self::Run(args) => run::run(&args, context),
            Self::Pause(args) => pause::run(&args, campaign::pause, context),
            Self::Resume(args) => pause::run(&args, campaign::resume, context),
        }
    }
}

/// How many were left out for each reason, in the order of [`LeftOut::ALL`]; nothing where counts are
/// hidden.
fn left_out(counts: Option<&std::collections::BTreeMap<LeftOut, u64>>) -> Vec<Value> {
    let count = |reason: &LeftOut| {
        counts.map(|counts| Value::count(counts.get(reason).copied().unwrap_or(0))).into()
    };
    LeftOut::ALL.iter().map(count).collect()
}
