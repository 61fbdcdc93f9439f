//! `chat show`.

use crate::{
    cli::{
        context::Context,
        error::{Exit, Result},
        verb::Row,
    },
    ops::chat::{Card, MessageRow, show},
    rules::id::{ChatId, MessageId},
    ui::Value,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The chat
    #[arg(value_name = "ID")]
    chat: i64,
    /// Show at most so many messages, the newest
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u64).range(1..))]
    limit: u64,
    /// Show those before that message
    #[arg(long, value_name = "ID")]
    before: Option<i64>,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let before = args.before.map(MessageId);
    let view = show(&mut context.session()?, ChatId(args.chat), before, Some(args.limit))?;
    let mut parts = view.header.parts();
    parts.push(("card", card(view.card)));
    parts.push(("messages", Value::List(view.messages.into_iter().map(message).collect())));
    context.output.object(&parts)?;
    Ok(Exit::Done)
}

fn card(card: Card) -> Value {
    let traits_masked = card.traits.is_none();
    let traits = card.traits.map(|traits| {
        Value::Map(traits.into_iter().map(|(key, value)| (key, value.into())).collect())
    });
    Value::Object(vec![
        ("name", card.name.into()),
        ("phone", card.phone.into()),
        ("phone_masked", card.phone_masked.into()),
        ("traits", traits.into()),
        ("traits_masked", traits_masked.into()),
        ("tags", Value::List(card.tags.into_iter().map(Value::from).collect())),
    ])
}

fn message(message: MessageRow) -> Value {
    Value::Object(vec![
        ("id", Value::Int(message.id.0)),
        ("at", Value::Time(message.at)),
        ("direction", Value::plain(message.direction.key())),
        ("author", message.author.into()),
        ("text", message.text.into()),
        ("kind", message.kind.into()),
        ("status", message.status.into()),
        ("edited_at", message.edited_at.map(Value::Time).into()),
    ])
}
