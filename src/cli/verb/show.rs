//! One thing, shown with its parts.

use super::Run;
use crate::{
    cli::{
        context::Context,
        error::{Error, Exit, Result},
    },
    ops::Session,
    ui::Value,
};

/// Named values, in order.
pub type Parts = Vec<(&'static str, Value)>;

/// A command that shows one thing.
pub trait ShowVerb: clap::Args {
    /// What is shown. The names are a contract with scripts.
    fn parts(&self, session: &mut Session) -> std::result::Result<Parts, Error>;
}

/// Runs a [`ShowVerb`].
#[derive(clap::Args)]
pub struct Show<V: clap::Args> {
    #[command(flatten)]
    verb: V,
}

impl<V: ShowVerb> Run for Show<V> {
    fn run(self: Box<Self>, context: &mut Context) -> Result {
        let parts = self.verb.parts(&mut context.session()?)?;
        context.output.object(&parts)?;
        Ok(Exit::Done)
    }
}
