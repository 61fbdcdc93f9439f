//! Messages of a chat.

use crate::rules::policy::grant::{Messages, Opens};
use crate::rules::{
    id::{CampaignId, ChatId, ContactId, MemberId, MessageId, TemplateVersionId},
    privacy::{library, phone::Phone, scan::may_have_runs, text::CustomerText},
};
use crate::store::{
    Change, Snapshot,
    engine::{Row, error::Result, params},
};

/// Which way a message went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From the customer.
    In,
    /// To the customer.
    Out,
}

impl Direction {
    /// Its name in the store, in JSON and in tables.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
        }
    }

    pub(in crate::store) fn from_key(key: &str) -> Option<Self> {
        [Self::In, Self::Out].into_iter().find(|direction| direction.key() == key)
    }
}

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

/// A message to add.
pub struct NewMessage<'a> {
    /// In which chat.
    pub chat: ChatId,
    /// WhatsApp's id of it.
    pub external_id: Option<&'a str>,
    /// When it was written, in milliseconds since 1970.
    pub at: i64,
    /// Which way it went.
    pub direction: Direction,
    /// Its kind, as WhatsApp names it.
    pub kind: &'a str,
    /// What was written.
    pub text: Option<&'a CustomerText>,
    /// The same for whom traits are hidden, where traits filled a part of it.
    pub veiled: Option<&'a CustomerText>,
    /// What else was said, as a JSON object.
    pub content: Option<&'a CustomerText>,
    /// The contact who wrote it.
    pub contact: Option<ContactId>,
    /// The member who wrote it.
    pub member: Option<MemberId>,
    /// That member's name now.
    pub author: Option<&'a str>,
    /// WhatsApp's id of the message it answers.
    pub reply_to: Option<&'a str>,
    /// The number it goes to, for an outgoing one.
    pub recipient: Option<&'a Phone>,
    /// Its status, if one is known.
    pub status: Option<&'a str>,
    /// The campaign that writes it.
    pub campaign: Option<CampaignId>,
    /// By which template it was made.
    pub template_version: Option<TemplateVersionId>,
}

/// The newest message of a chat.
pub(in crate::store) struct NewestMessage {
    pub(in crate::store) id: MessageId,
    pub(in crate::store) at: i64,
}

/// What a message says, whatever way it came to say it.
pub struct MessageBody<'a> {
    /// Its kind, as WhatsApp names it.
    pub kind: &'a str,
    /// What a person reads.
    pub text: Option<&'a CustomerText>,
    /// What else was said, as a JSON object.
    pub content: Option<&'a CustomerText>,
}

