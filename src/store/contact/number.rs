//! The numbers that contacts have and had, and whether the workspace knows one.

use std::ops::ControlFlow;

use crate::{
    rules::{
        id::ContactId,
        phone::{
            Phone,
            number_key::{Candidate, keys_of},
        },
        privacy::find::Known,
    },
    store::{
        Change, Snapshot,
        engine::{
            error::{Error, Result},
            params,
        },
    },
};

impl Snapshot<'_> {
    /// Whether somebody has or had that number. One that is the workspace's own as well counts too:
    /// else whoever may connect an account could try by it whose number a text holds.
    pub fn knows_number(&self, (national, country_code): Candidate) -> Result<bool> {
        let sql = "SELECT 1 FROM known_number WHERE national = ?1
                AND (?2 IS NULL OR country_code = ?2)";
        Ok(self.connection.exists(sql, params![national, country_code])?
            || self.knew_erased(national)?)
    }

    /// The numbers that a contact had before, in order.
    pub fn past_numbers(&self, contact: ContactId) -> Result<Vec<Phone>> {
        let sql = "SELECT phone, phone_country_code FROM contact_past_number
             WHERE contact_id = ?1 ORDER BY phone";
        self.connection.all(sql, [contact], |row| {
            Ok(Phone::from_storage(row.get("phone")?, row.get("phone_country_code")?))
        })
    }
}

impl Known for Snapshot<'_> {
    fn knows_number(&self, candidate: Candidate) -> bool {
        // What can't be looked up is hidden.
        Snapshot::knows_number(self, candidate).unwrap_or(true)
    }

    fn knows_username(&self, username: &str) -> bool {
        let sql = "SELECT 1 FROM contact WHERE lower(username) = ?1 AND username IS NOT NULL";
        self.connection.exists(sql, [username]).unwrap_or(true)
    }
}

impl<K> Change<'_, K> {
    /// Notes that a contact has, or had, that number.
    pub fn know_number(&self, contact: ContactId, phone: &Phone) -> Result<()> {
        let country_code: i64 = phone.country_code().parse().unwrap_or_default();
        let mut statement = self.connection.statement(
            "INSERT INTO known_number (national, country_code, contact_id) VALUES (?1, ?2, ?3)
             ON CONFLICT DO NOTHING",
        )?;
        for national in keys_of(phone) {
            statement.execute(params![national, country_code, contact.0])?;
        }
        Ok(())
    }

    /// Makes what is known of numbers anew from what contacts have and had.
    pub(in crate::store) fn rebuild_numbers(&self) -> Result<()> {
        self.connection.execute("DELETE FROM known_number", [])?;
        let sql = "SELECT id AS contact_id, phone, phone_country_code FROM contact
                WHERE phone IS NOT NULL
             UNION ALL SELECT contact_id, phone, phone_country_code FROM contact_past_number
             ORDER BY contact_id";
        self.connection.each(sql, [], |row| {
            let phone = Phone::from_storage(row.get("phone")?, row.get("phone_country_code")?);
            self.know_number(row.get("contact_id")?, &phone)?;
            Ok::<_, Error>(ControlFlow::Continue(()))
        })
    }

    /// Keeps a number that a contact has no more, or beside another. It stays known, and what was
    /// written from it up to that time is theirs.
    pub fn keep_past_number(&self, contact: ContactId, phone: &Phone, until: i64) -> Result<()> {
        self.know_number(contact, phone)?;
        self.connection.execute(
            "INSERT INTO contact_past_number (contact_id, phone, phone_country_code, until)
             VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (phone, contact_id) DO UPDATE SET until = excluded.until
                WHERE until < excluded.until",
            params![contact, phone.raw_for_storage(), phone.country_code_len(), until],
        )?;
        Ok(())
    }

    /// Forgets every number of a contact, for one who is erased or becomes part of another.
    pub fn forget_numbers(&self, contact: ContactId) -> Result<()> {
        let mut phones = self.past_numbers(contact)?;
        phones.extend(self.contact_by_id(contact)?.phone);
        let mut statement = self
            .connection
            .statement("DELETE FROM known_number WHERE national = ?1 AND contact_id = ?2")?;
        for national in phones.iter().flat_map(keys_of) {
            statement.execute(params![national, contact.0])?;
        }
        self.connection
            .execute("DELETE FROM contact_past_number WHERE contact_id = ?1", [contact])?;
        Ok(())
    }
}
