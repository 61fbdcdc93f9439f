//! `chat show`.

use crate::{
    cli::{
        candidates,
        context::Context,
        error::{Exit, Result},
        verb::Row,
    },
    ops::chat::{Card, ChatView, MessageRow, show},
    rules::{
        id::{ChatId, MessageId},
        privacy::safe_text::SafeText,
    },
    store::Direction,
    ui::{Cell, Format, Mark, Output, Tone, Value},
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The chat
    #[arg(value_name = "ID", add = candidates::chats())]
    chat: i64,
    /// Maximum number of messages to show: the newest
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u64).range(1..))]
    limit: u64,
    /// Show messages before this message ID
    #[arg(long, value_name = "ID")]
    before: Option<i64>,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let before = args.before.map(MessageId);
    let view = show(&mut context.session()?, ChatId(args.chat), before, Some(args.limit))?;
    if context.output.is_screen() && !context.output.is_wide() {
        draw(view, &mut context.output)?;
        return Ok(Exit::Done);
    }
    let mut parts = view.header.parts();
    parts.push(("card", card(view.card)));
    let message = if context.output.format() == Format::Table { line } else { message };
    parts.push(("messages", Value::List(view.messages.into_iter().map(message).collect())));
    context.output.object(&parts)?;
    Ok(Exit::Done)
}

/// The conversation as people read one: who it is with, then each message under who wrote it and when.
fn draw(view: ChatView, output: &mut Output) -> std::io::Result<()> {
    let ChatView { header, card, messages } = view;
    let faint = |word: &'static str| Cell::from(word).tone(Tone::Faint);
    let between = || Cell::mark(Mark::Between);
    let mut line = vec![Cell::from(header.contact).tone(Tone::Name)];
    line.extend(header.phone.map(Cell::from));
    if header.phone_masked {
        line.push(Cell::mark(Mark::Hidden).and("numbers masked"));
    }
    output.line(0, &line)?;
    let account = header.account_label.unwrap_or(header.account);
    let mut line = vec![
        SafeText::of(&[&"chat ", &header.id.0]).into(),
        between(),
        account.into(),
        between(),
        header.status.into(),
        between(),
    ];
    match header.assignee {
        Some(assignee) => line.extend(["assigned to".into(), assignee.into()]),
        None => line.push("assigned to nobody".into()),
    }
    output.line(0, &line)?;
    if !card.tags.is_empty() {
        output.entry(8, &faint("tags"), &[SafeText::join(&card.tags, ", ").into()])?;
    }
    match card.traits {
        Some(traits) if traits.is_empty() => {}
        Some(traits) => {
            let traits: Vec<_> =
                traits.iter().map(|(key, value)| SafeText::of(&[key, &": ", value])).collect();
            output.entry(8, &faint("traits"), &[SafeText::join(&traits, ", ").into()])?;
        }
        None => output.entry(8, &faint("traits"), &[Cell::mark(Mark::Hidden).and("masked")])?,
    }
    for message in messages.into_iter().map(told) {
        output.line(0, &[])?;
        let is_ours = message.direction == Direction::Out;
        let unknown = || SafeText::word(if is_ours { "us" } else { "unknown" });
        let author = Cell::from(message.author.unwrap_or_else(unknown));
        let mut line = vec![author.tone(if is_ours { Tone::Good } else { Tone::Name })];
        line.push(Value::Time(message.at).into());
        line.push(SafeText::of(&[&"#", &message.id.0]).into());
        line.extend(message.status.filter(|_| is_ours).map(Cell::from));
        line.extend(message.edited_at.map(|_| faint("edited")));
        output.line(0, &line)?;
        output.line(2, &[message.text.into()])?;
    }
    Ok(())
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

/// A message with what people ask for of what stands beside its text: the ad that it came from, and
/// why it failed.
fn told(mut message: MessageRow) -> MessageRow {
    let advert = message.content.as_ref().map(|content| content.get("referral"));
    if let Some(headline) = advert.and_then(|advert| advert.get("headline").text()) {
        message.text = SafeText::of(&[&message.text, &" (from the ad: ", headline, &")"]);
    }
    let errors = message.status_details.as_ref().map(|details| details.get("errors"));
    if let (Some(status), Some(reason)) =
        (&message.status, errors.and_then(|errors| errors.get("title").text()))
    {
        message.status = Some(SafeText::of(&[status, &": ", reason]));
    }
    message
}

/// A message as a line of a table.
fn line(row: MessageRow) -> Value {
    match message(told(row)) {
        // The last two are whole objects.
        Value::Object(mut parts) => {
            parts.truncate(parts.len().saturating_sub(2));
            Value::Object(parts)
        }
        other => other,
    }
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
        ("content", message.content.into()),
        ("status_details", message.status_details.into()),
    ])
}
