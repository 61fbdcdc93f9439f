//! The contacts that an event speaks of, with what it knows better of them; added if new.

use anyhow::anyhow;

use super::{accounts::number, fault::Fault, people::Key, writer::Writer};
use crate::{
    formats::{
        event::{ContactUpdate, Customer},
        place::Place,
    },
    rules::{
        id::ContactId, phone::Phone, policy::permission::Permission, privacy::text::CustomerText,
    },
    store::{Consent, Contact, ContactKey, NewContact, Said},
};

/// A contact that an event named: their key, and their number as the workspace knows it.
pub(super) struct Found {
    pub(super) id: ContactId,
    pub(super) phone: Option<Phone>,
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
        self.chats.add_contact(id);
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
        names: (Option<CustomerText>, Option<CustomerText>),
        at: i64,
    ) -> Result<Found, Fault> {
        let is_united = std::mem::take(&mut self.united);
        let Some(is_changed) = self.people.update(id, user_id, names, at) else {
            return Err(Fault::Other(crate::ops::Error::Bug(anyhow!("a contact was forgotten"))));
        };
        self.report.contacts.known(is_united || is_changed);
        let phone = self.people.met(id).and_then(|contact| contact.phone.clone());
        Ok(Found { id: ContactId(id), phone })
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
            self.chats.add_tag(found.id);
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
        let known = self.people.met(id.0);
        let name = customer.name.clone().map(CustomerText::new);
        let repeats = known.is_some_and(|known| known.name == name);
        let said_at = known.and_then(|known| known.named_at);
        Ok(said_at.filter(|_| repeats).unwrap_or(self.now))
    }
}
