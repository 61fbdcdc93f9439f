//! What a decision needs of a chat and nothing else: cheap enough to be asked for very many.

use rusqlite::OptionalExtension;

use super::{Snapshot, account::connector, error::Result};
use crate::rules::{
    id::{ChatId, MemberId},
    scope::ChatFacts,
};

impl Snapshot<'_> {
    /// Who connected a chat's account, and whom it is assigned to.
    pub fn chat_facts(&self, id: ChatId) -> Result<Option<ChatFacts>> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT account.connector_id, member.team_id, chat.assignee_id
                 FROM chat JOIN account ON account.id = chat.account_id
                     LEFT JOIN member ON member.id = account.connector_id
                 WHERE chat.id = ?1",
            )?
            .query_row([id.0], |row| {
                let assignee: Option<i64> = row.get(2)?;
                Ok(ChatFacts { connector: connector(row, 0)?, assignee: assignee.map(MemberId) })
            })
            .optional()?)
    }
}
