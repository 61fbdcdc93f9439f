//! Who has, or had, each of many numbers and ids: asked at once, where a server is asked.

use crate::rules::{id::ContactId, phone::Phone};
use crate::store::{
    Contact, LookedUp, Snapshot,
    contact::record::{CONTACT, contact},
    engine::{Value, error::Result},
};

impl Snapshot<'_> {
    /// Whether it pays to ask of many things at once: on a server, where each question takes a round trip.
    #[must_use]
    pub fn is_far(&self) -> bool {
        !self.connection.is_file()
    }

    /// Who has each of these numbers.
    pub fn holders_of_numbers(&self, phones: &[Phone]) -> Result<Vec<LookedUp<Contact>>> {
        // The same number written the other way, or the number itself.
        let key = |phone: &Phone| {
            let twin = phone.twin();
            let other = twin.as_ref().unwrap_or(phone);
            [phone, other].map(|it| it.raw_for_storage().to_owned().into()).to_vec()
        };
        self.holders(
            &format!("{CONTACT} WHERE phone = ?1"),
            "SELECT 1 AS found FROM contact_past_number WHERE phone IN (?1, ?2)
             UNION ALL SELECT 1 FROM contact WHERE phone = ?2 AND ?1 <> ?2",
            &phones.iter().map(key).collect::<Vec<_>>(),
        )
    }

    /// Who has each of these ids.
    pub fn holders_of_user_ids(&self, ids: &[String]) -> Result<Vec<LookedUp<Contact>>> {
        self.holders(
            &format!("{CONTACT} WHERE whatsapp_user_id = ?1"),
            "SELECT 1 AS found FROM contact_past_user_id WHERE user_id = ?1",
            &ids.iter().map(|id| vec![id.clone().into()]).collect::<Vec<_>>(),
        )
    }

    /// How many tags each of these contacts has.
    pub fn count_tags(&self, contacts: &[ContactId]) -> Result<Vec<i64>> {
        let sql = "SELECT count(*) AS tags FROM contact_tag WHERE contact_id = ?1";
        let keys: Vec<_> = contacts.iter().map(|contact| vec![contact.0.into()]).collect();
        let counts = self.connection.for_each(sql, &keys, |row| row.get::<i64>("tags"))?;
        Ok(counts.into_iter().flatten().collect())
    }

    /// Who is found now, where nobody else is found elsewhere.
    fn holders(
        &self,
        now: &str,
        elsewhere: &str,
        keys: &[Vec<Value>],
    ) -> Result<Vec<LookedUp<Contact>>> {
        let now = self.connection.for_each(now, keys, contact)?;
        let elsewhere = self.connection.for_each(elsewhere, keys, |row| row.get::<i64>("found"))?;
        let holder = |(now, elsewhere): (Vec<Contact>, Vec<i64>)| match now.into_iter().next() {
            _ if !elsewhere.is_empty() => LookedUp::Unclear,
            Some(contact) => LookedUp::Is(contact),
            None => LookedUp::Nothing,
        };
        Ok(now.into_iter().zip(elsewhere).map(holder).collect())
    }
}
