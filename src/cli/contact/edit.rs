//! `contact edit`.

use super::filter::{Consent, pair};
use crate::{
    cli::{context::Context, error::Result, global::Change},
    ops::contact::{Edit, edit},
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Whom to edit: their id, or their number with a plus and the country code
    #[arg(value_name = "ID|NUMBER")]
    contact: String,
    #[command(flatten)]
    edits: Edits,
    /// The country whose national form the numbers have, such as IN
    #[arg(long, value_name = "CODE", env = "ROLECALL_COUNTRY", hide_env_values = true)]
    country: Option<String>,
    #[command(flatten)]
    change: Change,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = true)]
struct Edits {
    /// Another name
    #[arg(long)]
    name: Option<String>,
    /// Another number, with a plus and the country code
    #[arg(long, value_name = "NUMBER")]
    number: Option<String>,
    /// Set a trait, such as city=Mumbai
    #[arg(long = "trait", value_name = "KEY=VALUE", value_parser = pair)]
    traits: Vec<(String, String)>,
    /// Take a trait away
    #[arg(long = "remove-trait", value_name = "KEY")]
    removed_traits: Vec<String>,
    /// Whether they agreed to be written to
    #[arg(long)]
    opted_in: Option<Consent>,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let edits = Edit {
        name: args.edits.name.as_deref(),
        number: args.edits.number.as_deref(),
        country: args.country.as_deref(),
        traits: &args.edits.traits,
        removed_traits: &args.edits.removed_traits,
        opted_in: args.edits.opted_in.map(Consent::known),
    };
    let outcome = edit(&mut context.session_in(mode)?, &args.contact, &edits)?;
    context.report(&outcome, mode)
}
