//! Forgetting a contact who asks for it. What they wrote and what is known of them goes; that so many
//! messages went back and forth stays, for the figures, and so does the audit, which holds nothing
//! of theirs.

use sha2::{Digest, Sha256};

use crate::{
    rules::{
        hex::Hex,
        id::{ContactId, MessageId},
        phone::{Phone, number_key::keys_of},
        policy::grant::{Contacts, Identities, Messages, Opens},
    },
    store::{
        Change, ContactKey, Snapshot,
        engine::{Row, error::Result, params},
    },
};

/// What erasing takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Erased {
    /// Chats whose texts go.
    pub chats: u64,
    /// Messages whose texts go.
    pub messages: u64,
    /// Tags.
    pub tags: u64,
}

pub(in crate::store) const SETTING: &str = "erasure_key";

/// Their chats' messages, and what they wrote in groups.
const THEIR_MESSAGES: &str = "SELECT message.id FROM message JOIN chat ON chat.id = chat_id
    WHERE chat.contact_id = ?1 OR message.contact_id = ?1 ORDER BY message.id";

impl Snapshot<'_> {
    /// What erasing a contact takes.
    pub fn plan_erase(&self, contact: ContactId) -> Result<Erased> {
        self.connection.one(
            &format!(
                "SELECT (SELECT count(*) FROM chat WHERE contact_id = ?1) AS chats,
                    (SELECT count(*) FROM ({THEIR_MESSAGES}) AS theirs) AS messages,
                    (SELECT count(*) FROM contact_tag WHERE contact_id = ?1) AS tags"
            ),
            [contact.0],
            |row| {
                Ok(Erased {
                    chats: row.get("chats")?,
                    messages: row.get("messages")?,
                    tags: row.get("tags")?,
                })
            },
        )
    }

    /// When a contact was erased, if they were, in milliseconds since 1970.
    pub fn erased_at(&self, contact: ContactId) -> Result<Option<i64>> {
        self.connection.one("SELECT erased_at FROM contact WHERE id = ?1", [contact.0], Row::only)
    }

    /// Whether anybody was ever erased.
    pub fn has_erased(&self) -> Result<bool> {
        self.connection.exists("SELECT 1 FROM erased_identity", [])
    }

    fn erasure_key(&self) -> Result<Option<String>> {
        Ok(self.settings(SETTING)?.remove(""))
    }

    /// Whether somebody who was erased had a number with that national part: it stays hidden.
    pub(super) fn knew_erased(&self, national: i64) -> Result<bool> {
        let Some(secret) = self.erasure_key()? else { return Ok(false) };
        let hash = keyed_hash(&secret, &national.to_string());
        self.connection.exists("SELECT 1 FROM erased_identity WHERE hash = ?1", params![hash])
    }

    /// How those numbers are kept, in hexadecimal, of who was erased; nothing where nobody was.
    pub(super) fn erased_hashes(&self, nationals: &[i64]) -> Result<Vec<String>> {
        let Some(secret) = self.erasure_key()? else { return Ok(Vec::new()) };
        let hash = |national: &i64| Hex(&keyed_hash(&secret, &national.to_string())).to_string();
        Ok(nationals.iter().map(hash).collect())
    }

    /// Whether that number or id is that of somebody who was erased after that time.
    pub fn is_erased(&self, key: &ContactKey<'_>, at: i64) -> Result<bool> {
        let Some(secret) = self.erasure_key()? else { return Ok(false) };
        let phone = key.phone.map(Phone::raw_for_storage);
        for identity in phone.into_iter().chain(key.whatsapp_user_id) {
            let known = self.connection.exists(
                "SELECT 1 FROM erased_identity WHERE hash = ?1 AND until >= ?2",
                params![keyed_hash(&secret, identity), at],
            )?;
            if known {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl<K: Opens<Identities> + Opens<Contacts> + Opens<Messages>> Change<'_, K> {
    /// Erases a contact. Their numbers and ids stay as keyed hashes, so that an older file doesn't
    /// bring back what was erased. `fresh_key` is the key of the first who is erased and of all after.
    pub fn erase_contact(&self, contact: ContactId, now: i64, fresh_key: &str) -> Result<Erased> {
        self.forget_known_chats();
        self.forget_tags_of(contact.0)?;
        let erased = self.plan_erase(contact)?;
        let known = self.contact_by_id(contact)?;
        self.remember_hashes(contact, now, fresh_key)?;
        for tag in self.tags(contact)? {
            self.remove_tag(contact, &tag)?;
        }
        self.reindex_name(contact, known.name.as_ref(), None)?;
        let messages: Vec<MessageId> =
            self.connection.all(THEIR_MESSAGES, [contact.0], Row::only)?;
        for message in messages {
            self.unindex_message(message)?;
            // WhatsApp's id of a message is built on the number.
            self.connection.execute(
                "UPDATE message SET text = NULL, veiled = NULL, content = NULL, status_details = NULL,
                    text_reading = NULL, veiled_reading = NULL,
                    external_id = NULL, reply_to = NULL, recipient = NULL,
                    deleted_at = coalesce(deleted_at, ?2) WHERE id = ?1",
                [message.0, now],
            )?;
        }
        self.forget_numbers(contact)?;
        for sql in [
            "DELETE FROM contact_past_user_id WHERE contact_id = ?1",
            "DELETE FROM contact_trait WHERE contact_id = ?1",
            "DELETE FROM chat_participant WHERE contact_id = ?1",
            "UPDATE chat SET external_id = NULL WHERE contact_id = ?1",
            "UPDATE contact SET name = NULL, username = NULL, phone = NULL,
                phone_country_code = NULL, whatsapp_user_id = NULL, named_at = NULL, name_reading = NULL,
                username_at = NULL, opted_in = NULL, opted_in_at = NULL WHERE id = ?1",
        ] {
            self.connection.execute(sql, [contact.0])?;
        }
        // What imports changed may be theirs, under whatever key they had then.
        self.forget_imports()?;
        self.purge_search()?;
        self.connection
            .execute("UPDATE contact SET erased_at = ?2 WHERE id = ?1", [contact.0, now])?;
        Ok(erased)
    }

    fn remember_hashes(&self, contact: ContactId, now: i64, fresh_key: &str) -> Result<()> {
        let secret = match self.erasure_key()? {
            Some(secret) => secret,
            None => {
                self.connection.execute(
                    "INSERT INTO setting (name, value) VALUES (?1, ?2)",
                    [SETTING, fresh_key],
                )?;
                fresh_key.to_owned()
            }
        };
        let identities: Vec<String> = self.connection.all(
            "SELECT phone AS identity FROM contact WHERE id = ?1 AND phone IS NOT NULL
             UNION SELECT whatsapp_user_id FROM contact
                WHERE id = ?1 AND whatsapp_user_id IS NOT NULL
             UNION SELECT phone FROM contact_past_number WHERE contact_id = ?1 AND until > 0
             UNION SELECT user_id FROM contact_past_user_id WHERE contact_id = ?1
             ORDER BY identity",
            [contact.0],
            Row::only,
        )?;
        let mut phones = self.past_numbers(contact)?;
        phones.extend(self.contact_by_id(contact)?.phone);
        let national = phones.iter().flat_map(keys_of).map(|key| key.to_string());
        for identity in identities.into_iter().chain(national) {
            self.connection.execute(
                "INSERT INTO erased_identity (hash, until) VALUES (?1, ?2)
                 ON CONFLICT (hash) DO UPDATE SET until = excluded.until",
                params![keyed_hash(&secret, &identity), now],
            )?;
        }
        Ok(())
    }
}

/// HMAC-SHA-256 of an identity under the workspace's own key.
fn keyed_hash(secret: &str, identity: &str) -> Vec<u8> {
    let pad = |with: u8| -> [u8; 64] {
        let mut block = [with; 64];
        for (byte, key) in block.iter_mut().zip(secret.bytes()) {
            *byte ^= key;
        }
        block
    };
    let inner = Sha256::new().chain_update(pad(0x36)).chain_update(identity).finalize();
    Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize().to_vec()
}
