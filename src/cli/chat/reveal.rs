//! `chat reveal`.

use crate::{
    cli::{
        candidates,
        context::Context,
        error::{Exit, Result},
        verb::Run,
    },
    ops::chat::{Reveal, reveal},
    rules::id::{ChatId, MessageId},
    store::Mode,
    ui::{Format, Value},
};

#[derive(clap::Args)]
pub struct Show {
    /// The chat
    #[arg(value_name = "ID", add = candidates::chats())]
    chat: i64,
    /// Reason, which the audit keeps
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Show the number of who wrote this message; a group needs it
    #[arg(long, value_name = "MESSAGE")]
    author_of: Option<i64>,
    /// Show the text of this message instead of a number
    #[arg(long, value_name = "MESSAGE", conflicts_with = "author_of")]
    message: Option<i64>,
    /// Print what would happen, without showing the number
    #[arg(long)]
    dry_run: bool,
}

impl Run for Show {
    fn run(self: Box<Self>, context: &mut Context) -> Result {
        let mode = if self.dry_run { Mode::DryRun } else { Mode::Apply };
        let wanted = Reveal {
            chat: ChatId(self.chat),
            author_of: self.author_of.map(MessageId),
            text_of: self.message.map(MessageId),
            reason: &self.reason,
        };
        let revealed = reveal(&mut context.session_in(mode)?, &wanted)?;
        if context.output.format() == Format::Table {
            let shown = Value::Text(revealed.shown).to_cell();
            context.output.text(&format!("{shown}\n"))?;
        } else {
            context.output.object(&[
                ("chat", Value::Int(self.chat)),
                (if self.message.is_some() { "text" } else { "phone" }, revealed.shown.into()),
                ("reveals_left", revealed.left.map(Value::count).into()),
            ])?;
        }
        match (revealed.was_hidden, mode) {
            (false, _) => {
                context.output.say("numbers aren't hidden from you: nothing was noted")?;
            }
            (true, Mode::DryRun) => context.output.say("dry run: nothing was shown or noted")?,
            (true, Mode::Apply) => {
                let left =
                    revealed.left.map(|left| format!(", {left} more today")).unwrap_or_default();
                context.output.say(&format!("noted in the audit{left}"))?;
            }
        }
        Ok(Exit::Done)
    }
}
