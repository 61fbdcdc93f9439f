//! `chat search`: the words of names and messages, only within what the member sees.

use crate::{
    ops::{
        Result, Session,
        chat::{ChatRow, content, row},
    },
    rules::{
        error::{Kind, NameError},
        id::MessageId,
        policy::{actor::Actor, permission::Permission},
        privacy::lens::SafeText,
    },
    store::{Chat, ChatFilter, ChatQuery, Direction, Snapshot, Words},
};

/// How much of a text is shown before and behind what was found, in characters.
const AROUND: usize = 30;

/// Something that was found.
#[derive(Debug, Clone)]
pub struct Hit {
    /// The chat.
    pub chat: ChatRow,
    /// The message; `None` where the contact's name was found.
    pub message: Option<MessageId>,
    /// When the message was written, or the chat's newest one, in milliseconds since 1970.
    pub at: i64,
    /// Which way the message went.
    pub direction: Option<Direction>,
    /// The text around what was found.
    pub matched: SafeText,
}

/// What to search for.
#[derive(Debug, Clone, Copy)]
pub struct Search<'a> {
    /// The words: each must occur, the last one may go on.
    pub text: &'a str,
    /// Behind that message; `None` for the first page, which begins with the names.
    pub after: Option<MessageId>,
    /// At most so many.
    pub limit: u64,
}

/// Finds chats by their contact's name, then messages by their words, newest first.
///
/// # Errors
/// Refused where the inbox is closed, and to a masked reader who searches by digits, before
/// anything is looked up: the answer would tell the number; a message to begin behind that the member
/// doesn't see.
pub fn search(session: &mut Session, search: &Search<'_>) -> Result<Vec<Hit>> {
    session.read(|snapshot, actor| {
        actor.require(Permission::Inbox)?;
        actor.require_no_digits(search.text)?;
        let words = Words::of(search.text).ok_or_else(|| {
            NameError::invalid(Kind::Text, search.text, "has no word to search for")
        })?;
        let query = ChatQuery {
            viewer: actor.id,
            team: actor.team,
            reach: actor.viewer().reach(),
            after: None,
            limit: None,
            filter: ChatFilter::default(),
        };
        if let Some(id) = search.after {
            require_message(snapshot, actor, id)?;
        }
        let mut hits = Vec::new();
        if search.after.is_none() {
            for chat in snapshot.search_names(&query, &words, search.limit)? {
                hits.push(name_hit(snapshot, actor, &chat, search.text));
            }
        }
        let left = search.limit.saturating_sub(hits.len() as u64);
        for (chat, message) in snapshot.search_messages(&query, &words, search.after, left)? {
            let focus = actor.focus(snapshot);
            let deleted = message.deleted_at.is_some();
            let text = focus.one_of(message.text.as_ref(), message.veiled.as_ref());
            let text = content(&focus, &message.kind, text, deleted);
            hits.push(Hit {
                chat: row(actor, &chat, &focus),
                message: Some(message.id),
                at: message.at,
                direction: Some(message.direction),
                matched: excerpt(&text, search.text),
            });
        }
        Ok(hits)
    })
}

/// Goes on only with a message that the actor sees: behind another, the list would tell its time.
fn require_message(snapshot: &Snapshot<'_>, actor: &Actor, id: MessageId) -> Result<()> {
    let facts = match snapshot.chat_of_message(id)? {
        Some(chat) => snapshot.chat_facts(chat)?,
        None => None,
    };
    if facts.is_some_and(|facts| actor.viewer().sees(facts).allowed) {
        return Ok(());
    }
    Err(NameError::unknown(Kind::Message, &id.0.to_string(), None).into())
}

fn name_hit(snapshot: &Snapshot<'_>, actor: &Actor, chat: &Chat, text: &str) -> Hit {
    let focus = actor.focus(snapshot);
    let chat = row(actor, chat, &focus);
    let matched = excerpt(&chat.contact, text);
    Hit { message: None, at: chat.last_at, direction: None, matched, chat }
}

/// The text around the first of the words that stands in it; its beginning, where none stands there
/// as it was typed (the index knows é as e).
fn excerpt(text: &SafeText, words: &str) -> SafeText {
    let characters: Vec<char> = text.as_str().chars().collect();
    let lower: Vec<char> =
        characters.iter().map(|c| c.to_lowercase().next().unwrap_or(*c)).collect();
    let first = words
        .split_whitespace()
        .filter_map(|word| {
            let word: Vec<char> = word.to_lowercase().chars().collect();
            lower.windows(word.len()).position(|window| window == word)
        })
        .min()
        .unwrap_or(0);
    let begin = first.saturating_sub(AROUND);
    let end = (first + 2 * AROUND).min(characters.len());
    let before = if begin > 0 { "…" } else { "" };
    let behind = if end < characters.len() { "…" } else { "" };
    SafeText::of(&[&before, &text.part(begin..end), &behind])
}
