//! Messages of a chat.

use crate::rules::{
    id::{ChatId, ContactId, MemberId, MessageId},
    phone::Phone,
    privacy::text::CustomerText,
    whatsapp::{heard::Heard, message_status::MessageStatus},
};
use crate::store::{
    LookedUp, Snapshot,
    engine::{Question, Row, error::Result, params},
};

pub use super::word::Direction;

/// A message as `chat show` shows it.
pub struct Message {
    /// Its key.
    pub id: MessageId,
    /// When it was written, in milliseconds since 1970.
    pub at: i64,
    /// Which way it went.
    pub direction: Direction,
    /// Its kind, as WhatsApp names it.
    pub kind: String,
    /// What was written.
    pub text: Option<CustomerText>,
    /// The same for whom traits are hidden, where traits filled a part of it.
    pub veiled: Option<CustomerText>,
    /// What else was said, as a JSON object.
    pub content: Option<CustomerText>,
    /// The member who wrote it, by name at the time.
    pub author: Option<String>,
    /// The contact who wrote it, by key.
    pub contact: Option<ContactId>,
    /// By name.
    pub contact_name: Option<CustomerText>,
    /// That contact's username.
    pub contact_username: Option<CustomerText>,
    /// That contact's number.
    pub contact_phone: Option<Phone>,
    /// Sent, delivered, read, … as WhatsApp names it.
    pub status: Option<String>,
    /// What was said with the status, as a JSON object.
    pub status_details: Option<CustomerText>,
    /// When it was edited, in milliseconds since 1970.
    pub edited_at: Option<i64>,
    /// When it was deleted, in milliseconds since 1970. Its text is gone then.
    pub deleted_at: Option<i64>,
}

impl Message {
    /// What customers wrote of it.
    #[must_use]
    pub fn texts(&self) -> [Option<&CustomerText>; 6] {
        let Self { text, veiled, content, contact_name, contact_username, status_details, .. } =
            self;
        [text, veiled, content, contact_name, contact_username, status_details].map(Option::as_ref)
    }
}

fn status(row: &Row<'_>) -> Result<MessageStatus> {
    Ok(MessageStatus {
        status: row.get("status")?,
        at: row.get("status_at")?,
        details: row.get("status_details")?,
    })
}

/// The kind of a message whose content a history sends later, under the same id.
pub(super) const MEDIA_PLACEHOLDER: &str = "media_placeholder";

/// The newest message of a chat.
pub(in crate::store) struct NewestMessage {
    pub(in crate::store) id: MessageId,
    pub(in crate::store) at: i64,
}

/// A message as one is compared with it that may be the same.
#[derive(Clone)]
pub struct KnownMessage {
    /// Its key.
    pub id: MessageId,
    /// When it was written, in milliseconds since 1970.
    pub at: i64,
    /// Which way it went.
    pub direction: Direction,
    /// Its kind, as WhatsApp names it.
    pub kind: String,
    /// What was written.
    pub text: Option<CustomerText>,
    /// The contact who wrote it.
    pub contact: Option<ContactId>,
    /// Whether it was edited.
    pub is_edited: bool,
    /// Whether it was deleted.
    pub is_deleted: bool,
}

impl KnownMessage {
    /// As a source would say it.
    #[must_use]
    pub fn heard(&self) -> Heard<'_> {
        Heard {
            kind: &self.kind,
            text: self.text.as_ref(),
            is_edited: self.is_edited,
            is_deleted: self.is_deleted,
        }
    }
}

pub(super) fn known(row: &Row<'_>) -> Result<KnownMessage> {
    Ok(KnownMessage {
        id: row.get("id")?,
        at: row.get("at")?,
        direction: row.get("direction")?,
        kind: row.get("kind")?,
        text: row.get("text")?,
        contact: row.get("contact_id")?,
        is_edited: row.get("is_edited")?,
        is_deleted: row.get("is_deleted")?,
    })
}

/// The kind of a message that a template made.
pub(in crate::store) const TEMPLATE: &str = "template";
const MESSAGE: &str = "SELECT message.id, at, direction, kind, text, author, contact.name,
    contact.username, contact.phone, contact.phone_country_code, status, edited_at, deleted_at,
    chat_id, veiled, message.contact_id, message.member_id, text_reading, veiled_reading,
    contact.name_reading, content, status_details
    FROM message LEFT JOIN contact ON contact.id = message.contact_id";

fn message(row: &Row<'_>) -> Result<Message> {
    let kind: String = row.get("kind")?;
    // What a template says was written by whoever wrote the template.
    let member: Option<MemberId> = row.get("member_id")?;
    let member = member.filter(|_| kind != TEMPLATE);
    let own = move |text: CustomerText| text.by(member);
    Ok(Message {
        id: row.get("id")?,
        at: row.get("at")?,
        direction: row.get("direction")?,
        kind,
        text: row.text("text", "text_reading")?.map(own),
        veiled: row.text("veiled", "veiled_reading")?.map(own),
        content: row.get("content")?,
        author: row.get("author")?,
        contact: row.get("contact_id")?,
        contact_name: row.text("name", "name_reading")?,
        contact_username: row.get("username")?,
        contact_phone: row.phone("phone", "phone_country_code")?,
        status: row.get("status")?,
        status_details: row.get("status_details")?,
        edited_at: row.get("edited_at")?,
        deleted_at: row.get("deleted_at")?,
    })
}

