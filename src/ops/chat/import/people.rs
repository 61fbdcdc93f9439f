//! Finding and adding the customers that an event speaks of. Whoever was met is remembered, up to a
//! bound: an import meets the same people again and again.

use std::collections::HashMap;

use anyhow::anyhow;

use super::{accounts::number, fault::Fault, writer::Writer};
use crate::rules::policy::grant::Import;
use crate::rules::policy::permission::Permission;
use crate::{
    formats::{
        event::{ContactUpdate, Customer},
        place::Place,
    },
    rules::{id::ContactId, phone::Phone, privacy::text::CustomerText},
    store::{Change, Consent, Contact, ContactKey, NewContact, Said},
};

/// How many are remembered. Some 300 bytes each.
const REMEMBERED: usize = 1 << 17;

/// What identifies a customer: a number, WhatsApp's id, or both.
pub(super) type Key = (Option<Phone>, Option<String>);

/// A contact that an event named: their key, and their number as the workspace knows it.
pub(super) struct Found {
    pub(super) id: ContactId,
    pub(super) phone: Option<Phone>,
}

/// The contacts that were met, with what is to be written of them.
#[derive(Default)]
pub(super) struct People {
    met: HashMap<i64, Met>,
    by_phone: HashMap<Phone, i64>,
    by_user_id: HashMap<String, i64>,
    /// Whether anybody ever went on under another number or id: mostly nobody did, and nobody need
    /// look.
    pub(super) moved: bool,
    /// Whether anybody was erased.
    pub(super) erased: bool,
}

pub(super) struct Met {
    pub(super) contact: Contact,
    is_unwritten: bool,
}

impl People {
    pub(super) fn new(change: &Change<'_, Import>) -> Result<Self, crate::ops::Error> {
        Ok(Self {
            moved: change.has_past_identities()?,
            erased: change.has_erased()?,
            ..Self::default()
        })
    }

    /// Who had that id or that number at that time.
    pub(super) fn find_then(
        &mut self,
        change: &Change<'_, Import>,
        key: &ContactKey<'_>,
        at: i64,
    ) -> Result<Option<i64>, Fault> {
        if self.moved
            && let Some(id) = change.contact_then(key, at)?
        {
            let is_met = self.met.contains_key(&id.0);
            return Ok(Some(if is_met { id.0 } else { self.remember(change.contact_by_id(id)?) }));
        }
        self.find(change, key)
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
            if let Some(contact) = change.contact(&alone)? {
                return Ok(Some(self.remember(contact)));
            }
        }
        let Some(phone) = key.phone else { return Ok(None) };
        if let Some(id) = self.by_phone.get(phone) {
            return Ok(Some(*id));
        }
        let alone = ContactKey { phone: Some(phone), whatsapp_user_id: None };
        Ok(change.contact(&alone)?.map(|contact| self.remember(contact)))
    }

    pub(super) fn met(&self, id: i64) -> Option<&Contact> {
        self.met.get(&id).map(|met| &met.contact)
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
        self.met.entry(id).or_insert(Met { contact, is_unwritten: false });
        id
    }

    fn make_room(&mut self, change: &Change<'_, Import>) -> Result<(), Fault> {
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
        let mut unwritten: Vec<_> = self.met.values_mut().filter(|met| met.is_unwritten).collect();
        unwritten.sort_unstable_by_key(|met| met.contact.id.0);
        for met in unwritten {
            change.update_contact(&met.contact)?;
            met.is_unwritten = false;
        }
        Ok(())
    }
}

