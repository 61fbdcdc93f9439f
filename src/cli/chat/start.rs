//! `chat start`.

use super::writing::{ByTemplate, read_text};
use crate::{
    cli::{
        candidates,
        context::Context,
        error::Error,
        verb::{ChangeVerb, Done},
    },
    ops::{
        self, Session,
        chat::{To, Writing, start},
    },
    rules::{
        id::{ChatId, ContactId},
        whatsapp::template::Values,
    },
};

#[derive(clap::Args)]
pub struct Start {
    /// The customer's number, with a plus and the country code
    #[arg(required_unless_present_any = ["contact", "chat"], conflicts_with_all = ["contact", "chat"])]
    number: Option<String>,
    /// To this contact instead, one that you may read
    #[arg(long, value_name = "ID", conflicts_with = "chat")]
    contact: Option<i64>,
    /// To the contact of this chat instead
    #[arg(long, value_name = "ID")]
    chat: Option<i64>,
    /// The account to write from, by its number
    #[arg(long, value_name = "ACCOUNT", add = candidates::accounts())]
    from: String,
    /// The text, or `-` to read it from standard input
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
    fn prepare(&mut self, context: &mut Context) -> Result<(), Error> {
        self.values = self.template.values()?;
        if let Some(given) = &self.message {
            self.message = Some(read_text(context, given)?);
        }
        Ok(())
    }

    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        let text = Writing::Text(self.message.as_deref().unwrap_or_default());
        let wanted = ops::chat::Start {
            to: match (self.contact, self.chat) {
                (Some(id), _) => To::Contact(ContactId(id)),
                (None, Some(id)) => To::ContactOf(ChatId(id)),
                (None, None) => To::Number(self.number.as_deref().unwrap_or_default()),
            },
            country: self.country.as_deref(),
            from: &self.from,
            writing: self.template.writing(&self.values).unwrap_or(text),
            assign: !self.no_assign,
        };
        Ok(start(session, &wanted)?.into())
    }
}
