//! Puts rows into the workspace: who is new is added; who is known is changed, if that was asked for.

use std::collections::{HashMap, HashSet};

use anyhow::anyhow;

use super::{
    Import, ImportReport,
    known::{AT_ONCE, Known},
};
use crate::rules::policy::grant::{Contacts, Grant};
use crate::{
    formats::{contacts::Row, list::Problem},
    ops::{Error, Result, list_import::Take},
    rules::{id::ContactId, phone::Phone, policy::actor::Actor, privacy::text::CustomerText},
    store::{
        Change, Contact, ContactKey, ContactRecord, LookedUp, NewContact, NewContacts, STILL, Said,
    },
};

/// What came of a row: nothing to be said, or its problem.
type Taken<T = ()> = Result<std::result::Result<T, Problem>>;

/// What somebody is called of whom nothing else is known.
type Names = (Option<CustomerText>, Option<CustomerText>);

/// What a row says of somebody, out of reach of a terminal.
struct Person {
    line: u64,
    phone_text: Option<String>,
    name: Option<CustomerText>,
    username: Option<CustomerText>,
    user_id: Option<String>,
    opted_in: Option<bool>,
    tags: Vec<CustomerText>,
    traits: Vec<(CustomerText, CustomerText)>,
}

impl Person {
    fn of(row: &mut Row) -> Self {
        let texts = |(key, value)| (CustomerText::new(key), CustomerText::new(value));
        Self {
            line: row.line(),
            phone_text: row.phone_text().map(str::to_owned),
            name: row.name.take().map(CustomerText::new),
            username: row.username.take().map(CustomerText::new),
            user_id: row.user_id.take(),
            opted_in: row.opted_in,
            tags: row.tags.drain(..).map(CustomerText::new).collect(),
            traits: row.traits.drain(..).map(texts).collect(),
        }
    }
}

pub(super) struct Writer<'w> {
    change: &'w Change<'w, Contacts>,
    new: NewContacts<'w, Contacts>,
    known: Known,
    actor: &'w Actor,
    how: Import<'w>,
    now: i64,
    /// Who was touched by this list: new contacts by where their keys begin, the others by key.
    first_new: Option<ContactId>,
    touched: HashSet<i64>,
    /// Whether anybody has a number beside the one in their row: mostly nobody has, and nobody need look.
    has_others: bool,
    /// The last one found by these names alone: the next row of the same names is the next one.
    found: HashMap<Names, ContactId>,
    /// How many contacts were given tags, and the right to do that to more than one.
    tagged: u64,
    tags_many: Option<Grant<Contacts>>,
    /// Whose tags were left out for want of that right.
    untagged: Vec<ContactId>,
    added: u64,
    changed: u64,
    unchanged: u64,
}

impl<'w> Writer<'w> {
    pub(super) fn new(
        change: &'w Change<'w, Contacts>,
        actor: &'w Actor,
        how: Import<'w>,
        now: i64,
    ) -> Result<Self> {
        Ok(Self {
            change,
            new: NewContacts::new(change)?,
            known: Known::default(),
            actor,
            how,
            now,
            first_new: None,
            touched: HashSet::new(),
            has_others: change.has_past_identities()?,
            found: HashMap::new(),
            tagged: 0,
            tags_many: None,
            untagged: Vec::new(),
            added: 0,
            changed: 0,
            unchanged: 0,
        })
    }

    /// Writes the rows that still wait, and fills the report.
    pub(super) fn end(&mut self, report: &mut ImportReport) -> Result<()> {
        self.new.write()?;
        report.added = self.added;
        report.changed = self.changed;
        report.unchanged = self.unchanged;
        report.untagged = self.untagged.iter().map(|id| id.0).collect();
        Ok(())
    }

    /// By what right more than one contact was tagged, if so.
    pub(super) fn tags_many(&self) -> Option<&Grant<Contacts>> {
        self.tags_many.as_ref()
    }

    /// Gives a contact the row's tags, as `contact tag` would: the tags of more than one take a
    /// permission of their own, and are left out without it. Tells whether it did.
    fn tag(&mut self, id: ContactId, row: &Person) -> Result<bool> {
        if row.tags.is_empty() {
            return Ok(false);
        }
        if self.tagged > 0 && self.tags_many.is_none() {
            self.tags_many = self.actor.authorize_tagged_contacts(self.now).ok();
            if self.tags_many.is_none() {
                self.untagged.push(id);
                return Ok(false);
            }
        }
        self.tagged += 1;
        let is_new = self.first_new.is_some_and(|first| id >= first);
        for tag in &row.tags {
            if is_new {
                self.new.add_tag(id, tag)?;
            } else {
                self.change.add_tag(id, tag)?;
            }
        }
        Ok(true)
    }

