//! The numbers that contacts have and had, and whether the workspace knows one.

use std::{
    cell::{Cell, OnceCell, RefCell},
    ops::ControlFlow,
};

use crate::{
    rules::{
        id::ContactId,
        phone::{
            Phone,
            number_key::{Candidate, LONGEST, endings, keys_of},
        },
        privacy::{find::Known, text::CustomerText},
    },
    store::{
        Change, Snapshot,
        contact::{gathered::Gathered, number_filter::NumberFilter},
        engine::{
            Row, Statement,
            error::{Error, Result},
            params,
        },
    },
};

/// A row of `known_number`: a way to write a number's national part, its country code, and whose it is.
pub(in crate::store) type KnownNumber = (i64, i64, ContactId);

pub(in crate::store) const ADD_NUMBER: &str =
    "INSERT INTO known_number (national, country_code, contact_id) VALUES (?1, ?2, ?3)
    ON CONFLICT DO NOTHING";

/// What is known of a number that a contact has or had.
pub(in crate::store) fn known_numbers(
    contact: ContactId,
    phone: &Phone,
) -> impl Iterator<Item = KnownNumber> + use<> {
    let country_code = phone.country_code().parse().unwrap_or_default();
    keys_of(phone).into_iter().map(move |national| (national, country_code, contact))
}

impl Snapshot<'_> {
    /// The people whose numbers and usernames masked readers may not see. Make it once for a list of texts.
    #[must_use]
    pub fn known(&self) -> KnownPeople<'_> {
        KnownPeople {
            snapshot: self,
            numbers: RefCell::new(None),
            lengths: Cell::new([None; LONGEST + 1]),
            asked: Cell::new(0),
            filter: OnceCell::new(),
            has_erased: OnceCell::new(),
            gathered: RefCell::default(),
        }
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

/// So many look-ups pay for reading all numbers once.
const MANY: u32 = 20_000;

/// Looks up numbers and usernames of everybody. It keeps what it found: make a new one after any number was added
/// or erased.
pub struct KnownPeople<'s> {
    snapshot: &'s Snapshot<'s>,
    numbers: RefCell<Option<Statement<'s>>>,
    /// Of which lengths there are numbers, by how many digits they have.
    lengths: Cell<[Option<bool>; LONGEST + 1]>,
    /// How many numbers were looked up.
    asked: Cell<u32>,
    /// All known numbers, once many were asked for.
    filter: OnceCell<NumberFilter>,
    has_erased: OnceCell<bool>,
    /// What a server is asked about many texts at once.
    gathered: RefCell<Gathered>,
}

impl KnownPeople<'_> {
    /// Says which texts will be read: a server is asked about all of them at once.
    pub fn gather<'t>(&self, texts: impl IntoIterator<Item = Option<&'t CustomerText>>) {
        if !self.snapshot.connection.is_file() {
            self.gathered.borrow_mut().add(texts.into_iter().flatten());
        }
    }

    /// Whether somebody has or had that number. A customer's number counts even if it is also that of an
    /// account: otherwise a member could connect accounts to test which number a text holds.
    fn find_number(&self, (national, country_code): Candidate) -> Result<bool> {
        let mut gathered = self.gathered.borrow_mut();
        if let Some(answer) = gathered.number(self.snapshot, (national, country_code))? {
            return Ok(answer);
        }
        drop(gathered);
        if self.may_be_known(national)? && self.is_in_file(national, country_code)? {
            return Ok(true);
        }
        Ok(self.has_erased() && self.snapshot.knew_erased(national)?)
    }

    /// Whether any known number has as many digits as this one. Digits in a text are tried with and without
    /// prefixes. Most of these candidates are shorter or longer than every known number.
    fn has_length(&self, national: i64) -> Result<bool> {
        let digits = national.checked_ilog10().unwrap_or_default();
        let mut lengths = self.lengths.get();
        let Some(length) = lengths.get_mut(digits as usize) else { return Ok(true) };
        if let Some(is_there) = *length {
            return Ok(is_there);
        }
        let least = 10_i64.pow(digits);
        let sql = "SELECT 1 FROM known_number WHERE national >= ?1 AND national < ?2";
        let is_there = self.snapshot.connection.exists(sql, [least, 2 * least])?;
        *length = Some(is_there);
        self.lengths.set(lengths);
        Ok(is_there)
    }

    fn has_erased(&self) -> bool {
        *self.has_erased.get_or_init(|| self.snapshot.has_erased().unwrap_or(true))
    }

    fn is_in_file(&self, national: i64, country_code: Option<u16>) -> Result<bool> {
        let mut numbers = self.numbers.borrow_mut();
        let numbers = match &mut *numbers {
            Some(prepared) => prepared,
            none => none.insert(self.snapshot.connection.statement(
                "SELECT 1 FROM known_number WHERE national = ?1
                    AND (?2 IS NULL OR country_code = ?2)",
            )?),
        };
        Ok(numbers.find(params![national, country_code], |_| Ok(()))?.is_some())
    }

    /// Whether it's worth a look into the file.
    fn may_be_known(&self, national: i64) -> Result<bool> {
        if let Some(filter) = self.filter.get() {
            return Ok(filter.may_hold(national));
        }
        if !self.has_length(national)? {
            return Ok(false);
        }
        self.asked.set(self.asked.get() + 1);
        if self.asked.get() < MANY {
            return Ok(true);
        }
        let connection = self.snapshot.connection;
        let count: u64 = connection.value("SELECT count(*) FROM known_number", [])?;
        let mut filter = NumberFilter::for_keys(usize::try_from(count).unwrap_or_default());
        connection.each("SELECT national FROM known_number", [], |row| {
            filter.add(Row::only(row)?);
            Ok::<_, Error>(ControlFlow::Continue(()))
        })?;
        Ok(self.filter.get_or_init(|| filter).may_hold(national))
    }
}

impl Known for KnownPeople<'_> {
    fn knows_number(&self, candidate: Candidate) -> bool {
        // What can't be looked up is hidden.
        self.find_number(candidate).unwrap_or(true)
    }

    fn may_know_ending(&self, digits: &[u8]) -> bool {
        let may_hold = |filter: &NumberFilter| endings(digits).any(|key| filter.may_hold(key));
        // On a server the look-ups are made already.
        let is_file = self.snapshot.connection.is_file();
        !is_file || self.has_erased() || self.filter.get().is_none_or(may_hold)
    }

    fn knows_username(&self, username: &str) -> bool {
        match self.gathered.borrow_mut().username(self.snapshot, username) {
            Ok(Some(answer)) => return answer,
            Ok(None) => {}
            Err(_) => return true,
        }
        let sql = "SELECT 1 FROM contact WHERE lower(username) = ?1 AND username IS NOT NULL";
        self.snapshot.connection.exists(sql, [username]).unwrap_or(true)
    }
}

impl<K> Change<'_, K> {
    /// Notes that a contact has, or had, that number.
    pub fn know_number(&self, contact: ContactId, phone: &Phone) -> Result<()> {
        let mut statement = self.connection.statement(ADD_NUMBER)?;
        known_numbers(contact, phone).try_for_each(|(national, country_code, contact)| {
            statement.execute(params![national, country_code, contact.0]).map(drop)
        })
    }

    /// The same of a contact who is new.
    pub(super) fn know_new_number(&self, contact: ContactId, phone: &Phone) -> Result<()> {
        let mut statement = self.connection.statement(ADD_NUMBER)?;
        known_numbers(contact, phone).try_for_each(|(national, country_code, contact)| {
            statement.add(params![national, country_code, contact.0])
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
                WHERE contact_past_number.until < excluded.until",
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
