//! Who fits a campaign's audience, with what its variables need of each: an audience as SQL, read a
//! window of contacts at a time, so that neither memory nor the time of a transaction grows with it.

use std::fmt::Write;

use crate::rules::{
    id::{CampaignId, ContactId},
    whatsapp::campaign::{Audience, Candidate, Filling, Source},
};
use crate::store::{
    Snapshot,
    engine::{Row, Value, error::Result},
};

/// At most so many contacts are looked at for one page, also where few of them fit.
const WINDOW: i64 = 4096;

/// Some of an audience, and how far the contacts were looked through for them.
pub struct AudiencePage {
    /// Those who fit, in the order of their keys.
    pub candidates: Vec<Candidate>,
    /// Up to whom.
    pub until: ContactId,
}

/// A statement in the making: its text, and what stands for its question marks.
#[derive(Default)]
struct Query {
    sql: String,
    values: Vec<Value>,
}

impl Query {
    fn bind(&mut self, value: impl Into<Value>) -> usize {
        self.values.push(value.into());
        self.values.len()
    }

    fn push(&mut self, part: std::fmt::Arguments<'_>) {
        // Writing to a string does not fail.
        let _ = self.sql.write_fmt(part);
    }

    /// What a candidate is made of, but for whether they fit.
    fn columns(&mut self, fillings: &[Filling]) {
        self.push(format_args!(
            "SELECT contact.id, contact.name, contact.phone, contact.phone_country_code,
                contact.opted_in"
        ));
        for filling in fillings {
            if let Source::Trait(key) = &filling.source {
                let key = self.bind(key.raw_for_storage().to_owned());
                self.push(format_args!(
                    ", (SELECT value FROM contact_trait
                        WHERE contact_id = contact.id AND key = ?{key})"
                ));
            } else {
                self.push(format_args!(", NULL"));
            }
        }
    }

    /// That a contact fits.
    fn conditions(&mut self, audience: &Audience) {
        self.push(format_args!("(TRUE"));
        for tag in &audience.tags {
            let tag = self.bind(tag.raw_for_storage().to_owned());
            self.push(format_args!(
                " AND EXISTS (SELECT 1 FROM contact_tag
                    WHERE contact_id = contact.id AND tag = ?{tag})"
            ));
        }
        for (key, value) in &audience.traits {
            let key = self.bind(key.raw_for_storage().to_owned());
            let value = self.bind(value.raw_for_storage().to_owned());
            self.push(format_args!(
                " AND EXISTS (SELECT 1 FROM contact_trait
                    WHERE contact_id = contact.id AND key = ?{key} AND value = ?{value})"
            ));
        }
        if !audience.countries.is_empty() {
            self.push(format_args!(
                " AND substr(contact.phone, 2, contact.phone_country_code) IN ("
            ));
            for (at, code) in audience.countries.iter().enumerate() {
                let comma = if at == 0 { "" } else { ", " };
                let code = self.bind(code.clone());
                self.push(format_args!("{comma}?{code}"));
            }
            self.push(format_args!(")"));
        }
        if let Some(account) = audience.chats_of {
            let account = self.bind(account.0);
            self.push(format_args!(
                " AND EXISTS (SELECT 1 FROM chat
                    WHERE account_id = ?{account} AND contact_id = contact.id)"
            ));
        }
        self.push(format_args!(")"));
    }
}

/// How many columns come before those of the fillings, of which there may be any number.
const FIXED: usize = 5;

fn candidate(row: &Row<'_>, fillings: usize) -> Result<Candidate> {
    let traits = (FIXED..FIXED + fillings).map(|place| row.at(place));
    Ok(Candidate {
        contact: row.get("id")?,
        name: row.get("name")?,
        phone: row.phone("phone", "phone_country_code")?,
        opted_in: row.get("opted_in")?,
        traits: traits.collect::<Result<_>>()?,
        in_audience: row.at(FIXED + fillings)?,
    })
}

impl Snapshot<'_> {
    /// Those of an audience behind `after`, up to `last`: at most `limit`, of a window of contacts.
    /// There is more as long as the page doesn't reach `last`.
    pub fn audience_page(
        &self,
        audience: &Audience,
        fillings: &[Filling],
        (after, last): (ContactId, ContactId),
        limit: usize,
    ) -> Result<AudiencePage> {
        let end = last.0.min(after.0.saturating_add(WINDOW));
        let mut query = Query::default();
        query.columns(fillings);
        let (from, to) = (query.bind(after.0), query.bind(end));
        query.push(format_args!(", TRUE FROM contact WHERE id > ?{from} AND id <= ?{to} AND "));
        query.conditions(audience);
        query.push(format_args!(" ORDER BY id"));
        let candidates = self.candidates(query, fillings, limit)?;
        let until = match candidates.last() {
            Some(last) if candidates.len() == limit => last.contact,
            _ => ContactId(end),
        };
        Ok(AudiencePage { candidates, until })
    }

    /// Those who were given the tag that a campaign waits for, and weren't seen to yet; at most so
    /// many. Whether they fit the audience now is said of each.
    pub fn waiting_page(
        &self,
        id: CampaignId,
        audience: &Audience,
        fillings: &[Filling],
        after: ContactId,
        limit: usize,
    ) -> Result<Vec<Candidate>> {
        let mut query = Query::default();
        query.columns(fillings);
        query.push(format_args!(", "));
        query.conditions(audience);
        let (id, after) = (query.bind(id.0), query.bind(after.0));
        query.push(format_args!(
            " FROM campaign_recipient AS waiting JOIN contact ON contact.id = waiting.contact_id
              WHERE waiting.campaign_id = ?{id} AND waiting.outcome IS NULL
                AND waiting.contact_id > ?{after} ORDER BY waiting.contact_id"
        ));
        self.candidates(query, fillings, limit)
    }

    fn candidates(
        &self,
        query: Query,
        fillings: &[Filling],
        limit: usize,
    ) -> Result<Vec<Candidate>> {
        let (sql, values) = (query.sql, query.values);
        let read = |row: &Row<'_>| candidate(row, fillings.len());
        self.connection.first(Some(limit as u64), &sql, values, read)
    }

    /// How many contacts behind `after`, up to `last`, fit an audience.
    pub fn count_audience(
        &self,
        audience: &Audience,
        (after, last): (ContactId, ContactId),
    ) -> Result<u64> {
        let mut query = Query::default();
        let (from, to) = (query.bind(after.0), query.bind(last.0));
        query.push(format_args!(
            "SELECT count(*) FROM contact WHERE id > ?{from} AND id <= ?{to} AND "
        ));
        query.conditions(audience);
        self.connection.value(&query.sql, query.values)
    }
}