    /// Takes one row.
    fn take_row(&mut self, row: &mut Row) -> Taken {
        let phone = match row.number(self.how.country) {
            Ok(phone) => phone,
            Err(problem) => return Ok(Err(problem)),
        };
        let row = &Person::of(row);
        let has_key = phone.is_some() || row.user_id.is_some();
        // Of who has one number alone, the row itself tells whether they are known.
        let has_another = self.has_others || phone.as_ref().is_some_and(|it| it.twin().is_some());
        let is_looked_up = self.known.has(phone.as_ref(), row.user_id.as_deref());
        let known = match has_key {
            true if has_another || is_looked_up => self.find(row, phone.as_ref())?,
            true => Ok(None),
            false => Ok(self.find_by_name(row)?),
        };
        match known {
            Ok(Some(known)) => return self.edit(row, known, phone),
            Ok(None) => {}
            Err(problem) => return Ok(Err(problem)),
        }
        if self.add(row, phone.as_ref())? {
            return Ok(Ok(()));
        }
        match self.find(row, phone.as_ref())? {
            Ok(Some(known)) => self.edit(row, known, phone),
            Ok(None) => Err(Error::Bug(anyhow!("a number is taken by nobody"))),
            Err(problem) => Ok(Err(problem)),
        }
    }

    /// Adds somebody new; tells whether they were.
    fn add(&mut self, row: &Person, phone: Option<&Phone>) -> Result<bool> {
        let contact = NewContact {
            key: ContactKey { phone, whatsapp_user_id: row.user_id.as_deref() },
            name: row.name.as_ref(),
            username: row.username.as_ref(),
            named_at: self.now,
            opted_in: row.opted_in,
            at: self.now,
        };
        let is_free = self.known.is_free(phone, row.user_id.as_deref());
        let Some(id) = self.new.add(&contact, &row.traits, is_free)? else { return Ok(false) };
        self.known.take(phone, row.user_id.as_deref());
        self.first_new.get_or_insert(id);
        self.added += 1;
        self.tag(id, row)?;
        Ok(true)
    }

    /// The contact with the row's id or, where none has it, with its number.
    fn find(&self, row: &Person, phone: Option<&Phone>) -> Taken<Option<ContactId>> {
        let alone = |phone, whatsapp_user_id| -> Result<_> {
            let found = self.change.contact(&ContactKey { phone, whatsapp_user_id })?;
            Ok(found.map(|contact| contact.id))
        };
        let by_id = match row.user_id.as_deref() {
            Some(id) => self.known.with_user_id(id).or_look(|| alone(None, Some(id)))?,
            None => None,
        };
        let by_phone = match phone {
            Some(phone) => self.known.with_phone(phone).or_look(|| alone(Some(phone), None))?,
            None => None,
        };
        match (by_id, by_phone) {
            (Some(one), Some(other)) if one != other => {
                let problem = format!("is contact {}, and the id is contact {}", other.0, one.0);
                Ok(Err(refused(row, problem, "keep the number or the id")))
            }
            (Some(known), _) | (None, Some(known)) => Ok(Ok(Some(known))),
            (None, None) => Ok(Ok(None)),
        }
    }

    /// Whether a number is a contact's beside the one in their row, which stays.
    fn has_too(&self, contact: &Contact, phone: &Phone) -> Result<bool> {
        let Some(own) = &contact.phone else { return Ok(false) };
        if own.twin().as_ref() == Some(phone) {
            return Ok(true);
        }
        let key = ContactKey { phone: Some(phone), whatsapp_user_id: None };
        Ok(self.has_others
            && own != phone
            && self.change.contact_then(&key, STILL)? == Some(contact.id))
    }

    /// Somebody without number and id who was there before and whom no row has meant yet.
    fn find_by_name(&mut self, row: &Person) -> Result<Option<ContactId>> {
        let names = (row.name.clone(), row.username.clone());
        let after = self.found.get(&names).copied().unwrap_or(ContactId(i64::MIN));
        let before = self.first_new.unwrap_or(ContactId(i64::MAX));
        let both = (names.0.as_ref(), names.1.as_ref());
        let Some(id) = self.change.contact_by_name_alone(both, (after, before))? else {
            return Ok(None);
        };
        self.found.insert(names, id);
        Ok(Some(id))
    }

