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
        privacy::lens::{Focus, SafeText},
    },
    store::{Chat, ChatFilter, ChatQuery, Direction, Finder, Snapshot, Words},
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
        let mut read = Read { snapshot, actor, finder: Finder::new(&words), text: search.text };
        let mut hits = match search.after {
            None => read.names(&query, &words, search.limit)?,
            Some(_) => Vec::new(),
        };
        read.messages(&query, &words, search, &mut hits)?;
        Ok(hits)
    })
}

/// What is found, as its reader reads it. A word that is hidden from them is not found: else a search
/// for the beginning of a username, or for a word of a hidden text, would tell it.
struct Read<'s> {
    snapshot: &'s Snapshot<'s>,
    actor: &'s Actor,
    finder: Finder<'s>,
    text: &'s str,
}

impl Read<'_> {
    fn names(&mut self, query: &ChatQuery, words: &Words, limit: u64) -> Result<Vec<Hit>> {
        let hides = self.actor.lens().hides_numbers();
        let known = self.snapshot.known();
        let focus = self.actor.focus(&known);
        let mut asked = limit;
        loop {
            let found = self.snapshot.search_names(query, words, asked)?;
            let is_all = (found.len() as u64) < asked;
            let mut hits = Vec::new();
            for chat in found {
                let hit = name_hit(self.actor, &focus, &chat, self.text);
                if !hides || self.finder.has(hit.chat.contact.as_str())? {
                    hits.push(hit);
                }
            }
            hits.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
            if is_all || hits.len() as u64 == limit {
                return Ok(hits);
            }
            asked = asked.saturating_mul(2);
        }
    }

    fn messages(
        &mut self,
        query: &ChatQuery,
        words: &Words,
        search: &Search<'_>,
        hits: &mut Vec<Hit>,
    ) -> Result<()> {
        let known = self.snapshot.known();
        let focus = self.actor.focus(&known);
        let mut after = search.after;
        loop {
            let left = search.limit.saturating_sub(hits.len() as u64);
            let found = self.snapshot.search_messages(query, words, after, left)?;
            let is_all = (found.len() as u64) < left;
            for (chat, message) in found {
                after = Some(message.id);
                let deleted = message.deleted_at.is_some();
                let text = focus.one_of(message.text.as_ref(), message.veiled.as_ref());
                let shown = content(&focus, &message.kind, text, deleted);
                let hides = text.is_some_and(|text| focus.hides(text));
                if !hides || self.finder.has(shown.as_str())? {
                    hits.push(Hit {
                        chat: row(self.actor, &chat, &focus),
                        message: Some(message.id),
                        at: message.at,
                        direction: Some(message.direction),
                        matched: excerpt(&shown, self.text),
                    });
                }
            }
            if is_all || hits.len() as u64 >= search.limit {
                return Ok(());
            }
        }
    }
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

fn name_hit(actor: &Actor, focus: &Focus<'_>, chat: &Chat, text: &str) -> Hit {
    let chat = row(actor, chat, focus);
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
