//! `chat search`.

use crate::{
    cli::{
        context::Context,
        error::{Exit, Result},
        list::Fields,
    },
    ops::chat::{Hit, Search, search},
    rules::{id::MessageId, privacy::lens::SafeText},
    ui::Value,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The words: each must occur, the last one may go on
    #[arg(value_name = "TEXT", required = true)]
    text: Vec<String>,
    /// Begin behind that message
    #[arg(long, value_name = "MESSAGE")]
    after: Option<i64>,
    /// Print at most so many
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u64).range(1..))]
    limit: u64,
    #[command(flatten)]
    fields: Fields,
}

/// The fields of what was found: a contract with scripts.
pub const FIELDS: &[&str] = &[
    "id",
    "account",
    "contact",
    "phone",
    "phone_masked",
    "message",
    "at",
    "direction",
    "match",
    "scope",
];

pub fn run(args: &Args, context: &mut Context) -> Result {
    let selected = args.fields.select(FIELDS)?;
    let text = args.text.join(" ");
    let wanted = Search { text: &text, after: args.after.map(MessageId), limit: args.limit };
    let hits = search(&mut context.session()?, &wanted)?;
    let mut listing = context.output.list(FIELDS, selected.as_deref());
    for hit in hits {
        listing.row(cells(hit))?;
    }
    listing.end()?;
    Ok(Exit::Done)
}

fn cells(hit: Hit) -> Vec<Value> {
    vec![
        Value::Int(hit.chat.id.0),
        hit.chat.account.into(),
        hit.chat.contact.into(),
        hit.chat.phone.into(),
        hit.chat.phone_masked.into(),
        hit.message.map(|message| Value::Int(message.0)).into(),
        Value::Time(hit.at),
        hit.direction.map(|direction| SafeText::word(direction.key())).into(),
        hit.matched.into(),
        hit.chat.scope.map(|scope| SafeText::word(scope.key())).into(),
    ]
}
