//! One person is one contact: what WhatsApp says of numbers and ids that go together, or follow each
//! other, is done here.

use super::{accounts::number, fault::Fault, writer::Writer};
use crate::{
    formats::{
        event::{Customer, Moved},
        place::Place,
    },
    ops::Changed,
    rules::{id::ContactId, phone::Phone},
    store::{Contact, ContactKey, NewContact, STILL},
};

/// A number, an id, or both.
type Identity<'i> = (Option<&'i Phone>, Option<&'i str>);

const fn with_phone(phone: &Phone) -> ContactKey<'_> {
    ContactKey { phone: Some(phone), whatsapp_user_id: None }
}

impl Writer<'_> {
    /// The contact that an event names by number and id together: one who has the id and one who has
    /// the number are the same person, unless another id says otherwise.
    pub(super) fn unite(
        &mut self,
        id: i64,
        (phone, user_id): Identity<'_>,
        at: i64,
    ) -> Result<i64, Fault> {
        let Some(phone) = phone else { return Ok(id) };
        // What nearly every message comes to.
        if self.people.met(id).is_some_and(|known| known.phone.as_ref() == Some(phone)) {
            return Ok(id);
        }
        let known = self.known(id)?;
        let has_it = known
            .phone
            .as_ref()
            .is_some_and(|own| own == phone || own.twin().is_some_and(|twin| twin == *phone));
        if has_it || self.change.contact_then(&with_phone(phone), at)? == Some(ContactId(id)) {
            return Ok(id);
        }
        let is_by_id = user_id.is_some() && known.whatsapp_user_id.as_deref() == user_id;
        if known.phone.is_some() && !is_by_id {
            // Found by another number of theirs.
            return Ok(id);
        }
        let holder = self.people.find(self.change, &with_phone(phone))?;
        if let Some(holder) = holder
            && self.known(holder)?.whatsapp_user_id.is_some_and(|own| Some(own.as_str()) != user_id)
        {
            // The number is somebody else's by now.
            return Ok(id);
        }
        self.united = true;
        match &known.phone {
            // What is known was heard later: this is the number they had before.
            Some(_) if known.named_at.is_some_and(|named_at| named_at > at) => {
                self.people.note_moved();
                self.change.keep_past_number(ContactId(id), phone, known.named_at.unwrap_or(at))?;
                Ok(id)
            }
            Some(_) | None => self.take_number(id, phone, at, holder),
        }
    }

    /// Gives a contact a number, and makes who had it a part of them.
    fn take_number(
        &mut self,
        id: i64,
        phone: &Phone,
        at: i64,
        holder: Option<i64>,
    ) -> Result<i64, Fault> {
        self.forget_people()?;
        let mut contact = self.change.contact_by_id(ContactId(id))?;
        if let Some(old) = contact.phone.take() {
            self.people.note_moved();
            self.change.keep_past_number(contact.id, &old, at)?;
        }
        if let Some(holder) = holder.filter(|holder| *holder != id) {
            self.change.update_contact(&contact)?;
            return self.merge(contact.id, ContactId(holder));
        }
        contact.phone = Some(phone.clone());
        self.change.update_contact(&contact)?;
        Ok(self.people.remember(contact))
    }

    /// Another number that the payload itself gives for the same person.
    pub(super) fn also_known_as(
        &mut self,
        id: i64,
        customer: &Customer,
        place: &Place,
    ) -> Result<i64, Fault> {
        let Some(also) = customer.also.as_deref() else { return Ok(id) };
        let also = number(also, place)?;
        if self.known(id)?.phone.as_ref() == Some(&also) {
            return Ok(id);
        }
        match self.people.find(self.change, &with_phone(&also))? {
            Some(holder) if holder == id => Ok(id),
            Some(holder) => {
                self.united = true;
                self.forget_people()?;
                self.merge(ContactId(id), ContactId(holder))
            }
            None => {
                self.people.note_moved();
                self.change.keep_past_number(ContactId(id), &also, STILL)?;
                Ok(id)
            }
        }
    }

    /// A customer goes on under another number or id.
    pub(super) fn moved(&mut self, moved: &Moved) -> Result<(), Fault> {
        let place = &moved.place;
        let (phone, user_id) = Self::key_of(&moved.customer, place)?.unwrap_or_default();
        let new_phone = moved.new_wa_id.as_deref().map(|new| number(new, place)).transpose()?;
        let new_user_id = moved.new_user_id.as_deref();
        let old = ContactKey { phone: phone.as_ref(), whatsapp_user_id: user_id.as_deref() };
        let new = ContactKey { phone: new_phone.as_ref(), whatsapp_user_id: new_user_id };
        let before = match self.people.find_then(self.change, &old, moved.at_ms)? {
            Some(id) => Some(self.unite(id, (old.phone, old.whatsapp_user_id), moved.at_ms)?),
            None => None,
        };
        self.united = false;
        let after = self.people.find_then(self.change, &new, moved.at_ms)?;
        // Of what they had, what has another in its place.
        let gone_phone =
            phone.as_ref().filter(|old| new_phone.as_ref().is_some_and(|new| new != *old));
        let gone_user_id =
            user_id.as_deref().filter(|old| new_user_id.is_some_and(|new| new != *old));
        self.forget_people()?;
        let id = match before.or(after) {
            Some(id) => ContactId(id),
            None => {
                self.report.contacts.new += 1;
                self.change.insert_contact(&NewContact {
                    key: new,
                    name: None,
                    username: None,
                    named_at: moved.at_ms,
                    opted_in: None,
                    at: self.now,
                })?
            }
        };
        if let Some(gone) = gone_phone {
            self.people.note_moved();
            self.change.keep_past_number(id, gone, moved.at_ms)?;
        }
        if let Some(gone) = gone_user_id {
            self.people.note_moved();
            self.change.keep_past_user_id(id, gone, moved.at_ms)?;
        }
        if before.is_none() || after == before {
            return Ok(());
        }
        let mut contact = self.change.contact_by_id(id)?;
        if new_phone.is_some() {
            let holds = after.is_none().then(|| new_phone.clone()).flatten();
            let replaced = std::mem::replace(&mut contact.phone, holds);
            if let Some(replaced) = replaced.filter(|own| Some(own) != gone_phone) {
                self.change.keep_past_number(id, &replaced, moved.at_ms)?;
            }
        }
        if new_user_id.is_some() {
            let holds = after.is_none().then_some(new_user_id).flatten().map(str::to_owned);
            contact.whatsapp_user_id = holds;
        }
        self.change.update_contact(&contact)?;
        if let Some(after) = after {
            self.merge(id, ContactId(after))?;
        }
        self.report.contacts.changed += 1;
        Ok(())
    }

    /// Makes two contacts one: the one who was known first stays. Everything that was put off is
    /// written before.
    fn merge(&mut self, one: ContactId, other: ContactId) -> Result<i64, Fault> {
        let (keep, gone) = if one.0 < other.0 { (one, other) } else { (other, one) };
        let merged = self.change.merge_contacts(keep, gone)?;
        self.people.note_moved();
        self.report.merged += 1;
        let count = |count: u64| (count > 0).then_some(count);
        self.report.changes.push(
            Changed::new("contact.merge", format!("contact {}", keep.0))
                .new_field("merged", Some(format!("contact {}", gone.0)))
                .new_field("chats", count(merged.chats))
                .new_field("messages", count(merged.messages)),
        );
        Ok(self.people.remember(self.change.contact_by_id(keep)?))
    }

    /// Writes what is known of people and chats, and knows none of them any more.
    fn forget_people(&mut self) -> Result<(), Fault> {
        self.said.forget(self.change)?;
        self.people.forget(self.change)?;
        self.chats.forget(self.change)
    }

    fn known(&self, id: i64) -> Result<Contact, Fault> {
        match self.people.met(id) {
            Some(contact) => Ok(contact.clone()),
            None => Ok(self.change.contact_by_id(ContactId(id))?),
        }
    }
}
