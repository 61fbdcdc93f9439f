//! `contact add`.

use super::filter::{Consent, pair};
use crate::{
    cli::{context::Context, error::Result, global::Change},
    ops::contact::{Addition, add},
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Their number, with a plus and the country code
    number: String,
    /// The country whose national form the number has, such as IN
    #[arg(long, value_name = "CODE", env = "ROLECALL_COUNTRY", hide_env_values = true)]
    country: Option<String>,
    /// Their name
    #[arg(long)]
    name: Option<String>,
    /// Something that is known of them, such as city=Mumbai
    #[arg(long = "trait", value_name = "KEY=VALUE", value_parser = pair)]
    traits: Vec<(String, String)>,
    /// A tag
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// Whether they agreed to be written to
    #[arg(long, default_value = "unknown")]
    opted_in: Consent,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let addition = Addition {
        number: &args.number,
        country: args.country.as_deref(),
        name: args.name.as_deref(),
        traits: &args.traits,
        tags: &args.tags,
        opted_in: args.opted_in.known(),
    };
    let outcome = add(&mut context.session_in(mode)?, &addition)?;
    context.report(&outcome, mode)
}
