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
    start::{Start, To, start},
};

use self::reply::write_message;
use crate::{
    ops::account::number_of,
    rules::{
        id::ChatId,
        policy::{actor::Actor, scope::Scope},
        privacy::{
            lens::{Focus, SafeText},
            text::CustomerText,
        },
    },
    store::{Chat, Direction},
};

/// The most characters of a message that a list shows.
const PREVIEW_LENGTH: usize = 60;

/// A chat as a member may see it.
#[derive(Debug, Clone)]
pub struct ChatRow {
    /// Its key.
    pub id: ChatId,
    /// The account's number.
    pub account: SafeText,
    /// The account's label.
    pub account_label: Option<SafeText>,
    /// What the contact, or the group, is called.
    pub contact: SafeText,
    /// The contact's number, as far as the reader may know it.
    pub phone: Option<SafeText>,
    /// Whether numbers are hidden from the reader.
    pub phone_masked: bool,
    /// Whom it is assigned to.
    pub assignee: Option<SafeText>,
    /// Open or closed.
    pub status: SafeText,
    /// When its newest message was written, in milliseconds since 1970.
    pub last_at: i64,
    /// That message, shortened.
    pub preview: Option<SafeText>,
    /// How the chat comes into the reader's sight.
    pub scope: Option<Scope>,
    /// Whether the newest message is the customer's, and the chat is open.
    pub waits: bool,
}

/// A chat through the reader's lens.
fn row(actor: &Actor, chat: &Chat, focus: &Focus<'_>) -> ChatRow {
    let lens = actor.lens();
    ChatRow {
        id: chat.id,
        account: number_of(&chat.account_number),
        account_label: chat.account_label.as_deref().map(|text| lens.staff(text)),
        contact: title(focus, chat),
        phone: chat.phone.as_ref().map(|phone| focus.phone(phone)),
        phone_masked: lens.hides_numbers(),
        assignee: chat.assignee_email.as_deref().map(|text| lens.staff(text)),
        status: lens.staff(chat.status.as_str()),
        last_at: chat.last_at,
        preview: preview(focus, chat),
        scope: actor.viewer().sees(chat.facts()).scope,
        waits: chat.last_direction == Some(Direction::In) && chat.status == "open",
    }
}

/// What the other side of a chat is called: by name, by username, by number, in this order.
fn title(focus: &Focus<'_>, chat: &Chat) -> SafeText {
    let (name, username) = (chat.name.as_ref(), chat.username.as_ref());
    focus
        .called(name, username, chat.phone.as_ref(), chat.contact)
        .unwrap_or_else(|| SafeText::word(if chat.contact.is_some() { "unknown" } else { "group" }))
}

fn preview(focus: &Focus<'_>, chat: &Chat) -> Option<SafeText> {
    let kind = chat.last_kind.as_deref()?;
    let text = focus.one_of(chat.last_text.as_ref(), chat.last_veiled.as_ref());
    let text = content(focus, kind, text, chat.last_deleted);
    let prefix = if chat.last_direction == Some(Direction::Out) { "you: " } else { "" };
    // Shortened behind the lens: a cut before it would tell how long a hidden number is.
    Some(shorten(&SafeText::of(&[&prefix, &text])))
}

/// A message's content on its way to a reader: its text; its kind, where it isn't a text.
fn content(focus: &Focus<'_>, kind: &str, text: Option<&CustomerText>, deleted: bool) -> SafeText {
    if deleted {
        return SafeText::word("[deleted]");
    }
    match (kind, text) {
        ("text", Some(text)) => focus.text(text),
        // The kind is whatever the payload said, so it goes through the lens as any text does.
        (kind, Some(text)) => SafeText::of(&[&"[", &focus.staff(kind), &"] ", &focus.text(text)]),
        (kind, None) => SafeText::of(&[&"[", &focus.staff(kind), &"]"]),
    }
}

fn shorten(text: &SafeText) -> SafeText {
    text.map(|text| {
        let line = text.lines().next().unwrap_or_default();
        let is_whole = line.len() == text.trim_end().len();
        match line.char_indices().nth(PREVIEW_LENGTH) {
            Some((end, _)) => format!("{}…", &line[..end]),
            None if is_whole => line.to_owned(),
            None => format!("{line}…"),
        }
    })
}
