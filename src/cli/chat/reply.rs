//! `chat reply`.

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
        chat::{Writing, reply},
    },
    rules::{id::ChatId, whatsapp::template::Values},
};

#[derive(clap::Args)]
pub struct Reply {
    /// The chat
    #[arg(value_name = "ID", add = candidates::chats())]
    chat: i64,
    /// The text, or `-` to read it from standard input
    #[arg(long, short, value_name = "TEXT", conflicts_with = "template")]
    message: Option<String>,
    /// `-` to read the text from standard input
    #[arg(value_parser = ["-"], conflicts_with_all = ["message", "template"],
        required_unless_present_any = ["message", "template"])]
    input: Option<String>,
    #[command(flatten)]
    template: ByTemplate,
    /// Don't assign an unassigned chat to yourself
    #[arg(long)]
    no_assign: bool,
    #[arg(skip)]
    values: Values,
}

impl ChangeVerb for Reply {
    fn prepare(&mut self, context: &mut Context) -> Result<(), Error> {
        self.values = self.template.values()?;
        if let Some(given) = self.message.as_ref().or(self.input.as_ref()) {
            self.message = Some(read_text(context, given)?);
        }
        Ok(())
    }

    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        let text = Writing::Text(self.message.as_deref().unwrap_or_default());
        let writing = self.template.writing(&self.values).unwrap_or(text);
        Ok(reply(session, ChatId(self.chat), writing, !self.no_assign)?.into())
    }
}
