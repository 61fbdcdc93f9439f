//! Two contacts become one: the chats go on, with tags, traits, consent and assignee, and what was
//! written under either number or id is found under the one that stays.

use crate::{
    rules::{
        id::{AccountId, ChatId, ContactId},
        policy::grant::{Contacts, Identities, Messages, Opens},
    },
    store::{
        Change, Contact, Said, Snapshot,
        chat::message::NewestMessage,
        contact::identity::STILL,
        engine::{Row, error::Result},
    },
};

/// What a merge moves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Merged {
    /// Chats, those that become part of another among them.
    pub chats: u64,
    /// Of those, the ones that become part of another.
    pub joined_chats: u64,
    /// Messages.
    pub messages: u64,
    /// Tags that the one who stays didn't have.
    pub tags: u64,
}

impl Snapshot<'_> {
    /// What merging the second contact into the first moves.
    pub fn plan_merge(&self, keep: ContactId, gone: ContactId) -> Result<Merged> {
        self.connection.one(
            "SELECT
                (SELECT count(*) FROM chat WHERE contact_id = ?2) AS chats,
                (SELECT count(*) FROM chat AS one JOIN chat AS other
                    ON other.account_id = one.account_id AND other.contact_id = ?1
                    WHERE one.contact_id = ?2) AS joined_chats,
                (SELECT count(*) FROM message JOIN chat ON chat.id = chat_id
                    WHERE chat.contact_id = ?2) AS messages,
                (SELECT count(*) FROM contact_tag WHERE contact_id = ?2 AND tag NOT IN
                    (SELECT tag FROM contact_tag WHERE contact_id = ?1)) AS tags",
            [keep.0, gone.0],
            |row| {
                Ok(Merged {
                    chats: row.get("chats")?,
                    joined_chats: row.get("joined_chats")?,
                    messages: row.get("messages")?,
                    tags: row.get("tags")?,
                })
            },
        )
    }

    /// The chats of a contact, with their accounts.
    pub(super) fn places_of(&self, contact: ContactId) -> Result<Vec<(ChatId, AccountId)>> {
        self.connection.all(
            "SELECT id, account_id FROM chat WHERE contact_id = ?1 ORDER BY id",
            [contact.0],
            |row| Ok((row.get("id")?, row.get("account_id")?)),
        )
    }
}

