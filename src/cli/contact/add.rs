//! `contact add`.

use super::filter::{Consent, pair};
use crate::{
    cli::verb::{ChangeVerb, Done},
    ops::{
        self, Session,
        contact::{Addition, add},
    },
};

#[derive(clap::Args)]
pub struct Add {
    /// Number, with a plus and the country code
    number: String,
    /// Country of a number in national form, such as IN
    #[arg(long, value_name = "CODE", env = "ROLECALL_COUNTRY", hide_env_values = true)]
    country: Option<String>,
    /// Name
    #[arg(long)]
    name: Option<String>,
    /// Trait, such as city=Mumbai; may be given again
    #[arg(long = "trait", value_name = "KEY=VALUE", value_parser = pair)]
    traits: Vec<(String, String)>,
    /// Tag; may be given again
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// Whether they agreed to receive messages
    #[arg(long, default_value = "unknown")]
    opted_in: Consent,
}

impl ChangeVerb for Add {
    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        let addition = Addition {
            number: &self.number,
            country: self.country.as_deref(),
            name: self.name.as_deref(),
            traits: &self.traits,
            tags: &self.tags,
            opted_in: self.opted_in.known(),
        };
        Ok(add(session, &addition)?.into())
    }
}
