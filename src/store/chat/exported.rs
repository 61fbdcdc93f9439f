//! Messages that an export from a phone brought. They have ids of their own, until a webhook brings the
//! one that WhatsApp gave the message.

use super::{
    message::{KnownMessage, known},
    message_writing::{MessageBody, NewMessage},
};
use crate::rules::{
    id::{ChatId, MessageId},
    phone::Phone,
    policy::grant::Messages,
    policy::grant::Opens,
    privacy::text::CustomerText,
};
use crate::store::{
    Change,
    engine::{error::Result, params},
};

/// The condition that an export brought a message.
pub(super) const IS_EXPORTED: &str = "external_id >= 'export:' AND external_id < 'export;'";

impl<K: Opens<Messages>> Change<'_, K> {
    /// Whether an export brought any message of the chat.
    pub fn has_exported_messages(&self, chat: ChatId) -> Result<bool> {
        let sql = format!("SELECT 1 FROM message WHERE chat_id = ?1 AND {IS_EXPORTED}");
        self.connection.exists(&sql, [chat.0])
    }

    /// The messages of an export that were written by the same in the same tick of the phone's clock, a
    /// second or a minute, the most exact first. None where the chat has the message under its id.
    pub fn exported_beside(&self, message: &NewMessage<'_>) -> Result<Vec<KnownMessage>> {
        let sql = format!(
            "SELECT id, at, direction, kind, text, contact_id, edited_at IS NOT NULL AS is_edited,
                    deleted_at IS NOT NULL AS is_deleted
             FROM message WHERE chat_id = ?1 AND at > ?2 - 60000 AND at <= ?2
                AND (at > ?2 - 1000 OR at % 60000 = 0) AND direction = ?3 AND contact_id IS NOT DISTINCT FROM ?4
                AND {IS_EXPORTED}
                AND NOT EXISTS (SELECT 1 FROM message WHERE chat_id = ?1 AND external_id = ?5)
             ORDER BY at DESC, id"
        );
        self.connection.all(
            &sql,
            params![
                message.chat.0,
                message.at,
                message.direction.key(),
                message.contact,
                message.external_id,
            ],
            known,
        )
    }

    /// Gives a message's id, and what is told of it, to the one that an export brought. What became of
    /// that one since stays, and so does what it says where the message says less.
    pub fn adopt_exported(
        &self,
        said: &KnownMessage,
        message: &NewMessage<'_>,
        is_told: bool,
    ) -> Result<()> {
        let text = message.text.or(said.text.as_ref());
        let is_told_better = said.kind != message.kind || said.text.as_ref() != text;
        if is_told && is_told_better && !said.is_edited && !said.is_deleted {
            let body = MessageBody { kind: message.kind, text, content: message.content };
            self.replace_content((message.chat, said.id, self.time_of(said.id)?), &body)?;
        }
        self.connection.execute(
            "UPDATE message SET external_id = ?2, content = CASE WHEN deleted_at IS NULL THEN ?3 END,
                reply_to = ?4, recipient = ?5, status = ?6, author = coalesce(?7, author)
             WHERE id = ?1",
            params![
                said.id.0,
                message.external_id,
                message.content.map(CustomerText::raw_for_storage),
                message.reply_to,
                message.recipient.map(Phone::raw_for_storage),
                message.status,
                message.author,
            ],
        )?;
        Ok(())
    }

    /// When a message that is there was written.
    fn time_of(&self, id: MessageId) -> Result<i64> {
        self.connection.one("SELECT at FROM message WHERE id = ?1", [id.0], |row| row.get("at"))
    }
}
