//! What a decision needs of a chat and nothing else: cheap enough to be asked for very many.

use crate::rules::{
    id::{ChatId, ContactId},
    policy::scope::ChatFacts,
};
use crate::store::{
    Snapshot,
    account::connector,
    engine::{Question, Row, error::Result},
};

/// How a chat stands, for changes to many of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChatStanding {
    /// What decides who sees it.
    pub facts: ChatFacts,
    /// Whether it is under way, not done.
    pub is_open: bool,
}

/// What decides who sees a chat: who connected its account, and whom it is assigned to.
pub(in crate::store) fn facts(row: &Row<'_>) -> Result<ChatFacts> {
    Ok(ChatFacts {
        connector: connector(row, "connector_id", "team_id")?,
        assignee: row.get("assignee_id")?,
    })
}

impl Snapshot<'_> {
    /// What sight needs of each chat of a contact.
    pub fn facts_of_contact(&self, contact: ContactId) -> Result<Vec<ChatFacts>> {
        self.connection.all(
            "SELECT account.connector_id, member.team_id, chat.assignee_id
                 FROM chat JOIN account ON account.id = chat.account_id
                     LEFT JOIN member ON member.id = account.connector_id
                 WHERE chat.contact_id = ?1 ORDER BY chat.id",
            [contact],
            facts,
        )
    }

    /// Says that of these chats will be asked who sees them.
    pub fn expect_standings(&self, ids: &[ChatId]) -> Result<()> {
        let keys: Vec<_> = ids.iter().map(|id| id.0).collect();
        self.connection.ask_each(&[STANDING], &keys)
    }

    /// Who connected a chat's account, and whom it is assigned to.
    pub fn chat_facts(&self, id: ChatId) -> Result<Option<ChatFacts>> {
        Ok(self.chat_standing(id)?.map(|chat| chat.facts))
    }

    /// The email of who is to have a chat once they are a member.
    pub fn awaited_assignee(&self, id: ChatId) -> Result<Option<String>> {
        self.connection.value("SELECT awaited_assignee FROM chat WHERE id = ?1", [id.0])
    }

    /// The same, and whether the chat is open.
    pub fn chat_standing(&self, id: ChatId) -> Result<Option<ChatStanding>> {
        let Question { sql, values, .. } = standing(id);
        self.connection.find(&sql, values, |row| {
            Ok(ChatStanding { facts: facts(row)?, is_open: row.get("is_open")? })
        })
    }
}

/// Asks how a chat stands.
pub(in crate::store) fn standing(id: ChatId) -> Question {
    Question::new(STANDING, vec![id.0.into()])
}

const STANDING: &str = "SELECT account.connector_id, member.team_id, chat.assignee_id,
        CASE chat.status WHEN 'open' THEN 1 ELSE 0 END AS is_open
     FROM chat JOIN account ON account.id = chat.account_id
         LEFT JOIN member ON member.id = account.connector_id
     WHERE chat.id = ?1";
