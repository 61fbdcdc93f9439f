//! `chat list`.

use super::{filter::FilterArgs, surface::Surface};
use crate::{
    cli::{
        context::Context,
        error::{Exit, Result},
        list::{Fields, Page},
    },
    ops::{self, chat::ChatRow},
    rules::{id::ChatId, privacy::lens::SafeText},
    ui::{Format, Value},
};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    filter: FilterArgs,
    /// Where they are shown: the same chats, in JSON in the shape of that product's panel
    #[arg(long, value_enum, default_value_t)]
    surface: Surface,
    /// Of that contact only, by number
    #[arg(long, value_name = "NUMBER")]
    contact: Option<String>,
    /// Begin behind that chat
    #[arg(long, value_name = "ID")]
    after: Option<i64>,
    #[command(flatten)]
    page: Page,
    #[command(flatten)]
    fields: Fields,
}

/// The fields of a chat: a contract with scripts.
pub const FIELDS: &[&str] = &[
    "id",
    "account",
    "contact",
    "phone",
    "phone_masked",
    "assignee",
    "status",
    "last_message_at",
    "preview",
    "scope",
    "account_label",
];

pub fn run(args: &Args, context: &mut Context) -> Result {
    let selected = args.fields.select(FIELDS)?;
    let mut session = context.session()?;
    let page = ops::chat::Page {
        after: args.after.map(ChatId),
        limit: args.page.limit(),
        contact: args.contact.as_deref(),
        filter: args.filter.filter(),
    };
    if let (Some(key), Format::Json | Format::Jsonl) =
        (args.surface.panel_key(), context.output.format())
    {
        let mut entries = Vec::new();
        ops::chat::list(&mut session, &page, |chat| {
            entries.push(args.surface.entry(chat));
            Ok(())
        })?;
        context.output.object(&[(key, Value::List(entries))])?;
        return Ok(Exit::Done);
    }
    let mut listing = context.output.list(FIELDS, selected.as_deref());
    ops::chat::list(&mut session, &page, |chat| Ok(listing.row(cells(chat))?))?;
    let written = listing.end()?;
    args.page.end(written, &mut context.output)?;
    Ok(Exit::Done)
}

/// A chat's cells, in the order of the fields.
pub fn cells(chat: ChatRow) -> Vec<Value> {
    vec![
        Value::Int(chat.id.0),
        chat.account.into(),
        chat.contact.into(),
        chat.phone.into(),
        chat.phone_masked.into(),
        chat.assignee.into(),
        chat.status.into(),
        Value::Time(chat.last_at),
        chat.preview.into(),
        chat.scope.map(|scope| SafeText::word(scope.key())).into(),
        chat.account_label.into(),
    ]
}
