//! The full-text index: the words of messages and of contacts' names, each with its place, so that
//! a search is cut to its reader's sight inside the index and never meets what they don't see.
//!
//! The texts are not kept twice; so what is taken out of the index must be told as it was put in.
//!
//! The index gives what it finds in the order of its keys, and a first page costs no more than it
//! shows only in that order. So a message's key in it begins with when it was written.

use rusqlite::OptionalExtension;

use super::{
    Change, Snapshot,
    chat::CHAT,
    chat::chat,
    chat_page::ChatQuery,
    error::{Error, Result},
};
use crate::{
    rules::{
        id::{AccountId, ChatId, ContactId, MessageId},
        private::CustomerText,
    },
    store::{Chat, Message},
};

/// How many places a single question to the index may name; more are asked in turns.
const PLACES_AT_ONCE: usize = 200;

/// How many bits of a key in the index of messages are the message's own key.
const MESSAGE_BITS: u32 = 31;

/// A message's key in the index: the second in which it was written, then its own key. Times before
/// 1970 or behind 2106 are those ends.
///
/// # Errors
/// More messages than can be told apart, of which no workspace of one file has as many.
fn search_key(id: MessageId, at: i64) -> Result<i64> {
    if id.0 >> MESSAGE_BITS != 0 {
        return Err(Error::Corrupt(format!("message {} is too many to be searched", id.0)));
    }
    let second = at.div_euclid(1000).clamp(0, i64::from(u32::MAX));
    Ok((second << MESSAGE_BITS) | id.0)
}

const fn message_of_key(key: i64) -> MessageId {
    MessageId(key & ((1 << MESSAGE_BITS) - 1))
}

/// Words to search for, as somebody typed them: each must occur, the last one may go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words(String);

impl Words {
    /// The words of a text; `None` where it has none.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let words: Vec<_> = text
            .split(|character: char| !character.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(|word| format!("\"{word}\""))
            .collect();
        // Quoted, no word is an operator of the index's own language.
        (!words.is_empty()).then(|| Self(format!("{} *", words.join(" AND "))))
    }
}

impl Snapshot<'_> {
    /// The chats whose contact's name has the words, newest chat first.
    pub fn search_names(&self, query: &ChatQuery, words: &Words, limit: u64) -> Result<Vec<Chat>> {
        let keys = self.search(query, words, ("name_search", "name"), i64::MAX, limit)?;
        keys.into_iter().map(|key| self.chat_at(key)).collect()
    }

    /// The messages that have the words, newest first; behind `after` where that is given.
    pub fn search_messages(
        &self,
        query: &ChatQuery,
        words: &Words,
        after: Option<MessageId>,
        limit: u64,
    ) -> Result<Vec<(Chat, Message)>> {
        let before = match after {
            Some(id) => search_key(id, self.message_time(id)?.unwrap_or(i64::MAX))?,
            None => i64::MAX,
        };
        let keys = self.search(query, words, ("message_search", "text"), before, limit)?;
        let found = keys.into_iter().map(|key| {
            let (chat, message) = self.message_by_id(message_of_key(key))?;
            Ok((self.chat_at(chat.0)?, message))
        });
        found.collect()
    }

    fn chat_at(&self, key: i64) -> Result<Chat> {
        Ok(self
            .connection
            .prepare_cached(&format!("{CHAT} WHERE chat.id = ?1"))?
            .query_row([key], chat)?)
    }

    fn search(
        &self,
        query: &ChatQuery,
        Words(words): &Words,
        (table, column): (&str, &str),
        before: i64,
        limit: u64,
    ) -> Result<Vec<i64>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT rowid FROM {table} WHERE {table} MATCH ?1 AND rowid < ?2
             ORDER BY rowid DESC"
        ))?;
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut keys = Vec::new();
        for places in self.places(query)? {
            let expression = match places {
                Some(places) => format!("{column} : ({words}) AND place : ({places})"),
                None => format!("{column} : ({words})"),
            };
            let found = statement.query_map((expression, before), |row| row.get(0))?;
            // Cut off here and not by a LIMIT: the engine plans a statement anew whenever that is
            // bound.
            for key in found.take(limit) {
                keys.push(key?);
            }
        }
        keys.sort_unstable_by(|a: &i64, b| b.cmp(a));
        keys.dedup();
        keys.truncate(limit);
        Ok(keys)
    }

    /// The reader's sight as expressions of the index, each of a bounded length; a single `None`
    /// for who sees every account.
    fn places(&self, query: &ChatQuery) -> Result<Vec<Option<String>>> {
        if query.reach.every_account() {
            return Ok(vec![None]);
        }
        let mut places: Vec<String> = self
            .visible_accounts(query)?
            .into_iter()
            .map(|account| format!("a{account}"))
            .collect();
        if query.reach.assigned {
            let mut statement =
                self.connection.prepare_cached("SELECT id FROM chat WHERE assignee_id = ?1")?;
            let assigned = statement.query_map([query.viewer.0], |row| row.get::<_, i64>(0))?;
            for chat in assigned {
                places.push(format!("c{}", chat?));
            }
        }
        Ok(places.chunks(PLACES_AT_ONCE).map(|places| Some(places.join(" OR "))).collect())
    }
}

