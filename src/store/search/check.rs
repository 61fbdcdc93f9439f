//! Whether the full-text index holds what was written, told by making it anew beside it.

use std::ops::ControlFlow;

use super::{
    key::{row, search_key},
    table::{MESSAGES, NAMES, WordTable},
};
#[cfg(feature = "postgres")]
use super::{table::place, tokens::Tokens};
#[cfg(feature = "postgres")]
use crate::store::engine::{
    ValueRef,
    row_sum::{RowSum, add, hash},
};
use crate::{
    rules::id::{AccountId, ChatId, MessageId},
    store::{
        Snapshot,
        engine::error::{Error, Result},
    },
};

const INDEXES: [WordTable; 2] = [MESSAGES, NAMES];

impl Snapshot<'_> {
    /// Whether every word is found where it was written, and nowhere else.
    pub(in crate::store) fn search_is_sound(&self) -> Result<bool> {
        #[cfg(feature = "postgres")]
        if !self.connection.is_file() {
            return self.compare_words();
        }
        self.connection.beside(|| self.compare_with_new_index())
    }

    fn compare_with_new_index(&self) -> Result<bool> {
        for WordTable { name: index, column } in INDEXES {
            self.connection.batch(&format!(
                "CREATE VIRTUAL TABLE temp.new_{index} USING fts5 (place, {column}, content = '',
                    columnsize = 0, tokenize = 'unicode61 remove_diacritics 2');
                 CREATE VIRTUAL TABLE temp.new_{index}_words
                    USING fts5vocab (temp, new_{index}, instance);
                 CREATE VIRTUAL TABLE temp.{index}_words
                    USING fts5vocab (main, {index}, instance)"
            ))?;
        }
        self.fill_search([
            WordTable { name: "temp.new_message_search", ..MESSAGES },
            WordTable { name: "temp.new_name_search", ..NAMES },
        ])?;
        let mut is_sound = true;
        for WordTable { name: index, .. } in INDEXES {
            for (one, other) in [("", "new_"), ("new_", "")] {
                let sql = format!(
                    "SELECT term, doc, col, offset FROM temp.{one}{index}_words
                     EXCEPT SELECT term, doc, col, offset FROM temp.{other}{index}_words"
                );
                is_sound &= !self.connection.exists(&sql, [])?;
            }
        }
        for WordTable { name: index, .. } in INDEXES {
            self.connection.batch(&format!(
                "DROP TABLE temp.{index}_words; DROP TABLE temp.new_{index}_words;
                 DROP TABLE temp.new_{index}"
            ))?;
        }
        Ok(is_sound)
    }

    /// The same on a server, whose words are compared themselves.
    #[cfg(feature = "postgres")]
    fn compare_words(&self) -> Result<bool> {
        let mut sums = [[RowSum::default(); 2]; 2];
        let mut tokens = Tokens::default();
        self.each_text(|table, row, account, text| {
            let mut words = tokens.of(text)?;
            words.push(format!("@{}", place(account)));
            let at = usize::from(table == NAMES);
            sums[at][0] = add(sums[at][0], sum_of(row, words));
            Ok(())
        })?;
        for (WordTable { name, .. }, sums) in INDEXES.iter().zip(&mut sums) {
            let sql = format!("SELECT rowid, words::text AS words FROM {name}");
            self.connection.each(&sql, [], |row| {
                let words: String = row.get("words")?;
                let word = |part: &str| part.split('\'').nth(1).unwrap_or_default().to_owned();
                let words = words.split(' ').map(word).collect();
                sums[1] = add(sums[1], sum_of(row.get("rowid")?, words));
                Ok::<_, Error>(ControlFlow::Continue(()))
            })?;
        }
        Ok(sums.iter().all(|[written, found]| written == found))
    }

    /// Writes the index anew without the words that were taken out of it, which are only struck until then.
    pub(in crate::store) fn purge_search(&self) -> Result<()> {
        INDEXES.iter().try_for_each(|table| table.purge(self.connection))
    }

    /// Makes the index anew.
    pub(in crate::store) fn rebuild_search(&self) -> Result<()> {
        INDEXES.iter().try_for_each(|table| table.empty(self.connection))?;
        self.fill_search(INDEXES)
    }

    fn fill_search(&self, [messages, names]: [WordTable; 2]) -> Result<()> {
        let (mut messages, mut names) =
            (messages.writer(self.connection)?, names.writer(self.connection)?);
        self.each_text(|table, row, account, text| {
            let writer = if table == MESSAGES { &mut messages } else { &mut names };
            writer.add(row, account, text)
        })
    }

    /// Gives every text that is searched to `take`, with its table and its row there.
    fn each_text(
        &self,
        mut take: impl FnMut(WordTable, i64, AccountId, &str) -> Result<()>,
    ) -> Result<()> {
        let sql = "SELECT message.id, at, account_id, coalesce(veiled, text) AS text
            FROM message JOIN chat ON chat.id = chat_id WHERE text IS NOT NULL ORDER BY at, message.id";
        self.connection.each(sql, [], |found| {
            let (id, at): (MessageId, i64) = (found.get("id")?, found.get("at")?);
            let account: AccountId = found.get("account_id")?;
            let text: String = found.get("text")?;
            take(MESSAGES, row(search_key(id, at)?, account), account, &text)?;
            Ok::<_, Error>(ControlFlow::Continue(()))
        })?;
        let sql =
            "SELECT chat.id, account_id, name FROM chat JOIN contact ON contact.id = contact_id
            WHERE name IS NOT NULL ORDER BY chat.id";
        self.connection.each(sql, [], |found| {
            let (chat, account): (ChatId, AccountId) = (found.get("id")?, found.get("account_id")?);
            take(NAMES, row(chat.0, account), account, &found.get::<String>("name")?)?;
            Ok::<_, Error>(ControlFlow::Continue(()))
        })
    }
}

/// A hash of the words of one row, whatever their order and number.
#[cfg(feature = "postgres")]
fn sum_of(row: i64, mut words: Vec<String>) -> RowSum {
    words.sort_unstable();
    words.dedup();
    hash([ValueRef::Integer(row)].into_iter().chain(words.iter().map(|word| word.as_str().into())))
}
