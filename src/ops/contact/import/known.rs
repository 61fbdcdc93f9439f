//! What the workspace knows of the contacts in the next rows: asked about many at once, where a server is asked. Of
//! a file nothing is known here, and each row is looked up.

use std::collections::{BTreeSet, HashMap};

use crate::{
    formats::contacts::Row,
    ops::Result,
    rules::{id::ContactId, phone::Phone, policy::grant::Contacts, privacy::text::CustomerText},
    store::{Change, Contact, ContactRecord, LookedUp, WholeContact},
};

/// How many rows are looked up at once.
pub(super) const AT_ONCE: usize = 512;

/// What is known.
#[derive(Default)]
pub(super) struct Known {
    by_phone: HashMap<Phone, Option<ContactId>>,
    by_user_id: HashMap<String, Option<ContactId>>,
    contacts: HashMap<ContactId, WholeContact>,
}

impl Known {
    /// Forgets what was known, and looks up whom these rows name.
    pub(super) fn look_up(
        &mut self,
        change: &Change<'_, Contacts>,
        rows: &[Row],
        country: Option<&str>,
    ) -> Result<()> {
        *self = Self::default();
        let phones: BTreeSet<_> =
            rows.iter().filter_map(|row| row.number(country).ok().flatten()).collect();
        let ids: BTreeSet<_> = rows.iter().filter_map(|row| row.user_id.clone()).collect();
        let (phones, ids): (Vec<_>, Vec<_>) =
            (phones.into_iter().collect(), ids.into_iter().collect());
        let holders = change.holders_of_numbers(&phones)?;
        self.by_phone = phones.into_iter().zip(holders).filter_map(clear).collect();
        let holders = change.holders_of_user_ids(&ids)?;
        self.by_user_id = ids.into_iter().zip(holders).filter_map(clear).collect();
        let met: BTreeSet<_> =
            self.by_phone.values().chain(self.by_user_id.values()).copied().flatten().collect();
        let met: Vec<_> = met.into_iter().collect();
        for contact in change.whole_contacts(&met)? {
            self.contacts.insert(contact.record.contact.id, contact);
        }
        Ok(())
    }

    /// Who has that number, as far as it is known.
    pub(super) fn with_phone(&self, phone: &Phone) -> LookedUp<ContactId> {
        self.by_phone.get(phone).map_or(LookedUp::Unclear, |found| LookedUp::known(*found))
    }

    /// Who has that id, as far as it is known.
    pub(super) fn with_user_id(&self, id: &str) -> LookedUp<ContactId> {
        self.by_user_id.get(id).map_or(LookedUp::Unclear, |found| LookedUp::known(*found))
    }

    /// Whether number and id are known to be nobody's.
    pub(super) fn is_free(&self, phone: Option<&Phone>, user_id: Option<&str>) -> bool {
        phone.is_none_or(|phone| self.with_phone(phone) == LookedUp::Nothing)
            && user_id.is_none_or(|id| self.with_user_id(id) == LookedUp::Nothing)
    }

    /// Whether anything is known of the number, if there is one, and of the id.
    pub(super) fn has(&self, phone: Option<&Phone>, user_id: Option<&str>) -> bool {
        phone.is_none_or(|phone| self.with_phone(phone) != LookedUp::Unclear)
            && user_id.is_none_or(|id| self.with_user_id(id) != LookedUp::Unclear)
    }

    /// Notes that number and id are somebody's who was added.
    pub(super) fn take(&mut self, phone: Option<&Phone>, user_id: Option<&str>) {
        if let Some(phone) = phone {
            self.by_phone.remove(phone);
            phone.twin().map(|twin| self.by_phone.remove(&twin));
        }
        user_id.map(|id| self.by_user_id.remove(id));
    }

    /// Notes that a contact is changed: who has which number may be otherwise now.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }

    pub(super) fn record(&self, id: ContactId) -> Option<&ContactRecord> {
        self.contacts.get(&id).map(|contact| &contact.record)
    }

    /// Whether a contact has a tag; `None` where that isn't known.
    pub(super) fn has_tag(&self, id: ContactId, tag: &CustomerText) -> Option<bool> {
        self.contacts.get(&id).map(|contact| contact.tags.contains(tag))
    }

    /// A contact's trait, as far as it is known.
    pub(super) fn trait_value(&self, id: ContactId, key: &CustomerText) -> LookedUp<&CustomerText> {
        let Some(contact) = self.contacts.get(&id) else { return LookedUp::Unclear };
        let mut traits = contact.traits.iter();
        LookedUp::known(traits.find(|(name, _)| name == key).map(|(_, value)| value))
    }
}

fn clear<K>((key, found): (K, LookedUp<Contact>)) -> Option<(K, Option<ContactId>)> {
    match found {
        LookedUp::Nothing => Some((key, None)),
        LookedUp::Is(contact) => Some((key, Some(contact.id))),
        LookedUp::Unclear => None,
    }
}
