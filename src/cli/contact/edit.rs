//! `contact edit`.

use super::filter::{Consent, pair};
use crate::{
    cli::{
        candidates,
        verb::{ChangeVerb, Done},
    },
    ops::{self, Session, contact::edit},
};

#[derive(clap::Args)]
pub struct Edit {
    /// The contact: an ID, or a number with a plus and the country code
    #[arg(value_name = "ID|NUMBER", add = candidates::contacts())]
    contact: String,
    #[command(flatten)]
    edits: Edits,
    /// Country of a number in national form, such as IN
    #[arg(long, value_name = "CODE", env = "ROLECALL_COUNTRY", hide_env_values = true)]
    country: Option<String>,
}

#[derive(clap::Args)]
#[group(required = true, multiple = true)]
struct Edits {
    /// New name
    #[arg(long)]
    name: Option<String>,
    /// New number, with a plus and the country code
    #[arg(long, value_name = "NUMBER")]
    number: Option<String>,
    /// Set a trait, such as city=Mumbai
    #[arg(long = "trait", value_name = "KEY=VALUE", value_parser = pair)]
    traits: Vec<(String, String)>,
    /// Remove a trait
    #[arg(long = "remove-trait", value_name = "KEY")]
    removed_traits: Vec<String>,
    /// Whether they agreed to receive messages
    #[arg(long)]
    opted_in: Option<Consent>,
}

impl ChangeVerb for Edit {
    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        let edits = ops::contact::Edit {
            name: self.edits.name.as_deref(),
            number: self.edits.number.as_deref(),
            country: self.country.as_deref(),
            traits: &self.edits.traits,
            removed_traits: &self.edits.removed_traits,
            opted_in: self.edits.opted_in.map(Consent::known),
        };
        Ok(edit(session, &self.contact, &edits)?.into())
    }
}
