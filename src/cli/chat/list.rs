//! `chat list`.

use super::{filter::FilterArgs, surface::Surface};
use crate::{
    cli::{
        context::Context,
        error::{Exit, Result},
        verb::{Each, Limit, ListVerb, Listed, Paged, PagedVerb, Run, row},
    },
    ops::{
        Session,
        chat::{ChatRow, Page, list},
    },
    rules::{id::ChatId, policy::scope::Scope},
    ui::{Cell, Column, Format, Mark, Value},
};

#[derive(clap::Args)]
pub struct Chats {
    #[command(flatten)]
    list: Paged<Seen>,
    /// Where they are shown: the same chats, in JSON in the shape of that product's panel
    #[arg(long, value_enum, default_value_t)]
    surface: Surface,
}

/// The chats that the actor sees.
#[derive(clap::Args)]
struct Seen {
    #[command(flatten)]
    filter: FilterArgs,
    /// Only chats of the contact with this number
    #[arg(long, value_name = "NUMBER")]
    contact: Option<String>,
    /// Start after the chat with this ID
    #[arg(long, value_name = "ID")]
    after: Option<i64>,
}

row!(chat: ChatRow {
    faint "id" => chat.id.0,
    "account".rank(5) => chat.account,
    name "contact" => chat.contact,
    "phone".rank(1) => chat.phone,
    "phone_masked".rank(8) => chat.phone_masked,
    "assignee".rank(2) => chat.assignee,
    "status".rank(4) => chat.status,
    faint "last_message_at" => Value::Time(chat.last_at),
    "preview" => chat.preview,
    "scope".rank(6) => chat.scope.map(Scope::key),
    "account_label".rank(7) => chat.account_label,
});

impl ListVerb for Seen {
    type Row = ChatRow;

    const SCREEN: &'static [Column] = &[
        Column::new("waits").titled("").least(1),
        Column::faint("id").least(4),
        Column::name("contact"),
        Column::new("phone").least(13).rank(2),
        Column::new("assignee").titled("ASSIGNED").rank(3),
        Column::faint("last_message_at").titled("LAST").least(6).rank(1),
        Column::new("preview").titled("MESSAGE").least(16),
    ];

    fn drawn(chat: ChatRow) -> Vec<Cell> {
        vec![
            if chat.waits { Cell::mark(Mark::Waiting) } else { Cell::empty() },
            chat.id.0.into(),
            chat.contact.into(),
            chat.phone.into(),
            chat.assignee.into(),
            Value::Time(chat.last_at).into(),
            chat.preview.into(),
        ]
    }

    fn legend(chat: &ChatRow) -> Option<(Mark, &'static str)> {
        chat.waits.then_some((Mark::Waiting, "waiting for an answer"))
    }

    fn rows(&self, session: &mut Session, limit: Limit, each: Each<ChatRow>) -> Listed {
        let page = Page {
            after: self.after.map(ChatId),
            limit: limit.read(),
            contact: self.contact.as_deref(),
            filter: self.filter.filter(),
        };
        Ok(list(session, &page, each)?)
    }
}

impl PagedVerb for Seen {
    fn key(row: &ChatRow) -> Option<String> {
        Some(row.id.0.to_string())
    }
}

impl Run for Chats {
    fn run(self: Box<Self>, context: &mut Context) -> Result {
        let Self { list, surface } = *self;
        let is_json = matches!(context.output.format(), Format::Json | Format::Jsonl);
        let Some(key) = surface.panel_key().filter(|_| is_json) else {
            return Box::new(list).run(context);
        };
        let mut entries = Vec::new();
        let limit = Limit::of(list.limit());
        list.verb.rows(&mut context.session()?, limit, &mut |chat| {
            entries.push(surface.entry(chat));
            Ok(())
        })?;
        context.output.object(&[(key, Value::List(entries))])?;
        Ok(Exit::Done)
    }
}
