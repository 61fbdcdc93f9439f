//! Writing messages: added, filled in, edited, deleted, with their place in the index of the search.

use super::message::{Direction, MEDIA_PLACEHOLDER};
use crate::rules::{
    digits::scan::may_have_runs,
    id::{CampaignId, ChatId, ContactId, MemberId, MessageId, TemplateVersionId},
    phone::Phone,
    policy::grant::{Messages, Opens},
    privacy::{library, text::CustomerText},
    whatsapp::{message_status::MessageStatus, objects::together},
};
use crate::store::{
    Change,
    engine::{Row, ToSql, error::Result, params},
};

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

/// What a message says, whatever way it came to say it.
pub struct MessageBody<'a> {
    /// Its kind, as WhatsApp names it.
    pub kind: &'a str,
    /// What a person reads.
    pub text: Option<&'a CustomerText>,
    /// What else was said, as a JSON object.
    pub content: Option<&'a CustomerText>,
}

const ADD_MESSAGE: &str = "INSERT INTO message (id, chat_id, external_id, at, direction, kind, text,
    contact_id, member_id, author, reply_to, recipient, status, campaign_id, template_version_id, veiled,
    text_reading, veiled_reading, content)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)";

impl<K: Opens<Messages>> Change<'_, K> {
    /// How readers from whom numbers are hidden will read a text in that chat. The number library is
    /// asked for the countries of the account and of the contact, and only where there is something
    /// to ask.
    pub(super) fn reading_in(
        &self,
        chat: ChatId,
        text: Option<&CustomerText>,
    ) -> Result<Option<String>> {
        let Some(text) = text else { return Ok(None) };
        if text.reading().by_masked || !may_have_runs(text.raw_for_storage()) {
            return Ok(text.reading().to_column());
        }
        let known = self.known_chat(chat)?;
        Ok(library::read(text, known.codes.split_whitespace()).to_column())
    }

    /// Adds a message, to the index too; `None` where the chat has one with WhatsApp's id already.
    pub fn insert_message(&self, message: &NewMessage<'_>) -> Result<Option<MessageId>> {
        self.write_message(message, |values| {
            let sql = format!("{ADD_MESSAGE} ON CONFLICT DO NOTHING");
            Ok(self.connection.execute(&sql, values)? == 1)
        })
    }

    /// The same of a message whose id the chat is known not to have.
    pub fn add_message(&self, message: &NewMessage<'_>) -> Result<Option<MessageId>> {
        self.write_message(message, |values| {
            self.connection.add(ADD_MESSAGE, values)?;
            Ok(true)
        })
    }

    fn write_message(
        &self,
        message: &NewMessage<'_>,
        add: impl FnOnce(&[&dyn ToSql]) -> Result<bool>,
    ) -> Result<Option<MessageId>> {
        let id = self.coming_key("message")?;
        let is_added = add(params![
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
        ])?;
        if !is_added {
            return Ok(None);
        }
        self.use_key("message", id);
        let id = MessageId(id);
        // Found by what everybody may read of it: a hit tells as much as the text.
        if let Some(text) = message.veiled.or(message.text) {
            let account = self.known_chat(message.chat)?.account;
            self.index_message(account, (id, message.at), text)?;
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

    /// Puts the content in the place of a file that an export left out, or of what a webhook didn't hand on.
    /// What is kept beside it stays. Says whether there was such a place.
    pub fn fill_untold(&self, id: MessageId, body: &MessageBody<'_>) -> Result<bool> {
        let held = self.connection.find(
            "SELECT chat_id, at, content FROM message
                 WHERE id = ?1 AND kind IN ('media', 'unsupported') AND deleted_at IS NULL",
            [id.0],
            |row| {
                Ok((
                    row.get("chat_id")?,
                    row.get("at")?,
                    row.get::<Option<CustomerText>>("content")?,
                ))
            },
        )?;
        let Some((chat, at, content)) = held else { return Ok(false) };
        let body = MessageBody { content: body.content.or(content.as_ref()), ..*body };
        self.replace_content((chat, id, at), &body)?;
        Ok(true)
    }

    pub(super) fn replace_content(
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
            self.index_message(self.known_chat(chat)?.account, (id, at), text)?;
        }
        Ok(())
    }

    /// Writes how far messages got.
    pub fn set_message_statuses(&self, statuses: &[(MessageId, &MessageStatus)]) -> Result<()> {
        self.connection.update_each(
            "UPDATE message SET status = ?2, status_at = ?3, status_details = ?4 WHERE id = ?1",
            statuses.iter().map(|(message, MessageStatus { status, at, details })| {
                (message, status, at, details)
            }),
        )
    }

    /// Writes what else a message says now beside its text. What it doesn't speak of stays. Says whether
    /// that changed anything.
    pub fn set_message_content(&self, id: MessageId, content: &CustomerText) -> Result<bool> {
        let sql = "SELECT content FROM message WHERE id = ?1 AND deleted_at IS NULL";
        let known = self.connection.find(sql, [id.0], Row::only::<Option<String>>)?;
        let Some(old) = known else { return Ok(false) };
        let new = together(old.as_deref(), Some(content.raw_for_storage()));
        if new == old {
            return Ok(false);
        }
        self.connection
            .execute("UPDATE message SET content = ?2 WHERE id = ?1", params![id.0, new])?;
        Ok(true)
    }

    /// Replaces a message's text, unless a newer edit is known. A deleted one stays without text, and
    /// notes the edit all the same, so that both come out alike in either order. What else it came with
    /// stays, as far as the edit doesn't speak of it. Says whether it did.
    pub fn edit_message(&self, id: MessageId, body: &MessageBody<'_>, at: i64) -> Result<bool> {
        let is_due = self.connection.find(
            "SELECT chat_id, deleted_at IS NULL AS is_there, at, content FROM message
                 WHERE id = ?1 AND (edited_at IS NULL OR edited_at < ?2)",
            [id.0, at],
            |row| {
                let held = (row.get::<bool>("is_there")?, row.get::<Option<String>>("content")?);
                Ok((row.get("chat_id")?, held, row.get("at")?))
            },
        )?;
        let Some((chat, (is_there, old), written)) = is_due else { return Ok(false) };
        let text = body.text.filter(|_| is_there);
        let content = body.content.map(CustomerText::raw_for_storage);
        let content = together(old.as_deref(), content).filter(|_| is_there);
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
                content,
            ],
        )?;
        if let Some(text) = text {
            self.index_message(self.known_chat(chat)?.account, (id, written), text)?;
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