impl<K: Opens<Identities> + Opens<Contacts> + Opens<Messages>> Change<'_, K> {
    /// Makes the second contact part of the first.
    pub fn merge_contacts(&self, keep: ContactId, gone: ContactId) -> Result<Merged> {
        self.forget_known_chats();
        let merged = self.plan_merge(keep, gone)?;
        let (kept, other) = (self.contact_by_id(keep)?, self.contact_by_id(gone)?);
        let tags = self.tags(gone)?;
        for tag in &tags {
            self.remove_tag(gone, tag)?;
        }
        self.reindex_name(gone, other.name.as_ref(), None)?;
        self.hand_on_identities(gone, keep)?;
        self.forget_numbers(gone)?;
        self.connection.execute(
            "UPDATE contact SET phone = NULL, phone_country_code = NULL, whatsapp_user_id = NULL
             WHERE id = ?1",
            [gone.0],
        )?;
        let both = self.union(kept, other)?;
        self.update_contact(&both)?;
        for (chat, account) in self.places_of(gone)? {
            self.move_chat((chat, account), &both)?;
        }
        for tag in &tags {
            self.give_tag(keep, tag)?;
        }
        self.hand_on_rows(keep, gone)?;
        if let Some((opted_in, at)) = self.consent_of(gone)? {
            self.set_opted_in(keep, opted_in, Said::At(at))?;
        }
        self.connection.execute("DELETE FROM contact WHERE id = ?1", [gone.0])?;
        Ok(merged)
    }

    /// The contact that two become: of what both have once, the newer name and username, and the
    /// number and id of the one who stays. The other's stay known.
    fn union(&self, mut kept: Contact, other: Contact) -> Result<Contact> {
        if kept.name.is_none() || other.name.is_some() && other.named_at > kept.named_at {
            (kept.name, kept.named_at) = (other.name, other.named_at);
        }
        if kept.username.is_none()
            || other.username.is_some() && other.username_at > kept.username_at
        {
            (kept.username, kept.username_at) = (other.username, other.username_at);
        }
        match (&kept.phone, other.phone) {
            (None, phone) => kept.phone = phone,
            (Some(own), Some(phone)) if *own != phone => {
                self.keep_past_number(kept.id, &phone, STILL)?;
            }
            _ => {}
        }
        match (&kept.whatsapp_user_id, other.whatsapp_user_id) {
            (None, id) => kept.whatsapp_user_id = id,
            (Some(_), Some(id)) => self.keep_past_user_id(kept.id, &id, STILL)?,
            _ => {}
        }
        Ok(kept)
    }

    /// Gives a chat to a contact: as it is or, where they have one on that account, as a part of it.
    fn move_chat(&self, (chat, account): (ChatId, AccountId), to: &Contact) -> Result<()> {
        let Some(own) = self.chat_of_contact(account, to.id)? else {
            self.connection
                .execute("UPDATE chat SET contact_id = ?2 WHERE id = ?1", [chat.0, to.id.0])?;
            self.tag_new_chat(chat)?;
            return match &to.name {
                Some(name) => self.index_name((account, chat), name),
                None => Ok(()),
            };
        };
        // A message that stands in both came twice.
        let twice = self.connection.all(
            "SELECT one.id FROM message AS one JOIN message AS other
                ON other.chat_id = ?2 AND other.external_id = one.external_id
             WHERE one.chat_id = ?1 ORDER BY one.id",
            [chat.0, own.0],
            Row::only,
        )?;
        self.connection
            .execute("UPDATE chat SET last_message_id = NULL WHERE id = ?1", [chat.0])?;
        for message in twice {
            self.unindex_message(message)?;
            self.connection.execute("DELETE FROM message WHERE id = ?1", [message.0])?;
        }
        // The index knows a message by its key, its time and its account, which all stay.
        self.connection
            .execute("UPDATE message SET chat_id = ?2 WHERE chat_id = ?1", [chat.0, own.0])?;
        let mut details = self.chat_details(own)?;
        let gone = self.chat_details(chat)?;
        self.connection.execute("DELETE FROM chat WHERE id = ?1", [chat.0])?;
        if details.assignee.is_none() && details.awaited_assignee.is_none() {
            match (gone.assignee, &gone.awaited_assignee) {
                (Some(assignee), _) => self.write_assignee(own, Some(assignee))?,
                (None, Some(email)) => self.write_awaited_assignee(own, Some(email))?,
                (None, None) => {}
            }
        }
        if gone.status == "open" {
            details.status = gone.status;
        }
        details.external_id = details.external_id.or(gone.external_id);
        details.last_at = details.last_at.max(gone.last_at);
        self.set_chat_details(own, &details)?;
        match self.newest_message(own)? {
            Some(NewestMessage { id, at }) => self.touch_chat(own, id, at),
            None => Ok(()),
        }
    }

    /// Everything else that names the contact who goes.
    fn hand_on_rows(&self, keep: ContactId, gone: ContactId) -> Result<()> {
        for sql in [
            "UPDATE message SET contact_id = ?1 WHERE contact_id = ?2",
            "INSERT INTO contact_trait (contact_id, key, value)
                SELECT ?1, key, value FROM contact_trait WHERE contact_id = ?2
                ON CONFLICT DO NOTHING",
            "INSERT INTO chat_participant (chat_id, contact_id)
                SELECT chat_id, ?1 FROM chat_participant WHERE contact_id = ?2
                ON CONFLICT DO NOTHING",
            "DELETE FROM chat_participant WHERE contact_id = ?2 AND ?1 <> ?2",
            "INSERT INTO campaign_recipient (campaign_id, number, contact_id, outcome)
                SELECT campaign_id, number, ?1, outcome FROM campaign_recipient
                WHERE contact_id = ?2 ON CONFLICT DO NOTHING",
        ] {
            self.connection.execute(sql, [keep.0, gone.0])?;
        }
        Ok(())
    }

    fn consent_of(&self, contact: ContactId) -> Result<Option<(Option<bool>, i64)>> {
        self.connection.find(
            "SELECT opted_in, opted_in_at FROM contact
             WHERE id = ?1 AND opted_in_at IS NOT NULL",
            [contact.0],
            |row| Ok((row.get("opted_in")?, row.get("opted_in_at")?)),
        )
    }
}
