//! The contacts that an import met, remembered up to a bound: it meets the same people again and again.

use std::collections::{HashMap, HashSet};

use super::fault::Fault;
use crate::{
    rules::{id::ContactId, phone::Phone, policy::grant::Import, privacy::text::CustomerText},
    store::{Change, Contact, ContactKey, LookedUp},
};

/// How many are remembered. Some 300 bytes each.
const REMEMBERED: usize = 1 << 17;

/// What identifies a customer: a number, WhatsApp's id, or both.
pub(super) type Key = (Option<Phone>, Option<String>);

/// The contacts that were met, with what is to be written of them.
#[derive(Default)]
pub(super) struct People {
    met: HashMap<i64, Met>,
    by_phone: HashMap<Phone, i64>,
    by_user_id: HashMap<String, i64>,
    /// The numbers and ids that a server was asked about, and that nobody has or had but who was met.
    clear_phones: HashSet<Phone>,
    clear_user_ids: HashSet<String>,
    /// Whether anybody ever went on under another number or id: mostly nobody did, and nobody need
    /// look.
    moved: bool,
    /// Whether anybody was erased.
    pub(super) erased: bool,
}

struct Met {
    contact: Contact,
    /// As they stand in the workspace, where that is something else.
    stored: Option<Box<Contact>>,
}

impl People {
    pub(super) fn new(change: &Change<'_, Import>) -> Result<Self, crate::ops::Error> {
        Ok(Self {
            moved: change.has_past_identities()?,
            erased: change.has_erased()?,
            ..Self::default()
        })
    }

    pub(super) const fn has_moved(&self) -> bool {
        self.moved
    }

    /// Somebody goes on under another number or id: what was known of numbers and ids may be otherwise now.
    pub(super) fn note_moved(&mut self) {
        self.moved = true;
        self.clear_phones.clear();
        self.clear_user_ids.clear();
    }

    /// Looks up who has these numbers and ids.
    pub(super) fn look_up(
        &mut self,
        change: &Change<'_, Import>,
        mut phones: Vec<Phone>,
        mut user_ids: Vec<String>,
    ) -> Result<(), Fault> {
        self.clear_phones.clear();
        self.clear_user_ids.clear();
        // Who was met is known without a question, unless somebody else had their number.
        if !self.moved {
            phones.retain(|phone| !self.by_phone.contains_key(phone));
            user_ids.retain(|id| !self.by_user_id.contains_key(id));
        }
        let by_phone = change.holders_of_numbers(&phones)?;
        for (phone, found) in phones.into_iter().zip(by_phone) {
            if self.met_one(found) {
                self.clear_phones.insert(phone);
            }
        }
        let by_user_id = change.holders_of_user_ids(&user_ids)?;
        for (id, found) in user_ids.into_iter().zip(by_user_id) {
            if self.met_one(found) {
                self.clear_user_ids.insert(id);
            }
        }
        Ok(())
    }

    /// Remembers who was found. Says whether that is all there is to be known.
    fn met_one(&mut self, found: LookedUp<Contact>) -> bool {
        match found {
            LookedUp::Unclear => return false,
            LookedUp::Nothing => {}
            LookedUp::Is(contact) => {
                self.remember(contact);
            }
        }
        true
    }

    /// Who was met under that id or that number.
    pub(super) fn met_as(&self, phone: Option<&Phone>, user_id: Option<&str>) -> Option<i64> {
        let by_user_id = user_id.and_then(|id| self.by_user_id.get(id));
        by_user_id.or_else(|| self.by_phone.get(phone?)).copied()
    }

    /// Whether nobody had that id or that number before.
    fn is_clear(&self, key: &ContactKey<'_>) -> bool {
        key.phone.is_none_or(|phone| self.clear_phones.contains(phone))
            && key.whatsapp_user_id.is_none_or(|id| self.clear_user_ids.contains(id))
    }

