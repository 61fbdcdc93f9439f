//! `contact merge`.

use crate::{
    cli::verb::{ChangeVerb, Done, Question},
    ops::{self, Outcome, Session, contact::merge},
    rules::counted::counted,
};

#[derive(Debug, clap::Args)]
pub struct Merge {
    /// The contact who stays: their ID, or their number with a plus and the country code
    #[arg(value_name = "ID|NUMBER")]
    keep: String,
    /// The contact who becomes part of them
    #[arg(value_name = "ID|NUMBER")]
    gone: String,
}

impl ChangeVerb for Merge {
    const ASKS: bool = true;

    fn question(&self, planned: &Outcome) -> Option<Question> {
        let chats = counted(planned.count("chats"), "chat");
        let messages = counted(planned.count("messages"), "message");
        let (keep, gone) = (&self.keep, &self.gone);
        Some(Question::yes(format!(
            "merge `{gone}` into `{keep}`, with {chats} and {messages}? This can't be \
             undone"
        )))
    }

    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        Ok(merge(session, &self.keep, &self.gone)?.into())
    }
}
