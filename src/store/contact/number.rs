//! The numbers that contacts have and had, and whether the workspace knows one.

use rusqlite::params;

use crate::{
    rules::{
        id::ContactId,
        privacy::{
            number_key::{Candidate, keys_of},
            phone::Phone,
        },
    },
    store::{Change, Snapshot, engine::error::Result},
};

impl Snapshot<'_> {
    /// Whether somebody has or had that number. The workspace's own numbers are no secret, so they
    /// aren't known in this sense.
    pub fn knows_number(&self, (national, country_code): Candidate) -> Result<bool> {
        let mut statement = self.connection.prepare_cached(
            "SELECT 1 FROM known_number WHERE national = ?1
                AND (?2 IS NULL OR country_code = ?2)
                AND NOT EXISTS (SELECT 1 FROM account
                    WHERE number = '+' || country_code || substr(national, 2))",
        )?;
        Ok(statement.exists(params![national, country_code])?)
    }

    /// The numbers that a contact had before, in order.
    pub fn past_numbers(&self, contact: ContactId) -> Result<Vec<Phone>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT phone, phone_country_code FROM contact_past_number
             WHERE contact_id = ?1 ORDER BY phone",
        )?;
        let rows = statement
            .query_map([contact.0], |row| Ok(Phone::from_storage(row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Change<'_> {
    /// Notes that a contact has, or had, that number.
    pub fn know_number(&self, contact: ContactId, phone: &Phone) -> Result<()> {
        let country_code: i64 = phone.country_code().parse().unwrap_or_default();
        let mut statement = self.connection.prepare_cached(
            "INSERT INTO known_number (national, country_code, contact_id) VALUES (?1, ?2, ?3)
             ON CONFLICT DO NOTHING",
        )?;
        for national in keys_of(phone) {
            statement.execute(params![national, country_code, contact.0])?;
        }
        Ok(())
    }

    /// Keeps a number that a contact has no more. It stays known.
    pub fn keep_past_number(&self, contact: ContactId, phone: &Phone) -> Result<()> {
        self.know_number(contact, phone)?;
        self.connection
            .prepare_cached(
                "INSERT INTO contact_past_number (contact_id, phone, phone_country_code)
                 VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            )?
            .execute(params![contact.0, phone.raw_for_storage(), phone.country_code_len()])?;
        Ok(())
    }

    /// Forgets every number of a contact, for one who is erased or becomes part of another.
    pub fn forget_numbers(&self, contact: ContactId) -> Result<()> {
        let mut phones = self.past_numbers(contact)?;
        phones.extend(self.contact_by_id(contact)?.phone);
        let mut statement = self
            .connection
            .prepare_cached("DELETE FROM known_number WHERE national = ?1 AND contact_id = ?2")?;
        for national in phones.iter().flat_map(keys_of) {
            statement.execute(params![national, contact.0])?;
        }
        self.connection
            .prepare_cached("DELETE FROM contact_past_number WHERE contact_id = ?1")?
            .execute([contact.0])?;
        Ok(())
    }
}
