//! The filters of a list of contacts; all that are given hold. And the arguments that the verbs share.

use clap::{Args, ValueEnum};

use crate::{cli::candidates, ops::contact::Filter};

/// Which contacts.
#[derive(Args)]
pub struct FilterArgs {
    /// Only contacts with this tag; given again, with both
    #[arg(long = "tag", value_name = "TAG", add = candidates::tags())]
    tags: Vec<String>,
    /// Only contacts with this trait, such as city=Mumbai; given again, with both
    #[arg(long = "trait", value_name = "KEY=VALUE", value_parser = pair)]
    traits: Vec<(String, String)>,
    /// Only contacts with a number of this country, such as CA, or of a calling code, such as +1
    #[arg(long, value_name = "COUNTRY")]
    country: Option<String>,
    /// Only contacts who agreed to receive messages, or did not, or were not asked
    #[arg(long)]
    opted_in: Option<Consent>,
}

/// Whether somebody agreed to be written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Consent {
    Yes,
    No,
    Unknown,
}

impl Consent {
    /// As the operations know it.
    pub const fn known(self) -> Option<bool> {
        match self {
            Self::Yes => Some(true),
            Self::No => Some(false),
            Self::Unknown => None,
        }
    }
}

impl FilterArgs {
    /// The filter as the operation takes it.
    pub fn filter(&self) -> Filter<'_> {
        Filter {
            tags: &self.tags,
            traits: &self.traits,
            country: self.country.as_deref(),
            opted_in: self.opted_in.map(Consent::known),
        }
    }

    /// Whether there is any.
    pub fn is_empty(&self) -> bool {
        self.tags.is_empty()
            && self.traits.is_empty()
            && self.country.is_none()
            && self.opted_in.is_none()
    }
}

/// A trait, parted at the first equals sign.
pub fn pair(text: &str) -> Result<(String, String), String> {
    let parted = text.split_once('=').filter(|(key, _)| !key.trim().is_empty());
    parted
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .ok_or_else(|| "write it as `key=value`".to_owned())
}
