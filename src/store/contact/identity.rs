//! The numbers and user ids that contacts had before, or have beside the one in their row: what was
//! written under one of them, then, was written by them.

use crate::{
    rules::{id::ContactId, phone::Phone},
    store::{
        Change, Snapshot,
        engine::{Row, error::Result, params},
    },
};

/// Until the end of time: still theirs.
pub const STILL: i64 = i64::MAX;

/// What identifies a contact that an import speaks of: the number, the id, or both.
pub struct ContactKey<'a> {
    /// Their number.
    pub phone: Option<&'a Phone>,
    /// WhatsApp's business-scoped id.
    pub whatsapp_user_id: Option<&'a str>,
}

impl Snapshot<'_> {
    /// Whether anybody ever went on under another number or id.
    pub fn has_past_identities(&self) -> Result<bool> {
        self.connection.exists(
            "SELECT 1 FROM contact_past_number WHERE until > 0
             UNION ALL SELECT 1 FROM contact_past_user_id",
            [],
        )
    }

    /// Who had that id or that number at that time, and has another one now, or one more.
    pub fn contact_then(&self, key: &ContactKey<'_>, at: i64) -> Result<Option<ContactId>> {
        let by_id = match key.whatsapp_user_id {
            Some(id) => self.connection.find(
                "SELECT contact_id FROM contact_past_user_id WHERE user_id = ?1 AND until >= ?2",
                params![id, at],
                Row::only,
            )?,
            None => None,
        };
        match (by_id, key.phone) {
            (None, Some(phone)) => self.connection.find(
                "SELECT contact_id FROM contact_past_number WHERE phone = ?1 AND until >= ?2
                 ORDER BY until",
                params![phone.raw_for_storage(), at],
                Row::only,
            ),
            (found, _) => Ok(found),
        }
    }

    /// Everybody who ever had that id or that number and has another one now, or one more; the last first.
    pub fn contacts_once(&self, key: &ContactKey<'_>) -> Result<Vec<ContactId>> {
        self.connection.all(
            "SELECT contact_id FROM (
                SELECT contact_id, until FROM contact_past_user_id WHERE user_id = ?1
                UNION ALL SELECT contact_id, until FROM contact_past_number WHERE phone = ?2
             ) AS once ORDER BY until DESC, contact_id",
            params![key.whatsapp_user_id, key.phone.map(Phone::raw_for_storage)],
            Row::only,
        )
    }
}

impl<K> Change<'_, K> {
    /// Keeps a user id that was a contact's until then. The latest time that is known holds.
    pub fn keep_past_user_id(&self, contact: ContactId, id: &str, until: i64) -> Result<()> {
        self.connection.execute(
            "INSERT INTO contact_past_user_id (user_id, contact_id, until) VALUES (?1, ?2, ?3)
             ON CONFLICT (user_id) DO UPDATE SET contact_id = excluded.contact_id,
                until = excluded.until WHERE contact_past_user_id.until < excluded.until",
            params![id, contact.0, until],
        )?;
        Ok(())
    }

    /// Gives the past numbers and ids of one contact to another.
    pub(super) fn hand_on_identities(&self, from: ContactId, to: ContactId) -> Result<()> {
        let numbers = self.connection.all(
            "SELECT phone, phone_country_code, until FROM contact_past_number
             WHERE contact_id = ?1 ORDER BY phone",
            [from.0],
            |row| {
                let phone = Phone::from_storage(row.get("phone")?, row.get("phone_country_code")?);
                Ok((phone, row.get("until")?))
            },
        )?;
        for (phone, until) in &numbers {
            self.keep_past_number(to, phone, *until)?;
        }
        self.connection.execute(
            "UPDATE contact_past_user_id SET contact_id = ?2 WHERE contact_id = ?1",
            [from.0, to.0],
        )?;
        Ok(())
    }
}
