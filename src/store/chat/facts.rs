//! What a decision needs of a chat and nothing else: cheap enough to be asked for very many.

use rusqlite::OptionalExtension;

use crate::rules::{
    id::{ChatId, MemberId},
    policy::scope::ChatFacts,
};
use crate::store::{Snapshot, account::connector, engine::error::Result};

/// How a chat stands, for changes to many of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChatStanding {
    /// What decides who sees it.
    pub facts: ChatFacts,
    /// Whether it is under way, not done.
    pub is_open: bool,
}

impl Snapshot<'_> {
    /// Who connected a chat's account, and whom it is assigned to.
    pub fn chat_facts(&self, id: ChatId) -> Result<Option<ChatFacts>> {
        Ok(self.chat_standing(id)?.map(|chat| chat.facts))
    }

    /// The same, and whether the chat is open.
    pub fn chat_standing(&self, id: ChatId) -> Result<Option<ChatStanding>> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT account.connector_id, member.team_id, chat.assignee_id, chat.status = 'open'
                 FROM chat JOIN account ON account.id = chat.account_id
                     LEFT JOIN member ON member.id = account.connector_id
                 WHERE chat.id = ?1",
            )?
            .query_row([id.0], |row| {
                let assignee: Option<i64> = row.get(2)?;
                let assignee = assignee.map(MemberId);
                let facts = ChatFacts { connector: connector(row, 0)?, assignee };
                Ok(ChatStanding { facts, is_open: row.get(3)? })
            })
            .optional()?)
    }
}
