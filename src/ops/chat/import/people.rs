//! Finding and adding whom a payload speaks of: the workspace's accounts, and their customers.

use super::{Fault, writer::Writer};
use crate::{
    formats::cloud_api::{AccountRef, Customer, Place, ReadError},
    rules::{
        id::{AccountId, ContactId},
        phone::Phone,
        private::CustomerText,
    },
    store::{Contact, ContactKey, NewAccount, NewContact},
};

/// A contact that a payload named: their key, and their number as the workspace knows it.
pub(super) struct Found {
    pub(super) id: ContactId,
    pub(super) phone: Option<Phone>,
}

impl Writer<'_, '_> {
    /// The account with that number or id. One that isn't there is added, without a connector.
    pub(super) fn account(
        &mut self,
        account: &AccountRef,
        place: &Place,
    ) -> Result<AccountId, Fault> {
        let key = (account.display_number.clone(), account.phone_number_id.clone());
        if let Some((known, id)) = &self.last_account
            && *known == key
        {
            return Ok(*id);
        }
        let id = self.find_account(account, place)?;
        self.last_account = Some((key, id));
        Ok(id)
    }

    fn find_account(&mut self, account: &AccountRef, place: &Place) -> Result<AccountId, Fault> {
        let number = account.display_number.as_deref().map(|digits| number(digits, place));
        let number = number.transpose()?;
        let by_number = match &number {
            Some(number) => self.change.account_by_number(number)?,
            None => None,
        };
        let by_id = match (&by_number, &account.phone_number_id) {
            (None, Some(id)) if number.is_none() => self.change.account_by_phone_number_id(id)?,
            _ => None,
        };
        if let Some(known) = by_number.or(by_id) {
            return Ok(known.id);
        }
        let Some(number) = number else {
            return Err(Fault::Input(ReadError {
                place: place.clone(),
                problem: "no account of this workspace has that `phone_number_id`".to_owned(),
                hint: "give `display_phone_number` too, so that the account can be added"
                    .to_owned(),
            }));
        };
        self.report.accounts.new += 1;
        self.report.new_accounts.push(crate::ops::account::number_of(&number).to_string());
        Ok(self.change.insert_account(&NewAccount {
            number: &number,
            phone_number_id: account.phone_number_id.as_deref(),
            label: None,
            connector: None,
            at: self.now,
        })?)
    }

    /// The contact with that number or id, with what the payload knows better; added if new.
    pub(super) fn contact(
        &mut self,
        customer: &Customer,
        at: i64,
        place: &Place,
    ) -> Result<Option<Found>, Fault> {
        let phone = customer.wa_id.as_deref().map(|digits| number(digits, place)).transpose()?;
        let user_id = customer.user_id.as_deref();
        if phone.is_none() && user_id.is_none() {
            return Ok(None);
        }
        let key = || ContactKey { phone: phone.as_ref(), whatsapp_user_id: user_id };
        let name = customer.name.clone().map(CustomerText::new);
        let username = customer.username.clone().map(CustomerText::new);
        let Some(known) = self.change.contact(&key())? else {
            self.report.contacts.new += 1;
            let id = self.change.insert_contact(&NewContact {
                key: key(),
                name: name.as_ref(),
                username: username.as_ref(),
                named_at: at,
                at: self.now,
            })?;
            return Ok(Some(Found { id, phone }));
        };
        let found = self.update_contact(known, phone, user_id, (name, username), at)?;
        Ok(Some(found))
    }

    /// The contact with that number or id, if there is one already.
    pub(super) fn known_contact(
        &self,
        customer: &Customer,
        place: &Place,
    ) -> Result<Option<ContactId>, Fault> {
        let phone = customer.wa_id.as_deref().map(|digits| number(digits, place)).transpose()?;
        let whatsapp_user_id = customer.user_id.as_deref();
        if phone.is_none() && whatsapp_user_id.is_none() {
            return Ok(None);
        }
        let key = ContactKey { phone: phone.as_ref(), whatsapp_user_id };
        Ok(self.change.contact(&key)?.map(|contact| contact.id))
    }

    fn update_contact(
        &mut self,
        mut known: Contact,
        phone: Option<Phone>,
        user_id: Option<&str>,
        (name, username): (Option<CustomerText>, Option<CustomerText>),
        at: i64,
    ) -> Result<Found, Fault> {
        let mut changed = false;
        if known.phone.is_none()
            && let Some(phone) = phone
            && self.is_free(&ContactKey { phone: Some(&phone), whatsapp_user_id: None })?
        {
            known.phone = Some(phone);
            changed = true;
        }
        if known.whatsapp_user_id.is_none() && user_id.is_some() {
            // The look-up by id came first and found nobody, so the id is free.
            known.whatsapp_user_id = user_id.map(str::to_owned);
            changed = true;
        }
        let named = renew(name, &mut known.name, &mut known.named_at, at);
        let called = renew(username, &mut known.username, &mut known.username_at, at);
        changed |= named == Renewed::Differently || called == Renewed::Differently;
        if changed || named != Renewed::Not || called != Renewed::Not {
            self.change.update_contact(&known)?;
        }
        if changed {
            self.report.contacts.changed += 1;
        } else {
            self.report.contacts.unchanged += 1;
        }
        Ok(Found { id: known.id, phone: known.phone })
    }

    fn is_free(&self, key: &ContactKey<'_>) -> Result<bool, Fault> {
        Ok(self.change.contact(key)?.is_none())
    }
}

/// What a payload's name did to the one that was known.
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

/// A number of WhatsApp's: digits without a plus.
fn number(digits: &str, place: &Place) -> Result<Phone, Fault> {
    Phone::from_wa_id(digits).map_err(|error| {
        Fault::Input(ReadError {
            place: place.clone(),
            problem: error.to_string(),
            hint: "WhatsApp writes numbers as digits, country code first".to_owned(),
        })
    })
}
