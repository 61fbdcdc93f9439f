//! Everything that masks hide, for proving that none of it is printed.

use super::record::text;
use crate::rules::{
    id::{ChatId, ContactId},
    privacy::leak::{Known, Secrets},
};
use crate::store::{Snapshot, engine::error::Result, member::record::phone};

impl Snapshot<'_> {
    /// Every customer's number and trait. The workspace's own numbers are no secret, also where a
    /// contact has one of them.
    pub fn secrets(&self) -> Result<Known> {
        let mut secrets = Secrets::default();
        let mut statement = self.connection.prepare_cached(
            "SELECT contact.id, phone, phone_country_code FROM contact
             WHERE phone IS NOT NULL AND phone NOT IN (SELECT number FROM account)
             ORDER BY contact.id",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if let Some(phone) = phone(row, 1)? {
                secrets.numbers.push((ContactId(row.get(0)?), phone));
            }
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT contact_id, key, value FROM contact_trait ORDER BY contact_id",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if let (Some(key), Some(value)) = (text(row, 1)?, text(row, 2)?) {
                secrets.traits.push((ContactId(row.get(0)?), key, value));
            }
        }
        Ok(Known::new(&secrets))
    }

    /// The newest chats, whoever sees them, and how many there are.
    pub fn newest_chats(&self, limit: Option<u64>) -> Result<(Vec<ChatId>, u64)> {
        let limit = limit.map_or(i64::MAX, |limit| i64::try_from(limit).unwrap_or(i64::MAX));
        let mut statement = self
            .connection
            .prepare_cached("SELECT id FROM chat ORDER BY last_at DESC, id DESC LIMIT ?1")?;
        let chats = statement.query_map([limit], |row| row.get(0).map(ChatId))?;
        let chats = chats.collect::<rusqlite::Result<_>>()?;
        let count = self
            .connection
            .prepare_cached("SELECT count(*) FROM chat")?
            .query_row([], |row| row.get(0))?;
        Ok((chats, count))
    }
}
