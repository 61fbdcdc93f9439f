//! Contacts that an import adds, with their traits and tags.
//!
//! A list comes in no order, while the indexes of numbers and of traits' values have theirs. Row by row, nearly
//! every row would need another page of them, more than a cache holds. So rows wait here and are written in the
//! order of the indexes. Statements are prepared, and campaigns' tags looked up, once for all contacts.

use std::collections::{BTreeMap, HashSet};

use super::{
    number::{ADD_NUMBER, KnownNumber, known_numbers},
    record::{NewContact, SET_TRAIT, value_reading},
};
use crate::rules::{
    id::ContactId,
    phone::Phone,
    policy::grant::{Contacts, Opens},
    privacy::text::CustomerText,
};
use crate::store::{
    Change,
    chat::tag::ADD_TAG,
    engine::{Statement, error::Result, params},
};

/// So much waits at most, in bytes.
const MOST_WAITING: usize = 16 << 20;

/// What a trait costs beside its value, in bytes, roughly.
const TRAIT: usize = 64;

/// A trait of some key.
struct Trait {
    value: Box<str>,
    reading: Option<Box<str>>,
    contact: ContactId,
}

/// Adds contacts, who have no chats yet.
pub struct NewContacts<'c, K> {
    change: &'c Change<'c, K>,
    add_number: Statement<'c>,
    set_trait: Statement<'c>,
    add_tag: Statement<'c>,
    /// Those that the last of them was given.
    tags: HashSet<String>,
    /// The tags that campaigns wait for.
    awaited: HashSet<String>,
    numbers: Vec<KnownNumber>,
    /// By their keys.
    traits: BTreeMap<String, Vec<Trait>>,
    waiting: usize,
}

impl<'c, K: Opens<Contacts>> NewContacts<'c, K> {
    /// Prepares for them.
    pub fn new(change: &'c Change<'c, K>) -> Result<Self> {
        Ok(Self {
            change,
            add_number: change.connection.statement(ADD_NUMBER)?,
            set_trait: change.connection.statement(SET_TRAIT)?,
            add_tag: change.connection.statement(ADD_TAG)?,
            tags: HashSet::new(),
            awaited: change.awaited_tags()?,
            numbers: Vec::new(),
            traits: BTreeMap::new(),
            waiting: 0,
        })
    }

    /// Adds a contact with traits, of which the last of a key counts; unless the number or the id is taken:
    /// then there is nobody new. `is_free` says that they are known to be free. Call [`Self::write`] before what a
    /// contact has is read.
    pub fn add(
        &mut self,
        new: &NewContact<'_>,
        traits: &[(CustomerText, CustomerText)],
        is_free: bool,
    ) -> Result<Option<ContactId>> {
        let added = if is_free {
            Some(self.change.add_contact_row(new)?)
        } else {
            self.change.insert_contact_row(new)?
        };
        let Some(contact) = added else { return Ok(None) };
        self.tags.clear();
        let phone = new.key.phone;
        let numbers = self.numbers.len();
        self.numbers.extend(phone.into_iter().flat_map(|phone| known_numbers(contact, phone)));
        self.waiting += (self.numbers.len() - numbers) * size_of::<KnownNumber>();
        for (place, (key, value)) in traits.iter().enumerate() {
            if traits[place + 1..].iter().any(|(later, _)| later == key) {
                continue;
            }
            let reading: Option<Box<str>> =
                value_reading(value, phone.map(Phone::country_code)).map(Into::into);
            let value = value.raw_for_storage();
            self.waiting += TRAIT + value.len() + reading.as_ref().map_or(0, |it| it.len());
            let added = Trait { value: value.into(), reading, contact };
            match self.traits.get_mut(key.raw_for_storage()) {
                Some(of_key) => of_key.push(added),
                None => {
                    self.waiting += TRAIT + key.raw_for_storage().len();
                    self.traits.insert(key.raw_for_storage().to_owned(), vec![added]);
                }
            }
        }
        if self.waiting > MOST_WAITING {
            self.write()?;
        }
        Ok(Some(contact))
    }

    /// Writes what waits.
    pub fn write(&mut self) -> Result<()> {
        self.waiting = 0;
        self.numbers.sort_unstable();
        for (national, country_code, contact) in self.numbers.drain(..) {
            self.add_number.add(params![national, country_code, contact.0])?;
        }
        for (key, mut traits) in std::mem::take(&mut self.traits) {
            traits.sort_unstable_by(|a, b| (&a.value, a.contact).cmp(&(&b.value, b.contact)));
            for Trait { value, reading, contact } in traits {
                self.set_trait.add(params![contact.0, key, value, reading])?;
            }
        }
        Ok(())
    }

    /// Gives a tag to the contact who was added last.
    pub fn add_tag(&mut self, id: ContactId, tag: &CustomerText) -> Result<()> {
        if !self.tags.insert(tag.raw_for_storage().to_owned()) {
            return Ok(());
        }
        self.add_tag.add(params![id.0, tag.raw_for_storage()])?;
        if self.awaited.contains(tag.raw_for_storage()) {
            self.change.note_tagged(id, tag)?;
        }
        Ok(())
    }
}
