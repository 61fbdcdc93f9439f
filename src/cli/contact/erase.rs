//! `contact erase`.

use crate::{
    cli::verb::{ChangeVerb, Done, Question},
    ops::{
        self, Outcome, Session,
        contact::{erase, who},
    },
    rules::counted::counted,
};

#[derive(Debug, clap::Args)]
pub struct Erase {
    /// Whom to erase: their ID, or their number with a plus and the country code
    #[arg(value_name = "ID|NUMBER")]
    contact: String,
}

impl ChangeVerb for Erase {
    const ASKS: bool = true;

    fn question(&self, planned: &Outcome) -> Option<Question> {
        let messages = counted(planned.count("messages"), "message");
        let contact = &self.contact;
        let text = format!("erase `{contact}` and the text of {messages}? This can't be undone");
        Some(Question { text, typed: Some(contact.clone()) })
    }

    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        let name = who(session, &self.contact)?;
        let outcome = erase(session, &self.contact)?;
        Ok(Done { head: Some(format!("Erases {name}")), ..outcome.into() })
    }
}
