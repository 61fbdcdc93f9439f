//! Whether the full-text index holds what was written, told by making it anew beside it.

use std::ops::ControlFlow;

use super::{
    index::place,
    key::{row, search_key},
};
use crate::{
    rules::id::{AccountId, ChatId, MessageId},
    store::{
        Snapshot,
        engine::error::{Error, Result},
    },
};

/// The indexes with their text columns.
const INDEXES: [(&str, &str); 2] = [("message_search", "text"), ("name_search", "name")];

impl Snapshot<'_> {
    /// Whether every word is found where it was written, and nowhere else.
    pub(in crate::store) fn search_is_sound(&self) -> Result<bool> {
        self.connection.beside(|| self.compare_with_new_index())
    }

    fn compare_with_new_index(&self) -> Result<bool> {
        for (index, column) in INDEXES {
            self.connection.batch(&format!(
                "CREATE VIRTUAL TABLE temp.new_{index} USING fts5 (place, {column}, content = '',
                    columnsize = 0, tokenize = 'unicode61 remove_diacritics 2');
                 CREATE VIRTUAL TABLE temp.new_{index}_words
                    USING fts5vocab (temp, new_{index}, instance);
                 CREATE VIRTUAL TABLE temp.{index}_words
                    USING fts5vocab (main, {index}, instance)"
            ))?;
        }
        self.fill_search("temp.new_message_search", "temp.new_name_search")?;
        let mut is_sound = true;
        for (index, _) in INDEXES {
            for (one, other) in [("", "new_"), ("new_", "")] {
                let sql = format!(
                    "SELECT term, doc, col, offset FROM temp.{one}{index}_words
                     EXCEPT SELECT term, doc, col, offset FROM temp.{other}{index}_words"
                );
                is_sound &= !self.connection.exists(&sql, [])?;
            }
        }
        for (index, _) in INDEXES {
            self.connection.batch(&format!(
                "DROP TABLE temp.{index}_words; DROP TABLE temp.new_{index}_words;
                 DROP TABLE temp.new_{index}"
            ))?;
        }
        Ok(is_sound)
    }

    /// Writes the index anew without the words that were taken out of it, which are only struck until then.
    pub(in crate::store) fn purge_search(&self) -> Result<()> {
        for (index, _) in INDEXES {
            self.connection
                .execute(&format!("INSERT INTO {index} ({index}) VALUES ('optimize')"), [])?;
        }
        Ok(())
    }

    /// Makes the index anew.
    pub(in crate::store) fn rebuild_search(&self) -> Result<()> {
        for (index, _) in INDEXES {
            self.connection
                .execute(&format!("INSERT INTO {index} ({index}) VALUES ('delete-all')"), [])?;
        }
        self.fill_search("message_search", "name_search")
    }

    fn fill_search(&self, messages: &str, names: &str) -> Result<()> {
        let insert = |table, column| {
            format!("INSERT INTO {table} (rowid, place, {column}) VALUES (?1, ?2, ?3)")
        };
        let mut statement = self.connection.statement(&insert(messages, "text"))?;
        let sql = "SELECT message.id, at, account_id, coalesce(veiled, text) AS text
            FROM message JOIN chat ON chat.id = chat_id WHERE text IS NOT NULL ORDER BY at, message.id";
        self.connection.each(sql, [], |found| {
            let (id, at): (MessageId, i64) = (found.get("id")?, found.get("at")?);
            let account: AccountId = found.get("account_id")?;
            let key = row(search_key(id, at)?, account);
            statement.execute((key, place(account), found.get::<String>("text")?))?;
            Ok::<_, Error>(ControlFlow::Continue(()))
        })?;
        let mut statement = self.connection.statement(&insert(names, "name"))?;
        let sql =
            "SELECT chat.id, account_id, name FROM chat JOIN contact ON contact.id = contact_id
            WHERE name IS NOT NULL ORDER BY chat.id";
        self.connection.each(sql, [], |found| {
            let (chat, account): (ChatId, AccountId) = (found.get("id")?, found.get("account_id")?);
            let key = row(chat.0, account);
            statement.execute((key, place(account), found.get::<String>("name")?))?;
            Ok::<_, Error>(ControlFlow::Continue(()))
        })
    }
}
