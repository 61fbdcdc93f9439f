//! Searching the full-text index, only within what a reader sees, at a cost that doesn't grow with what
//! they don't see. What is in the index is `search_index`'s.

use std::collections::HashSet;

use super::{
    Snapshot,
    chat::{CHAT, chat},
    chat_page::ChatQuery,
    chat_walk::Seen,
    error::Result,
    search_index::{message_of_key, search_key},
};
use crate::{
    rules::id::MessageId,
    store::{Chat, Message},
};

/// How many places a single question to the index may name; more are asked in turns.
const PLACES_AT_ONCE: usize = 500;

/// So many that aren't seen are looked up for nothing, each in its chat.
const PATIENCE: u32 = 256;

/// For each that is seen, so many more: with one of five or more, looking is the shorter way.
const WORTH: u32 = 4;

/// Who sees no more than so many chats has what is in them listed instead, which is quicker to ask than
/// chat by chat.
const FEW_CHATS: usize = 512;

/// So many keys at most stand in such a list.
const FEW_KEYS: usize = 1 << 14;

/// So many of what has the words are held against the list, for a page: then the index is asked for
/// places, so that the cost stays the same however many there are.
const MOST_HELD: usize = 1 << 16;

/// One of the two indexes.
struct Index {
    table: &'static str,
    column: &'static str,
    /// The account and the assignee of the chat that a key leads to.
    whose: &'static str,
    /// The keys on the account `?1`.
    of_account: &'static str,
    /// The keys of what is assigned to `?1`.
    of_assignee: &'static str,
}

const NAMES: Index = Index {
    table: "name_search",
    column: "name",
    whose: "SELECT account_id, assignee_id FROM chat WHERE id = ?1",
    of_account: "SELECT id FROM chat WHERE account_id = ?1",
    of_assignee: "SELECT id FROM chat WHERE assignee_id = ?1",
};

const MESSAGES: Index = Index {
    table: "message_search",
    column: "text",
    whose: "SELECT account_id, assignee_id FROM message JOIN chat ON chat.id = chat_id
        WHERE message.id = ?1 & 2147483647",
    of_account: "SELECT max(0, min(4294967295, at / 1000)) << 31 | message.id
        FROM chat CROSS JOIN message ON chat_id = chat.id WHERE account_id = ?1",
    of_assignee: "SELECT max(0, min(4294967295, at / 1000)) << 31 | message.id
        FROM chat CROSS JOIN message ON chat_id = chat.id WHERE assignee_id = ?1",
};

impl Index {
    /// What matches `?1` and lies before `?2`.
    fn matching(&self) -> String {
        let table = self.table;
        format!(
            "SELECT rowid FROM {table} WHERE {table} MATCH ?1 AND rowid < ?2 ORDER BY rowid DESC"
        )
    }
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
        let keys = self.search(query, words, &NAMES, i64::MAX, limit)?;
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
        let keys = self.search(query, words, &MESSAGES, before, limit)?;
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