impl Writer<'_> {
    /// The numbers and ids of a customer, checked; `None` where there is neither.
    pub(super) fn key_of(customer: &Customer, place: &Place) -> Result<Option<Key>, Fault> {
        let phone = customer.wa_id.as_deref().map(|digits| number(digits, place)).transpose()?;
        let user_id = customer.user_id.clone();
        Ok((phone.is_some() || user_id.is_some()).then_some((phone, user_id)))
    }

    /// The contact with that number or id, with what the event knows better; added if new.
    pub(super) fn contact(
        &mut self,
        customer: &Customer,
        at: i64,
        place: &Place,
    ) -> Result<Option<Found>, Fault> {
        let Some((phone, user_id)) = Self::key_of(customer, place)? else { return Ok(None) };
        self.people.make_room(self.change)?;
        let key = ContactKey { phone: phone.as_ref(), whatsapp_user_id: user_id.as_deref() };
        let name = customer.name.clone().map(CustomerText::new);
        let username = customer.username.clone().map(CustomerText::new);
        let Some(id) = self.people.find_then(self.change, &key, at)? else {
            self.require_not_erased(&key, at)?;
            self.report.contacts.new += 1;
            let found = self.new_contact(phone, user_id, (name, username), at)?;
            if customer.also.is_none() {
                return Ok(Some(found));
            }
            let id = self.also_known_as(found.id.0, customer, place)?;
            return self.update_contact(id, None, (None, None), at).map(Some);
        };
        let id = self.unite(id, (phone.as_ref(), user_id.as_deref()), at)?;
        let id = self.also_known_as(id, customer, place)?;
        self.update_contact(id, user_id, (name, username), at).map(Some)
    }

    /// What is said of who was erased, up to then, isn't brought in again.
    fn require_not_erased(&self, key: &ContactKey<'_>, at: i64) -> Result<(), Fault> {
        if self.people.erased && self.change.is_erased(key, at)? {
            return Err(Fault::Erased);
        }
        Ok(())
    }

    fn new_contact(
        &mut self,
        phone: Option<Phone>,
        user_id: Option<String>,
        (name, username): (Option<CustomerText>, Option<CustomerText>),
        at: i64,
    ) -> Result<Found, Fault> {
        let id = self.change.insert_contact(&NewContact {
            key: ContactKey { phone: phone.as_ref(), whatsapp_user_id: user_id.as_deref() },
            name: name.as_ref(),
            username: username.as_ref(),
            named_at: at,
            opted_in: None,
            at: self.now,
        })?;
        let named_at = name.as_ref().map(|_| at);
        let username_at = username.as_ref().map(|_| at);
        self.people.remember(Contact {
            id,
            name,
            username,
            phone: phone.clone(),
            whatsapp_user_id: user_id,
            named_at,
            username_at,
        });
        Ok(Found { id, phone })
    }

    /// Somebody in a group of whom nothing but a name is known.
    pub(super) fn named_participant(
        &mut self,
        chat: crate::rules::id::ChatId,
        name: &str,
        at: i64,
    ) -> Result<ContactId, Fault> {
        let name = CustomerText::new(name);
        if let Some(known) = self.change.participant_named(chat, &name)? {
            self.report.contacts.unchanged += 1;
            return Ok(known);
        }
        self.report.contacts.new += 1;
        Ok(self.new_contact(None, None, (Some(name), None), at)?.id)
    }

    /// The contact with that number or id at that time, if there is one already.
    pub(super) fn known_contact(
        &mut self,
        customer: &Customer,
        at: i64,
        place: &Place,
    ) -> Result<Option<ContactId>, Fault> {
        let Some((phone, user_id)) = Self::key_of(customer, place)? else { return Ok(None) };
        let key = ContactKey { phone: phone.as_ref(), whatsapp_user_id: user_id.as_deref() };
        let found = self.people.find_then(self.change, &key, at)?;
        if found.is_none() {
            self.require_not_erased(&key, at)?;
        }
        Ok(found.map(ContactId))
    }

    fn update_contact(
        &mut self,
        id: i64,
        user_id: Option<String>,
        (name, username): (Option<CustomerText>, Option<CustomerText>),
        at: i64,
    ) -> Result<Found, Fault> {
        let Some(met) = self.people.met.get_mut(&id) else {
            return Err(Fault::Other(crate::ops::Error::Bug(anyhow!("a contact was forgotten"))));
        };
        let known = &mut met.contact;
        let mut changed = std::mem::take(&mut self.united);
        if known.whatsapp_user_id.is_none()
            && let Some(user_id) = user_id
        {
            // The look-up by id came first and found nobody, so the id is free.
            self.people.by_user_id.insert(user_id.clone(), id);
            known.whatsapp_user_id = Some(user_id);
            changed = true;
        }
        let named = renew(name, &mut known.name, &mut known.named_at, at);
        let called = renew(username, &mut known.username, &mut known.username_at, at);
        changed |= named == Renewed::Differently || called == Renewed::Differently;
        met.is_unwritten |= changed || named != Renewed::Not || called != Renewed::Not;
        let found = Found { id: met.contact.id, phone: met.contact.phone.clone() };
        self.report.contacts.known(changed);
        Ok(found)
    }

    /// What an address book, or a list of contacts, says of somebody.
    pub(super) fn contact_update(&mut self, update: &ContactUpdate) -> Result<(), Fault> {
        Self::key_of(&update.customer, &update.place)?;
        if !update.account.is_unnamed() {
            self.account(&update.account, &update.place)?;
        }
        if update.account.is_unnamed() && !self.may_list(update)? {
            return Ok(());
        }
        let before = self.report.contacts;
        let at = match update.at_ms {
            Some(at) => at,
            None if update.account.is_unnamed() => {
                self.list_time(&update.customer, &update.place)?
            }
            None => 0,
        };
        let Some(found) = self.contact(&update.customer, at, &update.place)? else { return Ok(()) };
        let mut news = false;
        for (key, value) in &update.traits {
            let (key, value) = (CustomerText::new(key.clone()), CustomerText::new(value.clone()));
            news |= self.change.set_trait(found.id, &key, &value)?;
        }
        for tag in &update.tags {
            news |= self.change.add_tag(found.id, &CustomerText::new(tag.clone()))?;
        }
        if let Some(opted_in) = update.opted_in {
            let said = update.at_ms.map_or(Said::Now(self.now), Said::At);
            match self.change.set_opted_in(found.id, Some(opted_in), said)? {
                Consent::Known => {}
                Consent::Changed => news = true,
                Consent::Outdated => self.report.outdated_consents += 1,
            }
        }
        if news && self.report.contacts.unchanged > before.unchanged {
            self.report.contacts = before;
            self.report.contacts.changed += 1;
        }
        Ok(())
    }

    /// Whether a row of a list of contacts may be brought in: who is new by `users.add`, and what is
    /// known of the others by `users`.
    fn may_list(&mut self, update: &ContactUpdate) -> Result<bool, Fault> {
        let is_new = self.known_contact(&update.customer, self.now, &update.place)?.is_none();
        let verb = if is_new { "contact.add" } else { "contact.edit" };
        let permission = if is_new { Permission::UsersAdd } else { Permission::Users };
        let may = self.actor.require(permission).map_err(Fault::from);
        let object = format!("line {}", update.place.line);
        Ok(self.report.denied.unless(verb, &object, may)?.is_some())
    }

    /// A list of contacts has no times: what it says that is new is said now, and what it repeats was
    /// said when it was said first.
    fn list_time(&mut self, customer: &Customer, place: &Place) -> Result<i64, Fault> {
        let Some(id) = self.known_contact(customer, self.now, place)? else { return Ok(self.now) };
        let known = self.people.met.get(&id.0).map(|met| &met.contact);
        let name = customer.name.clone().map(CustomerText::new);
        let repeats = known.is_some_and(|known| known.name == name);
        let said_at = known.and_then(|known| known.named_at);
        Ok(said_at.filter(|_| repeats).unwrap_or(self.now))
    }
}

/// What an event's name did to the one that was known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Renewed {
    /// Nothing: there is none in it, or a newer one is known.
    Not,
    /// It was given again, which is kept too: an older payload, when it comes, is older than this.
    Again,
    /// It took the other's place.
    Differently,
}

fn renew(
    given: Option<CustomerText>,
    known: &mut Option<CustomerText>,
    known_at: &mut Option<i64>,
    at: i64,
) -> Renewed {
    if given.is_none() || known_at.is_some_and(|known_at| known_at >= at) {
        return Renewed::Not;
    }
    *known_at = Some(at);
    if *known == given {
        return Renewed::Again;
    }
    *known = given;
    Renewed::Differently
}