/// A message as one is compared with it that may be the same.
pub struct KnownMessage {
    /// Its key.
    pub id: MessageId,
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

/// The kind of a message that a template made.
pub(in crate::store) const TEMPLATE: &str = "template";
/// The kind of a message whose content a history sends later, under the same id.
const MEDIA_PLACEHOLDER: &str = "media_placeholder";

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
            None => (i64::MAX, i64::MAX),
        };
        let sql = format!(
            "{MESSAGE} WHERE chat_id = ?1 AND (at, message.id) < (?2, ?3)
             ORDER BY at DESC, message.id DESC"
        );
        let mut messages =
            self.connection.first(limit, &sql, (chat, before.0, before.1), message)?;
        messages.reverse();
        Ok(messages)
    }

    /// The messages of a chat from a time on and before another, in milliseconds since 1970.
    pub fn messages_between(&self, chat: ChatId, from: i64, to: i64) -> Result<Vec<KnownMessage>> {
        self.connection.all(
            "SELECT id, direction, kind, text, contact_id, edited_at IS NOT NULL AS is_edited,
                    deleted_at IS NOT NULL AS is_deleted
                 FROM message WHERE chat_id = ?1 AND at >= ?2 AND at < ?3 ORDER BY at, id",
            [chat.0, from, to],
            |row| {
                Ok(KnownMessage {
                    id: row.get("id")?,
                    direction: row.get("direction")?,
                    kind: row.get("kind")?,
                    text: row.get("text")?,
                    contact: row.get("contact_id")?,
                    is_edited: row.get("is_edited")?,
                    is_deleted: row.get("is_deleted")?,
                })
            },
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

    /// A message's status and its time, as far as they are known.
    pub fn message_status(&self, id: MessageId) -> Result<(Option<String>, Option<i64>)> {
        self.connection.one("SELECT status, status_at FROM message WHERE id = ?1", [id.0], |row| {
            Ok((row.get("status")?, row.get("status_at")?))
        })
    }
}

impl<K: Opens<Messages>> Change<'_, K> {
    /// How readers from whom numbers are hidden will read a text in that chat. The number library is
    /// asked for the countries of the account and of the contact, and only where there is something
    /// to ask.
    fn reading_in(&self, chat: ChatId, text: Option<&CustomerText>) -> Result<Option<String>> {
        let Some(text) = text else { return Ok(None) };
        if text.reading().by_masked || !may_have_runs(text.raw_for_storage()) {
            return Ok(text.reading().to_column());
        }
        let codes: String = self.connection.one(
            "SELECT substr(account.number, 2, account.number_country_code) || ' '
                || coalesce(substr(contact.phone, 2, contact.phone_country_code), '') AS codes
             FROM chat LEFT JOIN account ON account.id = chat.account_id
                LEFT JOIN contact ON contact.id = chat.contact_id WHERE chat.id = ?1",
            [chat],
            |row| row.get("codes"),
        )?;
        Ok(library::read(text, codes.split_whitespace()).to_column())
    }

    /// Adds a message, to the index too; `None` where the chat has one with WhatsApp's id already.
    pub fn insert_message(&self, message: &NewMessage<'_>) -> Result<Option<MessageId>> {
        let id = self.coming_key("message")?;
        let written = self.connection.execute(
            "INSERT INTO message (id, chat_id, external_id, at, direction, kind, text,
                    contact_id, member_id, author, reply_to, recipient, status,
                    campaign_id, template_version_id, veiled, text_reading, veiled_reading,
                    content)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
                    ?17, ?18, ?19)
                 ON CONFLICT DO NOTHING",
            params![
                id,
                message.chat.0,
                message.external_id,
                message.at,
                message.direction.key(),
                message.kind,
                message.text.map(CustomerText::raw_for_storage),
                message.contact,
                message.member,
                message.author,
                message.reply_to,
                message.recipient.map(Phone::raw_for_storage),
                message.status,
                message.campaign,
                message.template_version,
                message.veiled.map(CustomerText::raw_for_storage),
                self.reading_in(message.chat, message.text)?,
                self.reading_in(message.chat, message.veiled)?,
                message.content.map(CustomerText::raw_for_storage),
            ],
        )?;
        if written == 0 {
            return Ok(None);
        }
        self.use_key("message", id);
        let id = MessageId(id);
        // Found by what everybody may read of it: a hit tells as much as the text.
        if let Some(text) = message.veiled.or(message.text) {
            self.index_message(message.chat, (id, message.at), text)?;
        }
        Ok(Some(id))
    }

    /// Puts the content in the place that a history held for it. Says whether there was such a place.
    pub fn fill_placeholder(
        &self,
        chat: ChatId,
        external_id: &str,
        body: &MessageBody<'_>,
    ) -> Result<bool> {
        let held = self.connection.find(
            "SELECT id, at FROM message WHERE chat_id = ?1 AND external_id = ?2
                    AND kind = ?3 AND kind <> ?4 AND deleted_at IS NULL",
            params![chat.0, external_id, MEDIA_PLACEHOLDER, body.kind],
            |row| Ok((row.get("id")?, row.get("at")?)),
        )?;
        let Some((id, at)) = held else { return Ok(false) };
        self.replace_content((chat, id, at), body)?;
        Ok(true)
    }

    /// Puts the content in the place of a file that an export left out. Says whether there was one.
    pub fn fill_media(&self, id: MessageId, body: &MessageBody<'_>) -> Result<bool> {
        let held = self.connection.find(
            "SELECT chat_id, at FROM message
                 WHERE id = ?1 AND kind = 'media' AND deleted_at IS NULL",
            [id.0],
            |row| Ok((row.get("chat_id")?, row.get("at")?)),
        )?;
        let Some((chat, at)) = held else { return Ok(false) };
        self.replace_content((chat, id, at), body)?;
        Ok(true)
    }

    fn replace_content(
        &self,
        (chat, id, at): (ChatId, MessageId, i64),
        body: &MessageBody<'_>,
    ) -> Result<()> {
        self.unindex_message(id)?;
        self.connection.execute(
            "UPDATE message SET kind = ?2, text = ?3, text_reading = ?4, content = ?5 WHERE id = ?1",
            params![
                id.0,
                body.kind,
                body.text.map(CustomerText::raw_for_storage),
                self.reading_in(chat, body.text)?,
                body.content.map(CustomerText::raw_for_storage),
            ],
        )?;
        if let Some(text) = body.text {
            self.index_message(chat, (id, at), text)?;
        }
        Ok(())
    }

    /// Writes a message's status, with what was said of it.
    pub fn set_message_status(
        &self,
        id: MessageId,
        (status, at): (&str, i64),
        details: Option<&CustomerText>,
    ) -> Result<()> {
        self.connection.execute(
            "UPDATE message SET status = ?2, status_at = ?3, status_details = ?4 WHERE id = ?1",
            params![id.0, status, at, details.map(CustomerText::raw_for_storage)],
        )?;
        Ok(())
    }

    /// Replaces a message's text, unless a newer edit is known. A deleted one stays without text, and
    /// notes the edit all the same, so that both come out alike in either order. Says whether it did.
    pub fn edit_message(&self, id: MessageId, body: &MessageBody<'_>, at: i64) -> Result<bool> {
        let is_due = self.connection.find(
            "SELECT chat_id, deleted_at IS NULL AS is_there, at FROM message
                 WHERE id = ?1 AND (edited_at IS NULL OR edited_at < ?2)",
            [id.0, at],
            |row| Ok((row.get("chat_id")?, row.get::<bool>("is_there")?, row.get("at")?)),
        )?;
        let Some((chat, is_there, written)) = is_due else { return Ok(false) };
        let text = body.text.filter(|_| is_there);
        let content = body.content.filter(|_| is_there);
        self.unindex_message(id)?;
        self.connection.execute(
            "UPDATE message SET kind = ?2, text = ?3, veiled = NULL, edited_at = ?4,
                text_reading = ?5, veiled_reading = NULL, content = ?6
             WHERE id = ?1",
            params![
                id.0,
                body.kind,
                text.map(CustomerText::raw_for_storage),
                at,
                self.reading_in(chat, text)?,
                content.map(CustomerText::raw_for_storage),
            ],
        )?;
        if let Some(text) = text {
            self.index_message(chat, (id, written), text)?;
        }
        Ok(true)
    }

    /// Deletes a message's text and marks it; the row stays, as WhatsApp shows it. Of several
    /// deletions the newest counts. Says whether this one did.
    pub fn revoke_message(&self, id: MessageId, at: i64) -> Result<bool> {
        self.unindex_message(id)?;
        let changed = self.connection.execute(
            "UPDATE message SET text = NULL, veiled = NULL, text_reading = NULL,
                veiled_reading = NULL, content = NULL, deleted_at = ?2
                 WHERE id = ?1 AND (deleted_at IS NULL OR deleted_at < ?2)",
            [id.0, at],
        )?;
        Ok(changed == 1)
    }
}
