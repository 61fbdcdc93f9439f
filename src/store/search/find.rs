//! Searching the full-text index, only within what a reader sees, at a cost that doesn't grow with what
//! they don't see. What is in the index is `search_index`'s, and what is assigned to a reader, which
//! the index doesn't know, is `search_assigned`'s.

use super::{
    assigned::Range,
    key::{END, first_row, key_of_row, message_of_key, search_key, time_of_key},
    look::{Looked, Reader},
    table::{self, WordTable, place},
    words::Words,
};
use crate::store::{
    Snapshot,
    chat::{
        page::ChatQuery,
        record::{CHAT, chat},
    },
    engine::{Row, error::Result},
};
use crate::{
    rules::id::{AccountId, MessageId},
    store::{Chat, Message},
};

/// Who sees no more than so many accounts is answered by the index from these accounts alone. Each
/// of them has to be opened in it.
const FEW_ACCOUNTS: usize = 32;

/// So many texts tell whether words are common.
const SAMPLE: u64 = 64;

/// How many accounts a single question to the index may name; more are asked in turns.
const ACCOUNTS_AT_ONCE: usize = 500;

/// So many that aren't seen are looked up for nothing, each in its chat.
const PATIENCE: i64 = 256;

/// The same for who sees few accounts.
const LITTLE_PATIENCE: i64 = 32;

/// One of the two indexes.
pub(in crate::store) struct Index {
    pub(in crate::store) words: WordTable,
    /// What a key leads to: the `?1` of the next ones.
    pub(in crate::store) id: fn(i64) -> i64,
    /// The account and the assignee of its chat.
    pub(in crate::store) whose: &'static str,
    /// What its words were taken from.
    pub(in crate::store) text: &'static str,
    /// A time before which nothing has a key above this one.
    pub(in crate::store) since: fn(i64) -> i64,
    /// What is assigned to `?1` and not before the time `?2`, if not some more: with the time that is
    /// part of the key, if one is.
    pub(in crate::store) of_assignee: &'static str,
    /// The same of the newest ones.
    pub(in crate::store) newest: &'static str,
}

const NAMES: Index = Index {
    words: table::NAMES,
    id: |key| key,
    whose: "SELECT account_id, assignee_id FROM chat WHERE id = ?1",
    text: "SELECT name FROM chat JOIN contact ON contact.id = contact_id WHERE chat.id = ?1",
    since: |_| i64::MIN,
    of_assignee: "SELECT id, NULL FROM chat WHERE assignee_id = ?1 AND last_at >= ?2",
    newest: "SELECT name FROM chat JOIN contact ON contact.id = contact_id ORDER BY chat.id DESC",
};

const MESSAGES: Index = Index {
    words: table::MESSAGES,
    id: |key| message_of_key(key).0,
    whose: "SELECT account_id, assignee_id FROM message JOIN chat ON chat.id = chat_id
        WHERE message.id = ?1",
    text: "SELECT coalesce(veiled, text) FROM message WHERE id = ?1",
    since: time_of_key,
    // A chat's time is never before that of one of its messages.
    of_assignee: "SELECT message.id, at FROM chat CROSS JOIN message ON chat_id = chat.id
        WHERE assignee_id = ?1 AND last_at >= ?2",
    newest: "SELECT coalesce(veiled, text) FROM message ORDER BY id DESC",
};

impl Index {
    /// What has the words, in the index's own language.
    pub(in crate::store) fn expression(&self, words: &Words) -> String {
        format!("{} : ({})", self.words.column, words.expression())
    }

    /// The rows that match `?1` and lie before the row `?2`.
    pub(in crate::store) fn matching(&self) -> String {
        let table = self.words.name;
        format!(
            "SELECT rowid FROM {table} WHERE {table} MATCH ?1 AND rowid < ?2 ORDER BY rowid DESC"
        )
    }
}

