//! The full-text index: the words of messages and of contacts' names, each with its account, so that
//! a search is cut to the accounts that its reader sees inside the index, and never meets others.
//!
//! The texts are not kept twice; so what is taken out of the index must be told as it was put in.
//!
//! The index gives what it finds in the order of its keys, and a first page costs no more than it
//! shows only in that order. So a message's key in it begins with when it was written.

use rusqlite::OptionalExtension;

use super::{
    Change,
    error::{Error, Result},
};
use crate::rules::{
    id::{AccountId, ChatId, ContactId, MessageId},
    private::CustomerText,
};

/// How many bits of a key in the index of messages are the message's own key.
const MESSAGE_BITS: u32 = 31;

/// A message's key in the index: the second in which it was written, then its own key. Times before
/// 1970 or behind 2106 are those ends.
///
/// # Errors
/// More messages than can be told apart, of which no workspace of one file has as many.
pub(super) fn search_key(id: MessageId, at: i64) -> Result<i64> {
    if id.0 >> MESSAGE_BITS != 0 {
        return Err(Error::Corrupt(format!("message {} is too many to be searched", id.0)));
    }
    let second = at.div_euclid(1000).clamp(0, i64::from(u32::MAX));
    Ok((second << MESSAGE_BITS) | id.0)
}

pub(super) const fn message_of_key(key: i64) -> MessageId {
    MessageId(key & ((1 << MESSAGE_BITS) - 1))
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
        self.enqueue(search_key(id, at)?, account, text.raw_for_storage())
    }

    /// Takes a message out of the index, as it stands in the store.
    pub(super) fn unindex_message(&self, id: MessageId) -> Result<()> {
        let known = self
            .connection
            .prepare_cached(
                "SELECT account_id, coalesce(veiled, text), at FROM message JOIN chat ON chat.id = chat_id
                 WHERE message.id = ?1 AND text IS NOT NULL",
            )?
            .query_row([id.0], |row| {
                Ok((AccountId(row.get(0)?), row.get::<_, String>(1)?, row.get(2)?))
            })
            .optional()?;
        if let Some((account, text, at)) = known {
            let key = search_key(id, at)?;
            if self.dequeue(key) {
                return Ok(());
            }
            self.connection
                .prepare_cached(
                    "INSERT INTO message_search (message_search, rowid, place, text)
                     VALUES ('delete', ?1, ?2, ?3)",
                )?
                .execute((key, place(account), text))?;
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
            .execute((chat.0, place(account), name.raw_for_storage()))?;
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
                    .execute((at.1.0, place(at.0), old.raw_for_storage()))?;
            }
            if let Some(new) = new {
                self.index_name(at, new)?;
            }
        }
        Ok(())
    }
}

/// The word by which the index finds what is on an account.
pub(super) fn place(account: AccountId) -> String {
    format!("a{}", account.0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    #[test]
    fn keys_are_in_the_order_of_time_and_lead_back() {
        let times = [i64::MIN, -1, 0, 999, 1000, 1_700_000_000_000, 4_294_967_295_000, i64::MAX];
        let ids = [1, 2, (1 << MESSAGE_BITS) - 1];
        let mut last = -1;
        for at in times {
            for id in ids.map(MessageId) {
                let key = search_key(id, at).expect("a key");
                assert_eq!(message_of_key(key), id);
                // What lies within one second, or beyond either end, is in the order of the ids.
                assert!(key > last || [-1, 0, 999, i64::MAX].contains(&at), "{at} {id:?}");
                last = key;
            }
        }
        assert!(search_key(MessageId(1 << MESSAGE_BITS), 0).is_err());
    }
}
