//! Contacts: the customers, with their traits and tags.

use crate::rules::policy::grant::{Contacts, Opens};
use crate::rules::{
    digits::scan::may_have_runs,
    id::{ChatId, ContactId},
    phone::Phone,
    privacy::{library, text::CustomerText},
};
use crate::store::{
    Change, Snapshot,
    contact::identity::{ContactKey, STILL},
    engine::{Question, Row, ToSql, error::Result, params},
};

/// A customer.
#[derive(Clone)]
pub struct Contact {
    /// Their key.
    pub id: ContactId,
    /// Their name, as they or the phone's address book give it.
    pub name: Option<CustomerText>,
    /// Their WhatsApp username.
    pub username: Option<CustomerText>,
    /// Their number; missing where WhatsApp withholds it.
    pub phone: Option<Phone>,
    /// WhatsApp's business-scoped id of them.
    pub whatsapp_user_id: Option<String>,
    /// When the name was last given, in milliseconds since 1970.
    pub named_at: Option<i64>,
    /// When the username was last given, in milliseconds since 1970.
    pub username_at: Option<i64>,
}

/// A customer, with what no payload says of them.
#[derive(Clone)]
pub struct ContactRecord {
    /// Who they are.
    pub contact: Contact,
    /// Whether they agreed to be written to; `None` where nobody asked.
    pub opted_in: Option<bool>,
    /// When they were added, in milliseconds since 1970.
    pub created_at: i64,
}

/// When something was said, in milliseconds since 1970.
#[derive(Debug, Clone, Copy)]
pub enum Said {
    /// Then: what was said since then holds against it.
    At(i64),
    /// Just now, by whoever runs the program.
    Now(i64),
}

/// What became of a consent that was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// It is what was known.
    Known,
    /// It takes the place of what was known.
    Changed,
    /// Something else was said later, which stays.
    Outdated,
}

/// A contact to add.
pub struct NewContact<'a> {
    /// What identifies them.
    pub key: ContactKey<'a>,
    /// Their name.
    pub name: Option<&'a CustomerText>,
    /// Their username.
    pub username: Option<&'a CustomerText>,
    /// When those names were given, in milliseconds since 1970.
    pub named_at: i64,
    /// Whether they agreed to be written to; `None` where nobody asked.
    pub opted_in: Option<bool>,
    /// When the contact is added, in milliseconds since 1970.
    pub at: i64,
}

pub(in crate::store) const CONTACT: &str =
    "SELECT id, name, username, phone, phone_country_code, whatsapp_user_id,
    named_at, username_at, opted_in, created_at, name_reading FROM contact";

pub(super) const TRAITS: &str =
    "SELECT key, value, value_reading FROM contact_trait WHERE contact_id = ?1 ORDER BY key";

pub(super) const TAGS: &str = "SELECT tag FROM contact_tag WHERE contact_id = ?1 ORDER BY tag";

pub(super) fn pair(row: &Row<'_>) -> Result<(CustomerText, CustomerText)> {
    let value = row.text("value", "value_reading")?.unwrap_or(CustomerText::new(""));
    Ok((row.get("key")?, value))
}

/// Asks for the traits of whom a chat is with.
pub(in crate::store) fn traits_in(chat: ChatId) -> Question {
    of_chat(TRAITS, chat)
}

/// Asks for the tags of whom a chat is with.
pub(in crate::store) fn tags_in(chat: ChatId) -> Question {
    of_chat(TAGS, chat)
}

fn of_chat(of_contact: &str, chat: ChatId) -> Question {
    let sql = of_contact.replace("?1", "(SELECT contact_id FROM chat WHERE id = ?1)");
    Question::new(sql, vec![chat.0.into()])
}

pub(super) fn contact_of_key() -> String {
    format!("{CONTACT} WHERE id = ?1")
}

pub(in crate::store) fn contact(row: &Row<'_>) -> Result<Contact> {
    Ok(Contact {
        id: row.get("id")?,
        name: row.text("name", "name_reading")?,
        username: row.get("username")?,
        phone: row.phone("phone", "phone_country_code")?,
        whatsapp_user_id: row.get("whatsapp_user_id")?,
        named_at: row.get("named_at")?,
        username_at: row.get("username_at")?,
    })
}

pub(in crate::store) fn record(row: &Row<'_>) -> Result<ContactRecord> {
    Ok(ContactRecord {
        contact: contact(row)?,
        opted_in: row.get("opted_in")?,
        created_at: row.get("created_at")?,
    })
}