    /// Who had that id at that time or, where nobody had or has it, who had that number.
    pub(super) fn find_then(
        &mut self,
        change: &Change<'_, Import>,
        key: &ContactKey<'_>,
        at: i64,
    ) -> Result<Option<i64>, Fault> {
        let ContactKey { phone, whatsapp_user_id } = *key;
        for key in [
            ContactKey { phone: None, whatsapp_user_id },
            ContactKey { phone, whatsapp_user_id: None },
        ] {
            let found = match self.holder_then(change, &key, at)? {
                Some(then) => Some(then),
                None => self.find(change, &key)?,
            };
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// Who had that id or number at that time and lost it since.
    fn holder_then(
        &mut self,
        change: &Change<'_, Import>,
        key: &ContactKey<'_>,
        at: i64,
    ) -> Result<Option<i64>, Fault> {
        if !self.moved || self.is_clear(key) {
            return Ok(None);
        }
        let Some(id) = change.contact_then(key, at)? else { return Ok(None) };
        let is_met = self.met.contains_key(&id.0);
        Ok(Some(if is_met { id.0 } else { self.remember(change.contact_by_id(id)?) }))
    }

    /// The contact with that id or, where none has it, with that number.
    pub(super) fn find(
        &mut self,
        change: &Change<'_, Import>,
        key: &ContactKey<'_>,
    ) -> Result<Option<i64>, Fault> {
        if let Some(user_id) = key.whatsapp_user_id {
            if let Some(id) = self.by_user_id.get(user_id) {
                return Ok(Some(*id));
            }
            let alone = ContactKey { phone: None, whatsapp_user_id: Some(user_id) };
            if !self.clear_user_ids.contains(user_id)
                && let Some(contact) = change.contact(&alone)?
            {
                return Ok(Some(self.remember(contact)));
            }
        }
        let Some(phone) = key.phone else { return Ok(None) };
        if let Some(id) = self.by_phone.get(phone) {
            return Ok(Some(*id));
        }
        if self.clear_phones.contains(phone) {
            // Who was added since may have the same number, written the other way.
            return Ok(phone.twin().and_then(|twin| self.by_phone.get(&twin)).copied());
        }
        let alone = ContactKey { phone: Some(phone), whatsapp_user_id: None };
        Ok(change.contact(&alone)?.map(|contact| self.remember(contact)))
    }

    pub(super) fn met(&self, id: i64) -> Option<&Contact> {
        self.met.get(&id).map(|met| &met.contact)
    }

    /// Somebody who was met, as they stand in the workspace.
    pub(super) fn stored(&self, id: ContactId) -> Option<&Contact> {
        let met = self.met.get(&id.0)?;
        Some(met.stored.as_deref().unwrap_or(&met.contact))
    }

    pub(super) fn remember(&mut self, contact: Contact) -> i64 {
        let id = contact.id.0;
        if let Some(phone) = &contact.phone {
            self.by_phone.insert(phone.clone(), id);
        }
        if let Some(user_id) = &contact.whatsapp_user_id {
            self.by_user_id.insert(user_id.clone(), id);
        }
        // What is known of them already is newer than what the store has.
        self.met.entry(id).or_insert(Met { contact, stored: None });
        id
    }

    /// Takes what an event says of somebody who was met: a newer name, an id that nobody has. Says whether anything
    /// of them is another now; `None` where they aren't remembered.
    pub(super) fn update(
        &mut self,
        id: i64,
        user_id: Option<String>,
        (name, username): (Option<CustomerText>, Option<CustomerText>),
        at: i64,
    ) -> Option<bool> {
        let met = self.met.get_mut(&id)?;
        let is_later = |known_at: Option<i64>| known_at.is_none_or(|known_at| known_at < at);
        let user_id = user_id.filter(|_| met.contact.whatsapp_user_id.is_none());
        let name = name.filter(|_| is_later(met.contact.named_at));
        let username = username.filter(|_| is_later(met.contact.username_at));
        if user_id.is_some() || name.is_some() || username.is_some() {
            met.stored.get_or_insert_with(|| met.contact.clone().into());
        }
        let known = &mut met.contact;
        let mut is_changed = user_id.is_some();
        if let Some(user_id) = user_id {
            // The look-up by id came first and found nobody, so the id is free.
            self.by_user_id.insert(user_id.clone(), id);
            known.whatsapp_user_id = Some(user_id);
        }
        is_changed |= renew(name, &mut known.name, &mut known.named_at, at);
        is_changed |= renew(username, &mut known.username, &mut known.username_at, at);
        Some(is_changed)
    }

    pub(super) fn make_room(&mut self, change: &Change<'_, Import>) -> Result<(), Fault> {
        if self.met.len() < REMEMBERED {
            return Ok(());
        }
        self.forget(change)
    }

    /// Writes everybody, and knows nobody any more.
    pub(super) fn forget(&mut self, change: &Change<'_, Import>) -> Result<(), Fault> {
        self.flush(change)?;
        *self = Self { moved: self.moved, erased: self.erased, ..Self::default() };
        Ok(())
    }

    /// Writes what is still to be written, in the order in which it lies in the store.
    pub(super) fn flush(&mut self, change: &Change<'_, Import>) -> Result<(), Fault> {
        let unwritten =
            self.met.values().filter_map(|it| Some((it.stored.as_deref()?, &it.contact)));
        let mut unwritten: Vec<_> = unwritten.collect();
        unwritten.sort_unstable_by_key(|(_, contact)| contact.id.0);
        change.update_contacts(&unwritten)?;
        self.met.values_mut().for_each(|met| met.stored = None);
        Ok(())
    }
}

/// Takes a newer name. It is given again where it is the same, which is kept too: an older payload, when it comes,
/// is older than this. Says whether it took another's place.
fn renew(
    given: Option<CustomerText>,
    known: &mut Option<CustomerText>,
    known_at: &mut Option<i64>,
    at: i64,
) -> bool {
    if given.is_none() {
        return false;
    }
    *known_at = Some(at);
    let is_another = *known != given;
    *known = given;
    is_another
}
