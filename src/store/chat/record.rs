//! Chats, one at a time. Pages of them are `chat_page`'s.

use super::message::{Direction, TEMPLATE};
use crate::rules::policy::grant::{Assignments, Messages, Opens};
use crate::rules::{
    id::{AccountId, ChatId, ContactId, MemberId, MessageId},
    phone::Phone,
    policy::scope::{ChatFacts, Connector},
    privacy::text::CustomerText,
};
use crate::store::{
    Change, Contact, Snapshot,
    account::connector,
    engine::{Question, Row, error::Result, params},
};

/// A conversation of one contact, or of a group, with one account: as a list shows it.
pub struct Chat {
    /// Its key.
    pub id: ChatId,
    /// The account it came in on.
    pub account: AccountId,
    /// That account's number.
    pub account_number: Phone,
    /// That account's label.
    pub account_label: Option<String>,
    /// Who connected that account.
    pub connector: Option<Connector>,
    /// With whom; `None` for a group.
    pub contact: Option<ContactId>,
    /// The contact's name, or the group's subject.
    pub name: Option<CustomerText>,
    /// The contact's username.
    pub username: Option<CustomerText>,
    /// The contact's number.
    pub phone: Option<Phone>,
    /// Whom it is assigned to.
    pub assignee: Option<MemberId>,
    /// Their email.
    pub assignee_email: Option<String>,
    /// Open or closed.
    pub status: String,
    /// When its newest message was written, in milliseconds since 1970.
    pub last_at: i64,
    /// That message's kind, as WhatsApp names it.
    pub last_kind: Option<String>,
    /// That message's text.
    pub last_text: Option<CustomerText>,
    /// The same for whom traits are hidden, where traits filled a part of it.
    pub last_veiled: Option<CustomerText>,
    /// Which way it went.
    pub last_direction: Option<Direction>,
    /// Whether it was deleted.
    pub last_deleted: bool,
}

impl Chat {
    /// What the rules need to know of it.
    #[must_use]
    pub fn facts(&self) -> ChatFacts {
        ChatFacts { connector: self.connector, assignee: self.assignee }
    }

    /// What customers wrote of it.
    #[must_use]
    pub fn texts(&self) -> [Option<&CustomerText>; 4] {
        let Self { name, username, last_text, last_veiled, .. } = self;
        [name.as_ref(), username.as_ref(), last_text.as_ref(), last_veiled.as_ref()]
    }
}

/// The number of chats whose newest messages are noted at once.
const TOUCHED_AT_ONCE: usize = 1024;

/// A chat to add.
pub struct NewChat<'a> {
    /// On which account.
    pub account: AccountId,
    /// With whom; `None` for a group.
    pub contact: Option<ContactId>,
    /// WhatsApp's id of the group.
    pub group_id: Option<&'a str>,
    /// When its first message was written, in milliseconds since 1970.
    pub at: i64,
}

/// What an import may know of a chat beside its messages.
#[derive(Clone, PartialEq, Eq)]
pub struct ChatDetails {
    /// The id that the source gave it.
    pub external_id: Option<String>,
    /// The group's subject.
    pub subject: Option<CustomerText>,
    /// Open or closed.
    pub status: String,
    /// Whom it is assigned to.
    pub assignee: Option<MemberId>,
    /// Whom it is to be assigned to once they are a member: their email in lower case.
    pub awaited_assignee: Option<String>,
    /// When its newest message was written, in milliseconds since 1970.
    pub last_at: i64,
}

/// Where a chat is: on which account, with whom.
#[derive(Clone)]
pub struct ChatPlace {
    /// Its key.
    pub id: ChatId,
    /// On which account.
    pub account: AccountId,
    /// With whom; `None` for a group.
    pub contact: Option<ContactId>,
    /// That contact's number.
    pub phone: Option<Phone>,
}

// All joins are outer ones, also that of the account which every chat has: the engine then begins
// with the chats, in the order of their index, instead of reading and sorting them.
pub(in crate::store) const CHAT: &str = "SELECT chat.id, chat.account_id, account.number,
    account.number_country_code, account.label, account.connector_id, connector.team_id,
    chat.contact_id, coalesce(contact.name, chat.subject) AS name, contact.username, contact.phone,
    contact.phone_country_code, chat.assignee_id, assignee.email, chat.status, chat.last_at,
    message.kind, message.text, message.direction, message.deleted_at IS NOT NULL AS is_deleted,
    message.veiled, message.text_reading, message.veiled_reading,
    coalesce(contact.name_reading, chat.subject_reading) AS name_reading,
    message.member_id FROM chat LEFT JOIN account ON account.id = chat.account_id
        LEFT JOIN member AS connector ON connector.id = account.connector_id
        LEFT JOIN contact ON contact.id = chat.contact_id
        LEFT JOIN member AS assignee ON assignee.id = chat.assignee_id
        LEFT JOIN message ON message.id = chat.last_message_id";

