//! Statuses, edits and deletions that arrived before the message they speak of: kept until it does,
//! so that the order in which webhooks are imported doesn't matter.

use crate::rules::policy::grant::{Messages, Opens};
use crate::rules::{id::AccountId, privacy::text::CustomerText};
use crate::store::{
    Change, Snapshot,
    engine::{Values, error::Result, params},
};

pub use super::word::EarlyKind;

/// Something that happened to a message that isn't known yet.
pub struct EarlyEvent {
    /// What happened.
    pub event: EarlyKind,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// The kind of the edited message.
    pub kind: Option<String>,
    /// The edited text.
    pub text: Option<CustomerText>,
    /// What else the edit holds, or what is said of the status, as a JSON object.
    pub content: Option<CustomerText>,
}

const ADD_EVENT: &str =
    "INSERT INTO early_event (account_id, external_id, event, at, kind, text, content)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";

fn values<'e>(account: AccountId, external_id: &'e str, event: &'e EarlyEvent) -> impl Values + 'e {
    (
        account,
        external_id,
        event.event.key(),
        event.at,
        event.kind.as_deref(),
        event.text.as_ref().map(CustomerText::raw_for_storage),
        event.content.as_ref().map(CustomerText::raw_for_storage),
    )
}

impl Snapshot<'_> {
    /// How many events wait for each of these messages, by account and WhatsApp's id.
    pub fn count_early_events(&self, messages: &[(AccountId, String)]) -> Result<Vec<usize>> {
        let sql = "SELECT 1 AS one FROM early_event WHERE account_id = ?1 AND external_id = ?2";
        let keys: Vec<_> = messages
            .iter()
            .map(|(account, id)| vec![account.0.into(), id.clone().into()])
            .collect();
        let all = self.connection.for_each(sql, &keys, |row| row.get::<i64>("one"))?;
        Ok(all.into_iter().map(|events| events.len()).collect())
    }

    /// Whether anything waits for its message.
    pub fn has_early_events(&self) -> Result<bool> {
        self.connection.exists("SELECT 1 FROM early_event LIMIT 1", [])
    }
}

impl<K: Opens<Messages>> Change<'_, K> {
    /// Keeps an event for a message to come; the newest of its sort. Says whether it was news.
    pub fn keep_early_event(
        &self,
        account: AccountId,
        external_id: &str,
        event: &EarlyEvent,
    ) -> Result<bool> {
        let sql = format!(
            "{ADD_EVENT} ON CONFLICT (account_id, external_id, event) DO UPDATE SET at = excluded.at,
                kind = excluded.kind, text = excluded.text, content = excluded.content
             WHERE early_event.at < excluded.at"
        );
        let changed = self.connection.execute(&sql, values(account, external_id, event))?;
        Ok(changed == 1)
    }

    /// The same of the first event for a message.
    pub fn add_early_event(
        &self,
        account: AccountId,
        external_id: &str,
        event: &EarlyEvent,
    ) -> Result<()> {
        self.connection.add(ADD_EVENT, values(account, external_id, event))
    }

    /// Takes what was kept for a message that has now arrived, oldest first.
    pub fn take_early_events(
        &self,
        account: AccountId,
        external_id: &str,
    ) -> Result<Vec<EarlyEvent>> {
        let events = self.connection.all(
            "SELECT event, at, kind, text, content FROM early_event
                 WHERE account_id = ?1 AND external_id = ?2 ORDER BY at",
            params![account.0, external_id],
            |row| {
                Ok(EarlyEvent {
                    event: row.get("event")?,
                    at: row.get("at")?,
                    kind: row.get("kind")?,
                    text: row.get("text")?,
                    content: row.get("content")?,
                })
            },
        )?;
        if !events.is_empty() {
            self.connection.execute(
                "DELETE FROM early_event WHERE account_id = ?1 AND external_id = ?2",
                params![account.0, external_id],
            )?;
        }
        Ok(events)
    }
}