impl Snapshot<'_> {
    /// The chats whose contact's name has the words, newest chat first.
    pub fn search_names(&self, query: &ChatQuery, words: &Words, limit: u64) -> Result<Vec<Chat>> {
        let keys = self.search(query, words, &NAMES, END, limit)?;
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
            None => END,
        };
        let keys = self.search(query, words, &MESSAGES, before, limit)?;
        let found = keys.into_iter().map(|key| {
            let (chat, message) = self.message_by_id(message_of_key(key))?;
            Ok((self.chat_at(chat.0)?, message))
        });
        found.collect()
    }

    fn chat_at(&self, key: i64) -> Result<Chat> {
        self.connection.one(&format!("{CHAT} WHERE chat.id = ?1"), [key], chat)
    }

    /// The keys of an index that the reader sees, below `before`, the highest first.
    ///
    /// To ask the index for common words takes it long, however little is wanted. So it is asked once: for
    /// what is on the accounts of who sees few of them; of others, and for what is rare, all is looked
    /// at for as long as that helps.
    fn search(
        &self,
        query: &ChatQuery,
        words: &Words,
        index: &Index,
        before: i64,
        limit: u64,
    ) -> Result<Vec<i64>> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        if limit == 0 {
            return Ok(Vec::new());
        }
        #[cfg(feature = "postgres")]
        if !self.connection.is_file() {
            return self.search_on_server(query, words, index, before, limit);
        }
        let expression = index.expression(words);
        if query.reach.every_account() {
            return self.matching(index, &expression, before, limit);
        }
        let accounts = self.visible_accounts(query)?;
        let assignee = query.reach.assigned.then_some(query.viewer.0);
        let are_few = accounts.len() <= FEW_ACCOUNTS;
        let are_common = self.are_common(index, words)?;
        let mut looked = if are_few && are_common {
            Looked::not_at_all(before)
        } else {
            let patience = if are_few { LITTLE_PATIENCE } else { PATIENCE };
            let reader = Reader::new(&accounts, assignee, patience);
            self.look(index, (words, are_common), before, &reader, limit)?
        };
        let Some(before) = looked.gave_up else { return Ok(looked.keys) };
        let known = looked.keys.partition_point(|key| *key >= before);
        let mut found = looked.keys.split_off(known);
        let left = limit - known;
        let there = self.on_accounts(index, &expression, before, &accounts, left)?;
        if let Some(assignee) = assignee {
            found.extend(match looked.assigned {
                Some(unread) => self.assigned_of(index, words, &unread, left)?,
                None => {
                    // What lies behind a full page of the accounts' has no place on it.
                    let after = there.get(left - 1).copied().unwrap_or(i64::MIN);
                    self.assigned(index, words, assignee, Range { before, after }, left)?
                }
            });
        }
        found.extend(there);
        found.sort_unstable_by(|a, b| b.cmp(a));
        found.dedup();
        found.truncate(left);
        looked.keys.append(&mut found);
        Ok(looked.keys)
    }

    fn matching(
        &self,
        index: &Index,
        expression: &str,
        before: i64,
        limit: usize,
    ) -> Result<Vec<i64>> {
        let values = (expression, first_row(before));
        self.connection
            .first(Some(limit as u64), &index.matching(), values, |row| row.at(0).map(key_of_row))
    }

    /// What is on one of these accounts.
    fn on_accounts(
        &self,
        index: &Index,
        expression: &str,
        before: i64,
        accounts: &[i64],
        limit: usize,
    ) -> Result<Vec<i64>> {
        let mut keys = Vec::new();
        for accounts in accounts.chunks(ACCOUNTS_AT_ONCE) {
            let places: Vec<_> =
                accounts.iter().map(|account| place(AccountId(*account))).collect();
            let there = format!("{expression} AND place : ({})", places.join(" OR "));
            keys.extend(self.matching(index, &there, before, limit)?);
        }
        keys.sort_unstable_by(|a, b| b.cmp(a));
        keys.truncate(limit);
        Ok(keys)
    }

    /// Whether it takes the index long to be asked for these words: estimated from the newest texts,
    /// wherever they are. What is found doesn't depend on it.
    fn are_common(&self, index: &Index, words: &Words) -> Result<bool> {
        let texts =
            self.connection.first(Some(SAMPLE), index.newest, [], Row::only::<Option<String>>)?;
        Ok(words.is_common(&texts.into_iter().flatten().collect::<Vec<_>>()))
    }
}

#[cfg(test)]
mod tests;