pub(in crate::store) fn chat(row: &Row<'_>) -> Result<Chat> {
    let last_kind: Option<String> = row.get("kind")?;
    let member: Option<MemberId> = row.get("member_id")?;
    let member = member.filter(|_| last_kind.as_deref() != Some(TEMPLATE));
    let own = move |text: CustomerText| text.by(member);
    Ok(Chat {
        id: row.get("id")?,
        account: row.get("account_id")?,
        account_number: Phone::from_storage(row.get("number")?, row.get("number_country_code")?),
        account_label: row.get("label")?,
        connector: connector(row, "connector_id", "team_id")?,
        contact: row.get("contact_id")?,
        name: row.text("name", "name_reading")?,
        username: row.get("username")?,
        phone: row.phone("phone", "phone_country_code")?,
        assignee: row.get("assignee_id")?,
        assignee_email: row.get("email")?,
        status: row.get("status")?,
        last_at: row.get("last_at")?,
        last_kind,
        last_text: row.text("text", "text_reading")?.map(own),
        last_veiled: row.text("veiled", "veiled_reading")?.map(own),
        last_direction: row.get("direction")?,
        last_deleted: row.get("is_deleted")?,
    })
}

/// Asks for a chat.
pub(in crate::store) fn by_key(id: ChatId) -> Question {
    Question::new(format!("{CHAT} WHERE chat.id = ?1"), vec![id.0.into()])
}

impl Snapshot<'_> {
    /// The chat of that key, whoever may see it.
    pub fn chat(&self, id: ChatId) -> Result<Option<Chat>> {
        let Question { sql, values, .. } = by_key(id);
        self.connection.find(&sql, values, chat)
    }

    /// The chats with that number, newest first, whoever may see them.
    pub fn chats_with(&self, number: &Phone) -> Result<Vec<Chat>> {
        self.connection.all(
            &format!("{CHAT} WHERE contact.phone = ?1 ORDER BY chat.last_at DESC, chat.id DESC"),
            [number.raw_for_storage()],
            chat,
        )
    }

    /// The chat of that contact on that account.
    pub fn chat_of_contact(
        &self,
        account: AccountId,
        contact: ContactId,
    ) -> Result<Option<ChatId>> {
        self.connection.find(
            "SELECT id FROM chat WHERE contact_id = ?1 AND account_id = ?2",
            [contact.0, account.0],
            Row::only,
        )
    }

    /// The chat of that group on that account.
    pub fn chat_of_group(&self, account: AccountId, group: &str) -> Result<Option<ChatId>> {
        self.connection.find(
            "SELECT id FROM chat WHERE group_id = ?1 AND account_id = ?2",
            params![group, account.0],
            Row::only,
        )
    }

    /// The chat that a source gave that id.
    pub fn chat_of_source(&self, external_id: &str) -> Result<Option<ChatPlace>> {
        self.connection.find(
            "SELECT chat.id, account_id, contact_id, phone, phone_country_code
                 FROM chat LEFT JOIN contact ON contact.id = contact_id WHERE external_id = ?1",
            [external_id],
            |row| {
                Ok(ChatPlace {
                    id: row.get("id")?,
                    account: row.get("account_id")?,
                    contact: row.get("contact_id")?,
                    phone: row.phone("phone", "phone_country_code")?,
                })
            },
        )
    }

    /// What is known of a chat beside its messages.
    pub fn chat_details(&self, id: ChatId) -> Result<ChatDetails> {
        self.connection.one(
            "SELECT external_id, subject, subject_reading, status, assignee_id, awaited_assignee, last_at
                 FROM chat WHERE id = ?1",
            [id.0],
            |row| {
                Ok(ChatDetails {
                    external_id: row.get("external_id")?,
                    subject: row.text("subject", "subject_reading")?,
                    status: row.get("status")?,
                    assignee: row.get("assignee_id")?,
                    awaited_assignee: row.get("awaited_assignee")?,
                    last_at: row.get("last_at")?,
                })
            },
        )
    }

    /// How many chats of an account are assigned to that member.
    pub fn count_assigned_on(&self, account: AccountId, assignee: MemberId) -> Result<u64> {
        self.connection.one(
            "SELECT count(*) FROM chat WHERE assignee_id = ?1 AND account_id = ?2",
            [assignee.0, account.0],
            Row::only,
        )
    }

    /// How many chats are assigned to that member.
    pub fn count_assigned(&self, assignee: MemberId) -> Result<u64> {
        self.connection.one(
            "SELECT count(*) FROM chat WHERE assignee_id = ?1",
            [assignee.0],
            Row::only,
        )
    }
}