/// In front of every message.
const NEWEST: (i64, i64) = (i64::MAX, i64::MAX);

/// Asks for the messages of a chat, the newest first.
pub(in crate::store) fn newest(chat: ChatId, limit: Option<u64>) -> Question {
    behind(chat, NEWEST, limit)
}

fn behind(chat: ChatId, (at, id): (i64, i64), limit: Option<u64>) -> Question {
    let sql = format!(
        "{MESSAGE} WHERE chat_id = ?1 AND (at, message.id) < (?2, ?3)
         ORDER BY at DESC, message.id DESC"
    );
    Question { limit, ..Question::new(sql, vec![chat.0.into(), at.into(), id.into()]) }
}

impl Snapshot<'_> {
    /// The newest messages of a chat, oldest of them first; `before` leaves out that one and all
    /// that are newer.
    pub fn messages(
        &self,
        chat: ChatId,
        before: Option<MessageId>,
        limit: Option<u64>,
    ) -> Result<Vec<Message>> {
        let before = match before {
            Some(id) => (self.message_time(id)?.unwrap_or(i64::MAX), id.0),
            None => NEWEST,
        };
        let Question { sql, values, limit } = behind(chat, before, limit);
        let mut messages = self.connection.first(limit, &sql, values, message)?;
        messages.reverse();
        Ok(messages)
    }

    /// The messages of a chat from a time on and before another, in milliseconds since 1970.
    pub fn messages_between(&self, chat: ChatId, from: i64, to: i64) -> Result<Vec<KnownMessage>> {
        self.connection.all(
            "SELECT id, at, direction, kind, text, contact_id, edited_at IS NOT NULL AS is_edited,
                    deleted_at IS NOT NULL AS is_deleted
                 FROM message WHERE chat_id = ?1 AND at >= ?2 AND at < ?3 ORDER BY at, id",
            [chat.0, from, to],
            known,
        )
    }

    /// The message of that key, and its chat.
    pub fn message_by_id(&self, id: MessageId) -> Result<(ChatId, Message)> {
        let sql = format!("{MESSAGE} WHERE message.id = ?1");
        self.connection.one(&sql, [id], |row| Ok((row.get("chat_id")?, message(row)?)))
    }

    /// In which chat that message stands.
    pub fn chat_of_message(&self, id: MessageId) -> Result<Option<ChatId>> {
        self.connection.find("SELECT chat_id FROM message WHERE id = ?1", [id.0], Row::only)
    }

    /// When that message was written, in milliseconds since 1970.
    pub(in crate::store) fn message_time(&self, id: MessageId) -> Result<Option<i64>> {
        self.connection.find("SELECT at FROM message WHERE id = ?1", [id.0], Row::only)
    }

    /// The newest message of a chat.
    pub(in crate::store) fn newest_message(&self, chat: ChatId) -> Result<Option<NewestMessage>> {
        self.connection.find(
            "SELECT id, at FROM message WHERE chat_id = ?1 ORDER BY at DESC, id DESC",
            [chat.0],
            |row| Ok(NewestMessage { id: row.get("id")?, at: row.get("at")? }),
        )
    }

    /// Whether that message stands in that chat.
    pub fn has_message(&self, chat: ChatId, id: MessageId) -> Result<bool> {
        self.connection
            .exists("SELECT 1 FROM message WHERE id = ?1 AND chat_id = ?2", [id.0, chat.0])
    }

    /// The key of the message that WhatsApp calls so.
    pub fn message_by_external_id(&self, chat: ChatId, id: &str) -> Result<Option<MessageId>> {
        self.connection.find(
            "SELECT id FROM message WHERE chat_id = ?1 AND external_id = ?2",
            params![chat.0, id],
            Row::only,
        )
    }

    /// A message's status, as far as it is known.
    pub fn message_status(&self, id: MessageId) -> Result<MessageStatus> {
        let sql = "SELECT status, status_at, status_details FROM message WHERE id = ?1";
        self.connection.one(sql, [id.0], status)
    }

    /// The messages that chats have under these ids of WhatsApp's, but for those that wait for their content.
    pub fn messages_by_external_ids(
        &self,
        ids: &[(ChatId, String)],
    ) -> Result<Vec<LookedUp<(MessageId, MessageStatus)>>> {
        let sql = "SELECT id, kind, status, status_at, status_details
             FROM message WHERE chat_id = ?1 AND external_id = ?2";
        let keys: Vec<_> =
            ids.iter().map(|(chat, id)| vec![chat.0.into(), id.clone().into()]).collect();
        let all = self.connection.for_each(sql, &keys, |row| {
            let is_placeholder = row.get::<String>("kind")? == MEDIA_PLACEHOLDER;
            let found = (row.get("id")?, status(row)?);
            Ok(if is_placeholder { LookedUp::Unclear } else { LookedUp::Is(found) })
        })?;
        Ok(all
            .into_iter()
            .map(|found| found.into_iter().next().unwrap_or(LookedUp::Nothing))
            .collect())
    }
}
