//! Everything that masks hide, for proving that none of it is printed.

use std::ops::ControlFlow;

use crate::rules::{
    id::ChatId,
    leak::{Known, Secrets},
};
use crate::store::{
    Snapshot,
    engine::{
        Row,
        error::{Error, Result},
    },
};

impl Snapshot<'_> {
    /// Every customer's number and trait. The workspace's own numbers are no secret, also where a
    /// contact has one of them.
    pub fn secrets(&self) -> Result<Known> {
        let mut secrets = Secrets::default();
        let numbers = "SELECT contact.id, phone, phone_country_code FROM contact
             WHERE phone IS NOT NULL AND phone NOT IN (SELECT number FROM account)
             ORDER BY contact.id";
        self.connection.each(numbers, [], |row| {
            let id = row.get("id")?;
            let phone = row.phone("phone", "phone_country_code")?;
            secrets.numbers.extend(phone.map(|phone| (id, phone)));
            Ok::<_, Error>(ControlFlow::Continue(()))
        })?;
        let traits = "SELECT contact_id, key, value FROM contact_trait ORDER BY contact_id, key";
        secrets.traits = self.connection.all(traits, [], |row| {
            Ok((row.get("contact_id")?, row.get("key")?, row.get("value")?))
        })?;
        Ok(Known::new(&secrets))
    }

    /// The newest chats, whoever sees them, and how many there are.
    pub fn newest_chats(&self, limit: Option<u64>) -> Result<(Vec<ChatId>, u64)> {
        let newest = "SELECT id FROM chat ORDER BY last_at DESC, id DESC";
        let chats = self.connection.first(limit, newest, [], Row::only)?;
        let count = self.connection.one("SELECT count(*) FROM chat", [], Row::only)?;
        Ok((chats, count))
    }
}