impl Change<'_> {
    /// Puts a message into the index.
    pub(super) fn index_message(
        &self,
        chat: ChatId,
        (id, at): (MessageId, i64),
        text: &CustomerText,
    ) -> Result<()> {
        let account = self
            .connection
            .prepare_cached("SELECT account_id FROM chat WHERE id = ?1")?
            .query_row([chat.0], |row| row.get(0).map(AccountId))?;
        self.enqueue(search_key(id, at)?, (account, chat), text.raw_for_storage())
    }

    /// Takes a message out of the index, as it stands in the store.
    pub(super) fn unindex_message(&self, id: MessageId) -> Result<()> {
        let known = self
            .connection
            .prepare_cached(
                "SELECT account_id, chat_id, text, at FROM message JOIN chat ON chat.id = chat_id
                 WHERE message.id = ?1 AND text IS NOT NULL",
            )?
            .query_row([id.0], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?, row.get(3)?))
            })
            .optional()?;
        if let Some((account, chat, text, at)) = known {
            let key = search_key(id, at)?;
            if self.dequeue(key) {
                return Ok(());
            }
            self.connection
                .prepare_cached(
                    "INSERT INTO message_search (message_search, rowid, place, text)
                     VALUES ('delete', ?1, ?2, ?3)",
                )?
                .execute((key, place(AccountId(account), ChatId(chat)), text))?;
        }
        Ok(())
    }

    /// Puts the name of a chat's contact into the index.
    pub(super) fn index_name(
        &self,
        (account, chat): (AccountId, ChatId),
        name: &CustomerText,
    ) -> Result<()> {
        self.connection
            .prepare_cached("INSERT INTO name_search (rowid, place, name) VALUES (?1, ?2, ?3)")?
            .execute((chat.0, place(account, chat), name.raw_for_storage()))?;
        Ok(())
    }

    /// Puts a contact's new name in the place of the old one, in each of their chats.
    pub(super) fn reindex_name(
        &self,
        contact: ContactId,
        old: Option<&CustomerText>,
        new: Option<&CustomerText>,
    ) -> Result<()> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT account_id, id FROM chat WHERE contact_id = ?1")?;
        let chats = statement
            .query_map([contact.0], |row| Ok((AccountId(row.get(0)?), ChatId(row.get(1)?))))?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        for at in chats {
            if let Some(old) = old {
                self.connection
                    .prepare_cached(
                        "INSERT INTO name_search (name_search, rowid, place, name)
                         VALUES ('delete', ?1, ?2, ?3)",
                    )?
                    .execute((at.1.0, place(at.0, at.1), old.raw_for_storage()))?;
            }
            if let Some(new) = new {
                self.index_name(at, new)?;
            }
        }
        Ok(())
    }
}

pub(super) fn place(account: AccountId, chat: ChatId) -> String {
    format!("a{} c{}", account.0, chat.0)
}
