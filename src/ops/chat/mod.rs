//! Chats: what a member sees of them, and what they do in them. A file a verb; here stands what
//! the verbs share: how a chat looks to its reader.

mod assign;
mod close;
mod ids;
mod import;
mod list;
mod many;
mod reply;
mod reveal;
mod search;
mod show;
mod start;

pub use self::{
    assign::{assign, unassign},
    close::{Status, set_status},
    ids::read_ids,
    import::{DateOrder, ImportReport, ImportRequest, ReadError, Source, Tally, import, offset},
    list::{Filter, Page, list},
    many::name_some,
    reply::{Draft, Writing, reply},
    reveal::{Reveal, Revealed, reveal},
    search::{Hit, Search, search},
    show::{Card, ChatView, MessageRow, show},
    start::{Start, start},
};

use self::reply::write_message;
use crate::{
    ops::{Result, account::number_of},
    rules::{
        id::ChatId,
        policy::{actor::Actor, scope::Scope},
        privacy::{
            lens::{Focus, Lens, Shown},
            phone::Phone,
            private::CustomerText,
        },
    },
    store::{Chat, Direction, Snapshot},
};

/// The most characters of a message that a list shows.
const PREVIEW_LENGTH: usize = 60;

/// A chat as a member may see it.
#[derive(Debug, Clone)]
pub struct ChatRow {
    /// Its key.
    pub id: ChatId,
    /// The account's number.
    pub account: Shown,
    /// The account's label.
    pub account_label: Option<Shown>,
    /// What the contact, or the group, is called.
    pub contact: Shown,
    /// The contact's number, as far as the reader may know it.
    pub phone: Option<Shown>,
    /// Whether numbers are hidden from the reader.
    pub phone_masked: bool,
    /// Whom it is assigned to.
    pub assignee: Option<Shown>,
    /// Open or closed.
    pub status: Shown,
    /// When its newest message was written, in milliseconds since 1970.
    pub last_at: i64,
    /// That message, shortened.
    pub preview: Option<Shown>,
    /// How the chat comes into the reader's sight.
    pub scope: Option<Scope>,
}

/// A chat through the reader's lens.
fn row(actor: &Actor, chat: &Chat, focus: &Focus) -> ChatRow {
    ChatRow {
        id: chat.id,
        account: number_of(&chat.account_number),
        account_label: chat.account_label.clone().map(Shown::plain),
        contact: title(focus, chat),
        phone: chat.phone.as_ref().map(|phone| focus.phone(phone)),
        phone_masked: actor.lens().hides_numbers(),
        assignee: chat.assignee_email.clone().map(Shown::plain),
        status: Shown::plain(chat.status.clone()),
        last_at: chat.last_at,
        preview: preview(focus, chat),
        scope: actor.viewer().sees(chat.facts()).scope,
    }
}

/// The reader's lens on a chat: on the contact's own number or, in a group, on everybody's. Those
/// are not looked up for a reader from whom nothing is hidden.
pub(super) fn focus(snapshot: &Snapshot<'_>, lens: Lens, chat: &Chat) -> Result<Focus> {
    Ok(if !lens.hides_numbers() {
        lens.on(&[])
    } else if chat.contact.is_some() {
        lens.on(chat.phone.as_slice())
    } else {
        lens.on(&snapshot.participants(chat.id)?)
    })
}

/// What the other side of a chat is called: by name, by username, by number, in this order.
fn title(focus: &Focus, chat: &Chat) -> Shown {
    called(focus, chat.name.as_ref(), chat.username.as_ref(), chat.phone.as_ref())
        .unwrap_or_else(|| Shown::plain(if chat.contact.is_some() { "unknown" } else { "group" }))
}

fn called(
    focus: &Focus,
    name: Option<&CustomerText>,
    username: Option<&CustomerText>,
    phone: Option<&Phone>,
) -> Option<Shown> {
    let name = name.filter(|name| !name.is_empty()).map(|name| focus.text(name));
    let username = || Some(Shown::plain(format!("@{}", focus.text(username?))));
    name.or_else(username).or_else(|| phone.map(|phone| focus.phone(phone)))
}

fn preview(focus: &Focus, chat: &Chat) -> Option<Shown> {
    let kind = chat.last_kind.as_deref()?;
    let text = focus.one_of(chat.last_text.as_ref(), chat.last_veiled.as_ref());
    let text = content(focus, kind, text, chat.last_deleted);
    let prefix = if chat.last_direction == Some(Direction::Out) { "you: " } else { "" };
    // Shortened behind the lens: a cut before it would tell how long a hidden number is.
    Some(shorten(&format!("{prefix}{text}")))
}

/// A message's content on its way to a reader: its text; its kind, where it isn't a text.
fn content(focus: &Focus, kind: &str, text: Option<&CustomerText>, deleted: bool) -> Shown {
    if deleted {
        return Shown::plain("[deleted]");
    }
    match (kind, text) {
        ("text", Some(text)) => focus.text(text),
        // The kind is whatever the payload said, so it goes through the lens as any text does.
        (kind, Some(text)) => {
            Shown::plain(format!("[{}] {}", focus.text(&CustomerText::new(kind)), focus.text(text)))
        }
        (kind, None) => Shown::plain(format!("[{}]", focus.text(&CustomerText::new(kind)))),
    }
}

fn shorten(text: &str) -> Shown {
    let line = text.lines().next().unwrap_or_default();
    let is_whole = line.len() == text.trim_end().len();
    match line.char_indices().nth(PREVIEW_LENGTH) {
        Some((end, _)) => Shown::plain(format!("{}…", &line[..end])),
        None if is_whole => Shown::plain(line.to_owned()),
        None => Shown::plain(format!("{line}…")),
    }
}