impl<K: Opens<Messages>> Change<'_, K> {
    /// Adds a chat, open, unassigned and without messages.
    pub fn insert_chat(&self, chat: &NewChat<'_>) -> Result<ChatId> {
        let contact = chat.contact.map(|id| self.contact_by_id(id)).transpose()?;
        let id = self.add_chat(chat, contact.as_ref())?;
        self.tag_new_chats(&[id])?;
        Ok(id)
    }

    /// The same of somebody as they stand in the workspace, who has no tags, or whose chat is put under them before
    /// anything else of it or of them is changed: see [`Change::tag_new_chats`].
    pub fn add_chat(&self, chat: &NewChat<'_>, contact: Option<&Contact>) -> Result<ChatId> {
        let id = ChatId(self.next_key("chat")?);
        let open = "open";
        self.connection.add(
            "INSERT INTO chat (id, account_id, contact_id, group_id, status, last_at, created_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![id, chat.account, chat.contact, chat.group_id, open, chat.at, chat.at],
        )?;
        let phone = contact.and_then(|contact| contact.phone.as_ref());
        self.know_new_chat(id, chat.account, phone)?;
        if let Some(name) = contact.and_then(|contact| contact.name.as_ref()) {
            self.index_name((chat.account, id), name)?;
        }
        Ok(id)
    }
}

impl<K: Opens<Assignments>> Change<'_, K> {
    /// Keeps a chat for somebody who isn't a member yet, by their email in lower case.
    pub fn set_awaited_assignee(&self, id: ChatId, email: Option<&str>) -> Result<()> {
        self.write_awaited_assignee(id, email)
    }

    /// Assigns a chat, or leaves it to nobody.
    pub fn set_assignee(&self, id: ChatId, assignee: Option<MemberId>) -> Result<()> {
        self.write_assignee(id, assignee)
    }
}

impl<K> Change<'_, K> {
    /// The same, for the store's own use.
    pub(in crate::store) fn write_awaited_assignee(
        &self,
        id: ChatId,
        email: Option<&str>,
    ) -> Result<()> {
        self.state.awaits.set(Some(true));
        self.connection
            .execute("UPDATE chat SET awaited_assignee = ?2 WHERE id = ?1", params![id.0, email])?;
        Ok(())
    }

    /// The same, for the store's own use.
    pub(in crate::store) fn write_assignee(
        &self,
        id: ChatId,
        assignee: Option<MemberId>,
    ) -> Result<()> {
        self.moving_tags(&[id], || {
            self.connection.execute(
                "UPDATE chat SET assignee_id = ?2, awaited_assignee = NULL WHERE id = ?1",
                params![id.0, assignee],
            )
        })
    }
}

impl<K: Opens<Messages>> Change<'_, K> {
    /// Opens or closes a chat.
    pub fn set_chat_status(&self, id: ChatId, status: &str) -> Result<()> {
        self.connection
            .execute("UPDATE chat SET status = ?2 WHERE id = ?1", params![id.0, status])?;
        Ok(())
    }

    /// Notes a message as the chat's newest, and whether it is unanswered, unless a newer one is
    /// known. A source may know of a newer one that hasn't come itself: the chat keeps its time.
    pub fn touch_chat(&self, id: ChatId, message: MessageId, at: i64) -> Result<()> {
        self.touch_chats(&[(id, message, at)])
    }

    /// The same of many chats.
    pub fn touch_chats(&self, newest: &[(ChatId, MessageId, i64)]) -> Result<()> {
        for newest in newest.chunks(TOUCHED_AT_ONCE) {
            let chats: Vec<_> = newest.iter().map(|(chat, ..)| *chat).collect();
            self.moving_tags(&chats, || {
                // FAIL as in `update_contact`.
                self.connection.update_each(
                    "UPDATE OR FAIL chat SET last_message_id = ?2, last_at = max(last_at, ?3),
                        unread = (SELECT CASE direction WHEN 'in' THEN 1 ELSE 0 END FROM message WHERE id = ?2)
                     WHERE id = ?1 AND (last_message_id IS NULL OR ?3 >= (
                        SELECT message.at FROM message WHERE message.id = last_message_id))",
                    newest.iter().map(|(chat, message, at)| [chat.0, message.0, *at]),
                )
            })?;
        }
        Ok(())
    }

    /// Writes what is known of a chat beside its messages and whose it is.
    pub fn set_chat_details(&self, id: ChatId, details: &ChatDetails) -> Result<()> {
        self.moving_tags(&[id], || {
            self.connection.execute(
                "UPDATE chat SET external_id = ?2, subject = ?3, status = ?4, last_at = ?5,
                    subject_reading = ?6 WHERE id = ?1",
                params![
                    id.0,
                    details.external_id,
                    details.subject.as_ref().map(CustomerText::raw_for_storage),
                    details.status,
                    details.last_at,
                    self.reading_in(id, details.subject.as_ref())?,
                ],
            )
        })
    }
}
