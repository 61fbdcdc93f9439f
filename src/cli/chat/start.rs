//! `chat start`.

use super::writing::ByTemplate;
use crate::{
    cli::{
        candidates,
        context::Context,
        error::Error,
        verb::{ChangeVerb, Done},
    },
    ops::{
        self, Session,
        chat::{Writing, start},
    },
    rules::whatsapp::template::Values,
};

#[derive(clap::Args)]
pub struct Start {
    /// The customer's number, with a plus and the country code
    number: String,
    /// The account to write from, by its number
    #[arg(long, value_name = "ACCOUNT", add = candidates::accounts())]
    from: String,
    /// The text
    #[arg(
        long,
        short,
        value_name = "TEXT",
        conflicts_with = "template",
        required_unless_present = "template"
    )]
    message: Option<String>,
    #[command(flatten)]
    template: ByTemplate,
    /// Country of a number in national form, such as IN
    #[arg(long, value_name = "CODE")]
    country: Option<String>,
    /// Don't assign the chat to yourself
    #[arg(long)]
    no_assign: bool,
    #[arg(skip)]
    values: Values,
}

impl ChangeVerb for Start {
    fn prepare(&mut self, _context: &mut Context) -> Result<(), Error> {
        self.values = self.template.values()?;
        Ok(())
    }

    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        let text = Writing::Text(self.message.as_deref().unwrap_or_default());
        let wanted = ops::chat::Start {
            number: &self.number,
            country: self.country.as_deref(),
            from: &self.from,
            writing: self.template.writing(&self.values).unwrap_or(text),
            assign: !self.no_assign,
        };
        Ok(start(session, &wanted)?.into())
    }
}
