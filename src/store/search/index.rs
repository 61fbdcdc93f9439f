//! The full-text index: the words of messages and of contacts' names, each with its account, so that
//! a search is cut to the accounts that its reader sees inside the index, and never meets others.
//!
//! The texts are not kept twice; so what is taken out of the index must be told as it was put in. What
//! its rows are called is `search_key`'s.

use super::{
    key::{row, search_key},
    table::{MESSAGES, NAMES},
};
use crate::rules::{
    id::{AccountId, ChatId, ContactId, MessageId},
    privacy::text::CustomerText,
};
use crate::store::{Change, engine::error::Result};

impl<K> Change<'_, K> {
    /// Puts a message of a chat on that account into the index.
    pub(in crate::store) fn index_message(
        &self,
        account: AccountId,
        (id, at): (MessageId, i64),
        text: &CustomerText,
    ) -> Result<()> {
        self.enqueue(search_key(id, at)?, account, text.raw_for_storage())
    }

    /// Takes a message out of the index, as it stands in the store.
    pub(in crate::store) fn unindex_message(&self, id: MessageId) -> Result<()> {
        let known = self.connection.find("SELECT account_id, coalesce(veiled, text) AS text, at FROM message JOIN chat ON chat.id = chat_id
                 WHERE message.id = ?1 AND text IS NOT NULL", [id.0], |row| {
                Ok((row.get("account_id")?, row.get::<String>("text")?, row.get("at")?))
            })?;
        if let Some((account, text, at)) = known {
            let key = search_key(id, at)?;
            if self.dequeue(key) {
                return Ok(());
            }
            MESSAGES.remove(self.connection, row(key, account), account, &text)?;
        }
        Ok(())
    }

    /// Puts the name of a chat's contact into the index.
    pub(in crate::store) fn index_name(
        &self,
        (account, chat): (AccountId, ChatId),
        name: &CustomerText,
    ) -> Result<()> {
        let mut names = NAMES.writer(self.connection)?;
        names.add(row(chat.0, account), account, name.raw_for_storage())
    }

    /// Puts a contact's new name in the place of the old one, in each of their chats.
    pub(in crate::store) fn reindex_name(
        &self,
        contact: ContactId,
        old: Option<&CustomerText>,
        new: Option<&CustomerText>,
    ) -> Result<()> {
        let sql = "SELECT account_id, id FROM chat WHERE contact_id = ?1 ORDER BY id";
        let chats: Vec<(AccountId, ChatId)> = self
            .connection
            .all(sql, [contact], |row| Ok((row.get("account_id")?, row.get("id")?)))?;
        for at in chats {
            if let Some(old) = old {
                NAMES.remove(self.connection, row(at.1.0, at.0), at.0, old.raw_for_storage())?;
            }
            if let Some(new) = new {
                self.index_name(at, new)?;
            }
        }
        Ok(())
    }
}
