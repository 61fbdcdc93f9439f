//! Searching on a server: what a reader sees is part of the question.

use super::{
    find::Index,
    key::{MESSAGE_BITS, PLACE_BITS, first_row, key_of_row},
    table,
    tokens::Tokens,
    words::Words,
};
use crate::store::{
    Snapshot,
    chat::page::ChatQuery,
    engine::{error::Result, params},
};

impl Words {
    /// In a server's language: each must occur, the last one may go on.
    fn query(&self, tokens: &mut Tokens) -> Result<String> {
        let words = self.list();
        let last = words.len() - 1;
        let mut parts = Vec::new();
        for (at, word) in words.iter().enumerate() {
            let mut phrase: Vec<_> =
                tokens.of(word)?.into_iter().map(|token| format!("'{token}'")).collect();
            if let Some(token) = phrase.last_mut().filter(|_| at == last) {
                token.push_str(":*");
            }
            if !phrase.is_empty() {
                parts.push(format!("({})", phrase.join(" <-> ")));
            }
        }
        Ok(parts.join(" & "))
    }
}

impl Snapshot<'_> {
    /// The keys of an index that the reader sees, below `before`, the highest first.
    pub(super) fn search_on_server(
        &self,
        query: &ChatQuery,
        words: &Words,
        index: &Index,
        before: i64,
        limit: usize,
    ) -> Result<Vec<i64>> {
        let words = words.query(&mut Tokens::default())?;
        let name = index.words.name;
        let chat = if name == table::MESSAGES.name {
            let last = (1_i64 << MESSAGE_BITS) - 1;
            format!(
                "message ON message.id = (found.rowid >> {PLACE_BITS}) & {last} JOIN chat ON chat.id = chat_id"
            )
        } else {
            format!("chat ON chat.id = found.rowid >> {PLACE_BITS}")
        };
        let is_seen = if query.reach.every_account() {
            "true OR ?3 = ?4"
        } else {
            "chat.account_id = ANY (?3::bigint[]) OR chat.assignee_id::text = ?4"
        };
        let sql = format!(
            "SELECT found.rowid FROM {name} AS found JOIN {chat}
             WHERE found.words @@ ?1::tsquery AND found.rowid < ?2 AND ({is_seen})
             ORDER BY found.rowid DESC"
        );
        let accounts: Vec<_> = if query.reach.every_account() {
            Vec::new()
        } else {
            self.visible_accounts(query)?.iter().map(i64::to_string).collect()
        };
        let accounts = format!("{{{}}}", accounts.join(","));
        let assignee =
            if query.reach.assigned { query.viewer.0.to_string() } else { String::new() };
        let values = params![words, first_row(before), accounts, assignee];
        self.connection.first(Some(limit as u64), &sql, values, |row| row.at(0).map(key_of_row))
    }
}
