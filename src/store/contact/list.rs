//! Contacts by the thousand: all of them with what belongs to them, read side by side, and those who
//! have neither number nor id, found by name.

use std::{iter::Peekable, vec::Vec};

use rusqlite::{OptionalExtension, params};

use super::record::{CONTACT, owned, record};
use crate::rules::{id::ContactId, privacy::private::CustomerText};
use crate::store::{
    ContactRecord, Snapshot,
    engine::error::{Error, Result},
};

/// A contact with everything that is known of them.
pub struct WholeContact {
    /// Their row.
    pub record: ContactRecord,
    /// Their traits, by key.
    pub traits: Vec<(CustomerText, CustomerText)>,
    /// Their tags, in order.
    pub tags: Vec<CustomerText>,
}

impl Snapshot<'_> {
    /// Gives every contact to `show`, in the order of keys. One is held at a time.
    ///
    /// # Errors
    /// The store's own, or what `show` fails with.
    pub fn every_contact<E: From<Error>>(
        &self,
        mut show: impl FnMut(WholeContact) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        let prepare = |sql: &str| self.connection.prepare_cached(sql).map_err(Error::from);
        let mut contacts = prepare(&format!("{CONTACT} ORDER BY id"))?;
        let mut traits =
            prepare("SELECT contact_id, key, value FROM contact_trait ORDER BY contact_id, key")?;
        let mut tags = prepare("SELECT contact_id, tag FROM contact_tag ORDER BY contact_id, tag")?;
        let mut traits = traits
            .query_map([], |row| Ok((row.get::<_, i64>(0)?, (owned(row, 1)?, owned(row, 2)?))))
            .map_err(Error::from)?
            .peekable();
        let mut tags = tags
            .query_map([], |row| Ok((row.get::<_, i64>(0)?, owned(row, 1)?)))
            .map_err(Error::from)?
            .peekable();
        for record in contacts.query_map([], record).map_err(Error::from)? {
            let record = record.map_err(Error::from)?;
            let id = record.contact.id.0;
            let traits = of(id, &mut traits).map_err(Error::from)?;
            let tags = of(id, &mut tags).map_err(Error::from)?;
            show(WholeContact { record, traits, tags })?;
        }
        Ok(())
    }

    /// The names of traits, in order: at most so many, with whether there are more.
    pub fn trait_keys(&self, most: usize) -> Result<(Vec<CustomerText>, bool)> {
        // From one key to the next along the index: as many steps as there are keys, not contacts.
        let mut first = self
            .connection
            .prepare_cached("SELECT key FROM contact_trait ORDER BY key, value LIMIT 1")?;
        let mut next = self.connection.prepare_cached(
            "SELECT key FROM contact_trait WHERE key > ?1 ORDER BY key, value LIMIT 1",
        )?;
        let mut keys: Vec<CustomerText> = Vec::new();
        let mut key = first.query_row([], |row| owned(row, 0)).optional()?;
        while let Some(found) = key {
            if keys.len() == most {
                return Ok((keys, true));
            }
            key = next.query_row([found.raw_for_storage()], |row| owned(row, 0)).optional()?;
            keys.push(found);
        }
        Ok((keys, false))
    }

    /// Somebody of whom nothing but these names is known: the first one between two keys.
    pub fn contact_by_name_alone(
        &self,
        (name, username): (Option<&CustomerText>, Option<&CustomerText>),
        (after, before): (ContactId, ContactId),
    ) -> Result<Option<ContactId>> {
        let text = |text: Option<&CustomerText>| text.map(|t| t.raw_for_storage().to_owned());
        Ok(self
            .connection
            .prepare_cached(
                "SELECT id FROM contact WHERE phone IS NULL AND whatsapp_user_id IS NULL
                    AND name IS ?1 AND username IS ?2 AND id > ?3 AND id < ?4
                 ORDER BY id LIMIT 1",
            )?
            .query_row(params![text(name), text(username), after.0, before.0], |row| {
                row.get(0).map(ContactId)
            })
            .optional()?)
    }

    /// A contact's trait of that key.
    pub fn trait_value(&self, id: ContactId, key: &CustomerText) -> Result<Option<CustomerText>> {
        Ok(self
            .connection
            .prepare_cached("SELECT value FROM contact_trait WHERE contact_id = ?1 AND key = ?2")?
            .query_row(params![id.0, key.raw_for_storage()], |row| owned(row, 0))
            .optional()?)
    }

    /// Whether a contact has that tag.
    pub fn has_tag(&self, id: ContactId, tag: &CustomerText) -> Result<bool> {
        Ok(self
            .connection
            .prepare_cached("SELECT 1 FROM contact_tag WHERE contact_id = ?1 AND tag = ?2")?
            .exists(params![id.0, tag.raw_for_storage()])?)
    }
}

/// What belongs to that contact, of what comes in the order of contacts.
fn of<T>(
    id: i64,
    all: &mut Peekable<impl Iterator<Item = rusqlite::Result<(i64, T)>>>,
) -> rusqlite::Result<Vec<T>> {
    let mut found = Vec::new();
    while let Some(next) = all.next_if(|next| !matches!(next, Ok((other, _)) if *other != id)) {
        found.push(next?.1);
    }
    Ok(found)
}