    fn edit(&mut self, row: &Person, id: ContactId, phone: Option<Phone>) -> Taken {
        let is_new = self.first_new.is_some_and(|first| id >= first);
        if is_new {
            self.new.write()?;
        }
        let record = match self.known.record(id) {
            Some(record) => Some(record.clone()),
            None => self.change.contact_record(id)?,
        };
        let Some(record) = record else {
            return Err(Error::Bug(anyhow!("a contact came and went")));
        };
        let is_other = match &phone {
            Some(phone) => self.has_too(&record.contact, phone)?,
            None => false,
        };
        let after = self.edited(row, &record, phone.filter(|_| !is_other));
        let is_new_row = after.is_some();
        let consent = row.opted_in.filter(|given| record.opted_in != Some(*given));
        let is_changed = is_new_row || consent.is_some() || self.has_new_trait(row, id)?;
        let is_told = is_changed || self.has_new_tag(row, id)?;
        if !is_told {
            self.unchanged += 1;
            return Ok(Ok(()));
        }
        if is_new || self.touched.contains(&id.0) {
            return Ok(Err(refused(
                row,
                "stands in the list twice, and not the same",
                "keep one of the rows",
            )));
        }
        if !self.how.update {
            self.new.write()?;
            let known = self.change.known();
            let focus = self.actor.focus(&known);
            let name = record.contact.name.as_ref().filter(|name| !name.is_empty());
            let name = name.map(|name| format!(", `{}`", focus.text(name))).unwrap_or_default();
            return Ok(Err(refused(
                row,
                format!("is contact {}{name} already", id.0),
                "leave the row out, or change them with `--update`",
            )));
        }
        self.known.forget();
        if let Some(after) = after {
            self.change.update_contact(&after)?;
        }
        if consent.is_some() {
            self.change.set_opted_in(id, consent, Said::Now(self.now))?;
        }
        for (key, value) in &row.traits {
            self.change.set_trait(id, key, value)?;
        }
        if self.tag(id, row)? || is_changed {
            self.touched.insert(id.0);
            self.changed += 1;
        } else {
            self.unchanged += 1;
        }
        Ok(Ok(()))
    }

    /// The contact's own columns with what the row gives; `None` where it gives nothing new.
    fn edited(
        &self,
        row: &Person,
        record: &ContactRecord,
        phone: Option<Phone>,
    ) -> Option<Contact> {
        let before = &record.contact;
        let mut after = before.clone();
        if row.name.is_some() && row.name != before.name {
            after.name.clone_from(&row.name);
            after.named_at = Some(self.now);
        }
        if row.username.is_some() && row.username != before.username {
            after.username.clone_from(&row.username);
            after.username_at = Some(self.now);
        }
        if phone.is_some() {
            after.phone = phone;
        }
        if row.user_id.is_some() {
            after.whatsapp_user_id.clone_from(&row.user_id);
        }
        let is_same = after.name == before.name
            && after.username == before.username
            && after.phone == before.phone
            && after.whatsapp_user_id == before.whatsapp_user_id;
        (!is_same).then_some(after)
    }

    /// Whether the row has a tag that the contact hasn't.
    fn has_new_tag(&self, row: &Person, id: ContactId) -> Result<bool> {
        for tag in &row.tags {
            let has_it = match self.known.has_tag(id, tag) {
                Some(has_it) => has_it,
                None => self.change.has_tag(id, tag)?,
            };
            if !has_it {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether the row has a trait that the contact hasn't.
    fn has_new_trait(&self, row: &Person, id: ContactId) -> Result<bool> {
        if self.actor.lens().hides_traits() {
            return Ok(!row.traits.is_empty());
        }
        for (key, value) in &row.traits {
            let is_same = match self.known.trait_value(id, key) {
                LookedUp::Is(known) => known == value,
                LookedUp::Nothing => false,
                LookedUp::Unclear => self.change.trait_value(id, key)?.as_ref() == Some(value),
            };
            if !is_same {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl Take<Row> for Writer<'_> {
    fn at_once(&self) -> usize {
        if self.change.is_far() { AT_ONCE } else { 1 }
    }

    fn look_up(&mut self, rows: &[Row]) -> Result<()> {
        if self.change.is_far() {
            self.known.look_up(self.change, rows, self.how.country)?;
        }
        Ok(())
    }

    fn take(&mut self, row: &mut Row) -> Taken {
        self.take_row(row)
    }
}

fn refused(row: &Person, problem: impl Into<String>, hint: &str) -> Problem {
    match &row.phone_text {
        Some(phone) => Problem::of_cell(row.line, "phone", phone, problem, hint),
        None => Problem::of_line(row.line, problem, hint),
    }
}
