//! Contacts by tag, trait, country and consent. Each condition has an index that ends with the
//! contact's key, so it gives its contacts in the order of the list; several conditions are walked
//! side by side, each jumping to where another one stands. So a rare condition makes a list cheap
//! whatever stands beside it, and a page begins where the last one ended.

use std::collections::VecDeque;

use crate::rules::{id::ContactId, phone::CountryTest, privacy::text::CustomerText};
use crate::store::{
    Snapshot,
    engine::{Row, ToSql, Value, error::Result},
};

/// Conditions that all hold. None at all lets every contact through.
#[derive(Clone, Default)]
pub struct ContactFilter {
    /// With each of these tags.
    pub tags: Vec<CustomerText>,
    /// With each of these traits: key and value.
    pub traits: Vec<(CustomerText, CustomerText)>,
    /// Whose number is of that country.
    pub country: Option<CountryTest>,
    /// Who agreed to be written to, or not; `Some(None)` for those who weren't asked.
    pub opted_in: Option<Option<bool>>,
}

const FIRST_BLOCK: usize = 1;
const LARGEST_BLOCK: usize = 512;

/// The contacts of one condition from some key on, a block of them read ahead.
struct Stream {
    sql: &'static str,
    values: Vec<Value>,
    ahead: VecDeque<i64>,
    read_to: i64,
    block: usize,
    /// Whether there is nothing behind what was read.
    is_at_end: bool,
}

impl Stream {
    fn new(sql: &'static str, values: Vec<Value>) -> Self {
        Self {
            sql,
            values,
            ahead: VecDeque::new(),
            read_to: i64::MIN,
            block: FIRST_BLOCK,
            is_at_end: false,
        }
    }

    /// The first contact of that key or a later one.
    fn seek(&mut self, snapshot: &Snapshot<'_>, key: i64) -> Result<Option<i64>> {
        while self.ahead.front().is_some_and(|first| *first < key) {
            self.ahead.pop_front();
        }
        if self.ahead.is_empty() && !self.is_at_end {
            // Who was sent far beyond what was read ahead will be again: to read much is for nothing.
            let is_near = self.read_to >= key.saturating_sub(1);
            self.block = if is_near { (self.block * 8).min(LARGEST_BLOCK) } else { FIRST_BLOCK };
            self.read(snapshot, key)?;
        }
        Ok(self.ahead.front().copied())
    }

    fn read(&mut self, snapshot: &Snapshot<'_>, key: i64) -> Result<()> {
        // A server gives a block in the time of one row.
        let block = if snapshot.connection.is_file() { self.block } else { LARGEST_BLOCK };
        let mut values: Vec<&dyn ToSql> = vec![&key];
        values.extend(self.values.iter().map(|value| value as &dyn ToSql));
        let values = values.as_slice();
        let found: Vec<i64> =
            snapshot.connection.first(Some(block as u64), self.sql, values, Row::only)?;
        self.is_at_end = found.len() < block;
        self.ahead.extend(found);
        self.read_to = self.ahead.back().copied().unwrap_or(key);
        Ok(())
    }
}

/// The contacts that pass a filter, in the order of their keys. Nothing is open between two of them,
/// so what is found may be changed on the way.
pub struct ContactWalk {
    streams: Vec<Stream>,
    next: i64,
    /// What no index tells: which of the countries with one calling code it is.
    country: Option<CountryTest>,
}

impl ContactWalk {
    /// Behind that contact, or from the first one on.
    #[must_use]
    pub fn new(filter: &ContactFilter, after: Option<ContactId>) -> Self {
        let next = after.map_or(i64::MIN, |after| after.0.saturating_add(1));
        let country = filter.country.clone().filter(|country| !country.is_code_enough());
        Self { streams: filter.streams(), next, country }
    }

    /// The next contact.
    pub fn next(&mut self, snapshot: &Snapshot<'_>) -> Result<Option<ContactId>> {
        let mut key = self.next;
        loop {
            let before = key;
            for stream in &mut self.streams {
                match stream.seek(snapshot, key)? {
                    Some(found) => key = found,
                    None => return Ok(None),
                }
            }
            // All of them were asked and none of them is further.
            if key == before {
                self.next = key.saturating_add(1);
                if self.is_of_country(snapshot, ContactId(key))? {
                    return Ok(Some(ContactId(key)));
                }
                key = self.next;
            }
        }
    }
}

impl ContactWalk {
    /// The next contacts, up to that number.
    pub fn some(&mut self, most: usize, snapshot: &Snapshot<'_>) -> Result<Vec<ContactId>> {
        std::iter::from_fn(|| self.next(snapshot).transpose()).take(most).collect()
    }

    fn is_of_country(&self, snapshot: &Snapshot<'_>, id: ContactId) -> Result<bool> {
        let Some(country) = &self.country else { return Ok(true) };
        let record = snapshot.contact_record(id)?;
        let phone = record.and_then(|record| record.contact.phone);
        Ok(phone.is_some_and(|phone| country.covers(&phone)))
    }
}

impl ContactFilter {
    /// Whether every contact passes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tags.is_empty()
            && self.traits.is_empty()
            && self.country.is_none()
            && self.opted_in.is_none()
    }

    fn streams(&self) -> Vec<Stream> {
        let text = |text: &CustomerText| Value::from(text.raw_for_storage().to_owned());
        let mut streams = Vec::new();
        for tag in &self.tags {
            streams.push(Stream::new(
                "SELECT contact_id FROM contact_tag WHERE tag = ?2 AND contact_id >= ?1
                 ORDER BY contact_id",
                vec![text(tag)],
            ));
        }
        for (key, value) in &self.traits {
            streams.push(Stream::new(
                "SELECT contact_id FROM contact_trait WHERE key = ?2 AND value = ?3
                    AND contact_id >= ?1 ORDER BY contact_id",
                vec![text(key), text(value)],
            ));
        }
        if let Some(country) = &self.country {
            streams.push(Stream::new(
                "SELECT id FROM contact WHERE substr(phone, 1, phone_country_code + 1) = ?2
                    AND id >= ?1 ORDER BY id",
                vec![Value::from(format!("+{}", country.code()))],
            ));
        }
        if let Some(opted_in) = self.opted_in {
            let sql = match opted_in {
                None => {
                    "SELECT id FROM contact WHERE opted_in IS NULL AND erased_at IS NULL AND id >= ?1 ORDER BY id"
                }
                Some(true) => "SELECT id FROM contact WHERE opted_in = 1 AND id >= ?1 ORDER BY id",
                Some(false) => "SELECT id FROM contact WHERE opted_in = 0 AND id >= ?1 ORDER BY id",
            };
            streams.push(Stream::new(sql, Vec::new()));
        }
        if streams.is_empty() {
            let sql = "SELECT id FROM contact WHERE erased_at IS NULL AND id >= ?1 ORDER BY id";
            streams.push(Stream::new(sql, Vec::new()));
        }
        streams
    }
}

#[cfg(test)]
mod tests;