    /// The keys of an index that the reader sees, below `before`, the highest first.
    ///
    /// Words that are rare, or a reader who sees much, need no more than a look at what has the words:
    /// so it begins with that, and the places are asked for where too much of it isn't seen.
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
        let expression = format!("{} : ({})", index.column, words.0);
        if query.reach.every_account() {
            let mut statement = self.connection.prepare_cached(&index.matching())?;
            let found = statement.query_map((expression, before), |row| row.get(0))?;
            // Cut off here and not by a LIMIT: the engine plans a statement anew whenever that is
            // bound.
            return Ok(found.take(limit).collect::<rusqlite::Result<_>>()?);
        }
        let seen = Seen {
            accounts: self.visible_accounts(query)?.into_iter().collect(),
            assignee: query.reach.assigned.then_some(query.viewer.0),
        };
        let (mut keys, before) = self.look(index, &expression, before, &seen, limit)?;
        let Some(before) = before else { return Ok(keys) };
        let first = keys.len();
        let mut statement = self.connection.prepare_cached(&index.matching())?;
        for places in self.places(&seen)? {
            let expression = format!("{expression} AND place : ({places})");
            let found = statement.query_map((expression, before), |row| row.get(0))?;
            for key in found.take(limit - first) {
                keys.push(key?);
            }
        }
        keys[first..].sort_unstable_by(|a: &i64, b| b.cmp(a));
        keys.dedup();
        keys.truncate(limit);
        Ok(keys)
    }

    /// Picks what is seen out of what has the words: chat by chat for as long as a good part of it is
    /// seen, then by a list of what is seen, where that is short. Also gives behind which key it gave
    /// up, if it did.
    fn look(
        &self,
        index: &Index,
        expression: &str,
        before: i64,
        seen: &Seen,
        limit: usize,
    ) -> Result<(Vec<i64>, Option<i64>)> {
        let mut matching = self.connection.prepare_cached(&index.matching())?;
        let mut whose = self.connection.prepare_cached(index.whose)?;
        let mut keys = Vec::new();
        let mut patience = PATIENCE;
        let mut found = matching.query_map((expression, before), |row| row.get(0))?;
        while let Some(key) = found.next().transpose()? {
            let (account, assignee): (i64, Option<i64>) =
                whose.query_row([key], |row| Ok((row.get(0)?, row.get(1)?)))?;
            if seen.has(account, assignee) {
                keys.push(key);
                if keys.len() == limit {
                    return Ok((keys, None));
                }
                patience += WORTH;
            } else if patience > 0 {
                patience -= 1;
            } else {
                let Some(listed) = self.listed(index, seen)? else { return Ok((keys, Some(key))) };
                let mut last = key;
                for key in found.by_ref().take(MOST_HELD) {
                    last = key?;
                    if listed.contains(&last) {
                        keys.push(last);
                        if keys.len() == limit {
                            return Ok((keys, None));
                        }
                    }
                }
                return Ok((keys, found.next().is_some().then_some(last)));
            }
        }
        Ok((keys, None))
    }

    /// All keys that are seen, where they are few.
    fn listed(&self, index: &Index, seen: &Seen) -> Result<Option<HashSet<i64>>> {
        // Chats are counted first: they are quickly told, and only a few of them are worth a list.
        match self.keys_of(&NAMES, seen, FEW_CHATS)? {
            Some(_) => self.keys_of(index, seen, FEW_KEYS),
            None => Ok(None),
        }
    }

    fn keys_of(&self, index: &Index, seen: &Seen, most: usize) -> Result<Option<HashSet<i64>>> {
        if seen.accounts.len() > most {
            return Ok(None);
        }
        let accounts = seen.accounts.iter().map(|account| (index.of_account, account));
        let assignee = seen.assignee.iter().map(|member| (index.of_assignee, member));
        let mut keys = HashSet::new();
        for (sql, of) in accounts.chain(assignee) {
            let mut statement = self.connection.prepare_cached(sql)?;
            for key in statement.query_map([of], |row| row.get(0))? {
                keys.insert(key?);
                if keys.len() > most {
                    return Ok(None);
                }
            }
        }
        Ok(Some(keys))
    }

    /// The reader's sight as expressions of the index, each of a bounded length.
    fn places(&self, seen: &Seen) -> Result<Vec<String>> {
        let mut places: Vec<String> =
            seen.accounts.iter().map(|account| format!("a{account}")).collect();
        if let Some(assignee) = seen.assignee {
            let mut statement =
                self.connection.prepare_cached("SELECT id FROM chat WHERE assignee_id = ?1")?;
            for chat in statement.query_map([assignee], |row| row.get::<_, i64>(0))? {
                places.push(format!("c{}", chat?));
            }
        }
        Ok(places.chunks(PLACES_AT_ONCE).map(|places| places.join(" OR ")).collect())
    }
}