/// How readers from whom numbers are hidden will read a contact's name.
pub(super) fn name_reading(name: Option<&CustomerText>, phone: Option<&Phone>) -> Option<String> {
    library::read(name?, phone.map(Phone::country_code)).to_column()
}

const ADD_CONTACT: &str = "INSERT INTO contact (id, name, username, phone, phone_country_code,
    whatsapp_user_id, named_at, username_at, opted_in, opted_in_at, created_at, name_reading)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";

fn contact_row<T>(
    id: ContactId,
    contact: &NewContact<'_>,
    write: impl FnOnce(&[&dyn ToSql]) -> Result<T>,
) -> Result<T> {
    write(params![
        id,
        contact.name.map(CustomerText::raw_for_storage),
        contact.username.map(CustomerText::raw_for_storage),
        contact.key.phone.map(Phone::raw_for_storage),
        contact.key.phone.map(Phone::country_code_len),
        contact.key.whatsapp_user_id,
        contact.name.map(|_| contact.named_at),
        contact.username.map(|_| contact.named_at),
        contact.opted_in,
        contact.opted_in.map(|_| contact.at),
        contact.at,
        name_reading(contact.name, contact.key.phone),
    ])
}

/// How they will read the value of a trait, of a contact with that calling code.
pub(super) fn value_reading(value: &CustomerText, code: Option<&str>) -> Option<String> {
    library::read(value, code).to_column()
}

pub(super) const SET_TRAIT: &str =
    "INSERT INTO contact_trait (contact_id, key, value, value_reading)
    VALUES (?1, ?2, ?3, ?4) ON CONFLICT (contact_id, key) DO UPDATE
    SET value = excluded.value, value_reading = excluded.value_reading
    WHERE contact_trait.value <> excluded.value";

impl Snapshot<'_> {
    /// The contact with that id or, where none has it, with that number, in whichever way it is
    /// written.
    pub fn contact(&self, key: &ContactKey<'_>) -> Result<Option<Contact>> {
        if let Some(id) = key.whatsapp_user_id {
            let sql = format!("{CONTACT} WHERE whatsapp_user_id = ?1");
            let found = self.connection.find(&sql, [id], contact)?;
            if found.is_some() {
                return Ok(found);
            }
        }
        if let Some(phone) = key.phone {
            let sql = format!("{CONTACT} WHERE phone = ?1");
            let with =
                |phone: &Phone| self.connection.find(&sql, [phone.raw_for_storage()], contact);
            let found = match (with(phone)?, phone.twin()) {
                (None, Some(twin)) => with(&twin)?,
                (found, _) => found,
            };
            if found.is_some() {
                return Ok(found);
            }
        }
        let still = self.contact_then(key, STILL)?;
        still.map(|id| self.contact_by_id(id)).transpose()
    }

    /// The contact of that key.
    pub fn contact_by_id(&self, id: ContactId) -> Result<Contact> {
        self.connection.one(&format!("{CONTACT} WHERE id = ?1"), [id.0], contact)
    }

    /// The contact of that key with everything in their row, if there is one.
    pub fn contact_record(&self, id: ContactId) -> Result<Option<ContactRecord>> {
        self.connection.find(&contact_of_key(), [id.0], record)
    }

    /// Says that these contacts will be read, with their traits and tags.
    pub fn expect_contacts(&self, ids: &[ContactId]) -> Result<()> {
        let keys: Vec<_> = ids.iter().map(|id| id.0).collect();
        self.connection.ask_each(&[&contact_of_key(), TRAITS, TAGS], &keys)
    }

    /// A contact's traits, by key.
    pub fn traits(&self, id: ContactId) -> Result<Vec<(CustomerText, CustomerText)>> {
        self.connection.all(TRAITS, [id.0], pair)
    }

    /// A contact's tags, in order.
    pub fn tags(&self, id: ContactId) -> Result<Vec<CustomerText>> {
        self.connection.all(TAGS, [id.0], |row| row.get("tag"))
    }

    /// The traits of whom a chat is with, by key.
    pub fn traits_in(&self, chat: ChatId) -> Result<Vec<(CustomerText, CustomerText)>> {
        let Question { sql, values, .. } = traits_in(chat);
        self.connection.all(&sql, values, pair)
    }

    /// The tags of whom a chat is with, in order.
    pub fn tags_in(&self, chat: ChatId) -> Result<Vec<CustomerText>> {
        let Question { sql, values, .. } = tags_in(chat);
        self.connection.all(&sql, values, |row| row.get("tag"))
    }

    /// Somebody in a group who has no number, by name.
    pub fn participant_named(
        &self,
        chat: ChatId,
        name: &CustomerText,
    ) -> Result<Option<ContactId>> {
        self.connection.find(
            "SELECT contact.id FROM chat_participant JOIN contact ON contact.id = contact_id
                 WHERE chat_id = ?1 AND name = ?2 AND phone IS NULL AND whatsapp_user_id IS NULL",
            params![chat.0, name.raw_for_storage()],
            Row::only,
        )
    }
}

