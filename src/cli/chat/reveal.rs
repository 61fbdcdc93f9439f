//! `chat reveal`.

use crate::{
    cli::{
        context::Context,
        error::{Exit, Result},
        global::Change,
    },
    ops::chat::{Reveal, reveal},
    rules::id::{ChatId, MessageId},
    store::Mode,
    ui::{Format, Value},
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The chat
    #[arg(value_name = "ID")]
    chat: i64,
    /// Why: the audit keeps it
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// The number of whoever wrote that message: in a group it must be said whose
    #[arg(long, value_name = "MESSAGE")]
    author_of: Option<i64>,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let wanted = Reveal {
        chat: ChatId(args.chat),
        author_of: args.author_of.map(MessageId),
        reason: &args.reason,
    };
    let revealed = reveal(&mut context.session_in(mode)?, &wanted)?;
    if context.output.format() == Format::Table {
        context.output.text(&format!("{}\n", revealed.phone))?;
    } else {
        context.output.object(&[
            ("chat", Value::Int(args.chat)),
            ("phone", revealed.phone.into()),
            ("reveals_left", revealed.left.map(Value::count).into()),
        ])?;
    }
    match (revealed.was_hidden, mode) {
        (false, _) => context.output.say("numbers aren't hidden from you: nothing was noted")?,
        (true, Mode::DryRun) => context.output.say("dry run: nothing was shown or noted")?,
        (true, Mode::Apply) => {
            let left = revealed.left.map(|left| format!(", {left} more today")).unwrap_or_default();
            context.output.say(&format!("noted in the audit{left}"))?;
        }
    }
    Ok(Exit::Done)
}
