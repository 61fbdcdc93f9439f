//! Contacts by the thousand: all of them with what belongs to them, read side by side, and those who
//! have neither number nor id, found by name.

use std::{iter::Peekable, vec::Vec};

use super::record::{CONTACT, TAGS, TRAITS, contact_of_key, pair, record};
use crate::rules::{id::ContactId, privacy::text::CustomerText};
use crate::store::{
    ContactRecord, Snapshot,
    engine::{
        Row,
        error::{Error, Result},
        params,
    },
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
    pub fn every_contact<E: From<Error>>(
        &self,
        mut show: impl FnMut(WholeContact) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut contacts =
            self.connection.statement(&format!("{CONTACT} WHERE erased_at IS NULL ORDER BY id"))?;
        let mut traits = self.connection.statement(
            "SELECT contact_id, key, value FROM contact_trait ORDER BY contact_id, key",
        )?;
        let mut tags = self
            .connection
            .statement("SELECT contact_id, tag FROM contact_tag ORDER BY contact_id, tag")?;
        let mut traits = traits
            .stream([], |row| Ok((row.get("contact_id")?, (row.get("key")?, row.get("value")?))))?
            .peekable();
        let mut tags =
            tags.stream([], |row| Ok((row.get("contact_id")?, row.get("tag")?)))?.peekable();
        for record in contacts.stream([], record)? {
            let record = record?;
            let (traits, tags) =
                (of(record.contact.id, &mut traits)?, of(record.contact.id, &mut tags)?);
            show(WholeContact { record, traits, tags })?;
        }
        Ok(())
    }

    /// These contacts, as far as there are such.
    pub fn whole_contacts(&self, ids: &[ContactId]) -> Result<Vec<WholeContact>> {
        let keys: Vec<_> = ids.iter().map(|id| vec![id.0.into()]).collect();
        let records = self.connection.for_each(&contact_of_key(), &keys, record)?;
        let traits = self.connection.for_each(TRAITS, &keys, pair)?;
        let tags = self.connection.for_each(TAGS, &keys, |row| row.get("tag"))?;
        let all = records.into_iter().zip(traits).zip(tags);
        let whole = |((record, traits), tags): ((Vec<_>, _), _)| {
            Some(WholeContact { record: record.into_iter().next()?, traits, tags })
        };
        Ok(all.filter_map(whole).collect())
    }

    /// The names of traits, in order: at most so many, with whether there are more.
    pub fn trait_keys(&self, most: usize) -> Result<(Vec<CustomerText>, bool)> {
        // From one key to the next along the index: as many steps as there are keys, not contacts.
        let mut first = self
            .connection
            .statement("SELECT key FROM contact_trait ORDER BY key, value LIMIT 1")?;
        let mut next = self.connection.statement(
            "SELECT key FROM contact_trait WHERE key > ?1 ORDER BY key, value LIMIT 1",
        )?;
        let mut keys: Vec<CustomerText> = Vec::new();
        let mut key: Option<CustomerText> = first.find([], Row::only)?;
        while let Some(found) = key {
            if keys.len() == most {
                return Ok((keys, true));
            }
            key = next.find([found.raw_for_storage()], Row::only)?;
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
        self.connection.find(
            "SELECT id FROM contact WHERE phone IS NULL AND whatsapp_user_id IS NULL
                    AND name IS NOT DISTINCT FROM ?1 AND username IS NOT DISTINCT FROM ?2 AND id > ?3 AND id < ?4
                 ORDER BY id LIMIT 1",
            params![text(name), text(username), after.0, before.0],
            Row::only,
        )
    }

    /// A contact's trait of that key.
    pub fn trait_value(&self, id: ContactId, key: &CustomerText) -> Result<Option<CustomerText>> {
        self.connection.find(
            "SELECT value FROM contact_trait WHERE contact_id = ?1 AND key = ?2",
            params![id.0, key.raw_for_storage()],
            |row| row.get("value"),
        )
    }

    /// Whether a contact has that tag.
    pub fn has_tag(&self, id: ContactId, tag: &CustomerText) -> Result<bool> {
        self.connection.exists(
            "SELECT 1 FROM contact_tag WHERE contact_id = ?1 AND tag = ?2",
            params![id.0, tag.raw_for_storage()],
        )
    }
}

/// What belongs to that contact, of what comes in the order of contacts.
fn of<T>(
    id: ContactId,
    all: &mut Peekable<impl Iterator<Item = Result<(ContactId, T)>>>,
) -> Result<Vec<T>> {
    let mut found = Vec::new();
    while let Some(next) = all.next_if(|next| !matches!(next, Ok((other, _)) if *other != id)) {
        found.push(next?.1);
    }
    Ok(found)
}