impl<K: Opens<Contacts>> Change<'_, K> {
    /// Adds a contact, whose number and id are known to be nobody's.
    pub fn insert_contact(&self, contact: &NewContact<'_>) -> Result<ContactId> {
        let id = self.add_contact_row(contact)?;
        if let Some(phone) = contact.key.phone {
            self.know_new_number(id, phone)?;
        }
        Ok(id)
    }

    /// Adds a contact's own row alone, of a number and an id that are known to be nobody's.
    pub(super) fn add_contact_row(&self, contact: &NewContact<'_>) -> Result<ContactId> {
        let id = ContactId(self.next_key("contact")?);
        contact_row(id, contact, |values| self.connection.add(ADD_CONTACT, values))?;
        Ok(id)
    }

    /// Adds a contact's own row alone, unless the number or the id is taken: then there is nobody new.
    pub(super) fn insert_contact_row(&self, contact: &NewContact<'_>) -> Result<Option<ContactId>> {
        let id = ContactId(self.next_key("contact")?);
        let sql = format!("{ADD_CONTACT} ON CONFLICT DO NOTHING");
        let added = contact_row(id, contact, |values| self.connection.execute(&sql, values))?;
        Ok((added == 1).then_some(id))
    }

    /// Gives a contact a trait. Says whether that was news.
    pub fn set_trait(
        &self,
        id: ContactId,
        key: &CustomerText,
        value: &CustomerText,
    ) -> Result<bool> {
        let code = match value.raw_for_storage() {
            text if may_have_runs(text) => self.country_code_of(id)?,
            _ => None,
        };
        let reading = value_reading(value, code.as_deref());
        let values = params![id.0, key.raw_for_storage(), value.raw_for_storage(), reading];
        Ok(self.connection.execute(SET_TRAIT, values)? == 1)
    }

    fn country_code_of(&self, id: ContactId) -> Result<Option<String>> {
        let sql = "SELECT substr(phone, 2, phone_country_code) FROM contact WHERE id = ?1";
        self.connection.one(sql, [id.0], Row::only)
    }

    /// Takes a trait from a contact. Says whether there was one.
    pub fn remove_trait(&self, id: ContactId, key: &CustomerText) -> Result<bool> {
        let changed = self.connection.execute(
            "DELETE FROM contact_trait WHERE contact_id = ?1 AND key = ?2",
            params![id.0, key.raw_for_storage()],
        )?;
        Ok(changed == 1)
    }

    /// Notes whether a contact agreed to be written to; `None` for nobody knows. What was said last
    /// holds, in whatever order it is told; of two that were said at once, the refusal.
    pub fn set_opted_in(
        &self,
        id: ContactId,
        opted_in: Option<bool>,
        said: Said,
    ) -> Result<Consent> {
        let (before, before_at): (Option<bool>, Option<i64>) = self.connection.one(
            "SELECT opted_in, opted_in_at FROM contact WHERE id = ?1",
            [id.0],
            |row| Ok((row.get("opted_in")?, row.get("opted_in_at")?)),
        )?;
        let (at, is_newer) = match (said, before_at) {
            (Said::At(at) | Said::Now(at), None) => (at, true),
            (Said::Now(now), Some(before)) => (now.max(before), true),
            (Said::At(at), Some(before)) => {
                (at, before < at || before == at && opted_in == Some(false))
            }
        };
        if is_newer {
            self.connection.execute(
                "UPDATE contact SET opted_in = ?2, opted_in_at = ?3 WHERE id = ?1",
                params![id.0, opted_in, at],
            )?;
        }
        let is_known = before == opted_in;
        Ok(match (is_known, is_newer) {
            (true, _) => Consent::Known,
            (false, true) => Consent::Changed,
            (false, false) => Consent::Outdated,
        })
    }

    /// Notes that a contact takes part in a group. Says whether that was news.
    pub fn add_participant(&self, chat: ChatId, contact: ContactId) -> Result<bool> {
        let changed = self.connection.execute(
            "INSERT INTO chat_participant (chat_id, contact_id) VALUES (?1, ?2)
                 ON CONFLICT DO NOTHING",
            [chat.0, contact.0],
        )?;
        Ok(changed == 1)
    }
}
