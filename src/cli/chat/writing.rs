//! What `chat reply` and `chat start` take for a template: its name, its language, its variables.

use std::collections::BTreeSet;

use crate::{
    cli::{candidates, context::Context, error::Error, io::Input},
    ops::{chat::Writing, template::values},
    rules::{policy::permission::Permission, whatsapp::template::Values},
};

/// More than any text that can be sent.
const LONGEST: u64 = 1 << 20;

/// The text that was given, read from standard input where that is `-`.
pub fn read_text(context: &mut Context, given: &str) -> Result<String, Error> {
    if given != "-" {
        return Ok(given.to_owned());
    }
    let cleared = context.require(Permission::Inbox)?;
    let text = Input::open("-", cleared, &mut context.output)?.text(LONGEST)?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

/// A template and what fills it.
#[derive(clap::Args)]
#[command(next_help_heading = "Template")]
pub struct ByTemplate {
    /// An approved template
    #[arg(long, value_name = "NAME", add = candidates::templates())]
    pub template: Option<String>,
    /// Its language, such as `en_US`, where it is there in several
    #[arg(long, value_name = "CODE", requires = "template", conflicts_with = "message")]
    language: Option<String>,
    /// What fills one of its variables; `header` and `button.1` are those outside the body
    #[arg(long, value_name = "NAME=VALUE", requires = "template", conflicts_with = "message")]
    var: Vec<String>,
}

impl ByTemplate {
    /// What fills the variables, each once.
    pub fn values(&self) -> Result<Values, Error> {
        let mut seen = BTreeSet::new();
        let mut pairs = Vec::with_capacity(self.var.len());
        for given in &self.var {
            let Some((name, value)) = given.split_once('=') else {
                return Err(Error::usage(
                    "a variable was given without a value",
                    "write `--var NAME=VALUE`",
                ));
            };
            if !seen.insert(name) {
                return Err(Error::usage(
                    "a variable was given twice",
                    "give each variable one value",
                ));
            }
            pairs.push((name, value));
        }
        Ok(values(pairs))
    }

    /// What is to be written, where it is a template.
    pub fn writing<'a>(&'a self, values: &'a Values) -> Option<Writing<'a>> {
        let name = self.template.as_deref()?;
        Some(Writing::Template { name, language: self.language.as_deref(), values })
    }
}
