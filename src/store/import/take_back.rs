//! Taking an import back: what it added goes, and what it changed is as it was, unless somebody has
//! changed or used that since.

use std::{collections::HashSet, ops::ControlFlow};

use serde_json::{Map, Value};

use super::{Added, Range, Ranges, TABLES, Table, has_key};
use crate::rules::policy::grant::{Contacts, Opens};
use crate::store::{
    AuditObject, Change, Kept,
    engine::{
        Row,
        error::{Error, Result},
        params,
        row_sum::RowSum,
        row_text::{column, columns_of, key_of, row_text},
    },
};

/// What taking an import back came to.
pub enum TakeBack {
    /// It is taken back.
    Done(TakenBack),
    /// Something rests on it: a later entry of the audit, as far as one tells of it.
    BuiltOn(Option<i64>),
    /// What it changed isn't known any more.
    Forgotten,
    /// What is kept of it isn't what was written.
    Altered,
}

/// What was taken back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TakenBack {
    /// Contacts that the import had added.
    pub contacts: u64,
    /// Chats.
    pub chats: u64,
    /// Messages.
    pub messages: u64,
    /// Accounts.
    pub accounts: u64,
    /// Rows that were there before it and are again as they were.
    pub restored: u64,
    /// Whether the import has entries in the audit beside its own: of rights, which stay.
    pub has_other_entries: bool,
}

/// What an import did.
struct Record {
    last_entry: i64,
    ranges: Ranges,
    added: RowSum,
    changes: Vec<Changed>,
}

/// What it did to one row.
struct Changed {
    table: &'static Table,
    key: String,
    before: Option<Map<String, Value>>,
    after: Option<Map<String, Value>>,
}

impl<K: Opens<Contacts>> Change<'_, K> {
    /// Takes back the import of that entry, of which these are kept. Whatever comes of it but
    /// [`TakeBack::Done`], the change is to be given up.
    pub fn take_back_import(&self, entry: i64, kept: &[Kept]) -> Result<TakeBack> {
        match self.import_seal(entry)? {
            None => return Ok(TakeBack::Forgotten),
            Some(seal) if !kept.contains(&seal) => return Ok(TakeBack::Altered),
            Some(_) => {}
        }
        let Some(record) = self.import_record(entry)? else { return Ok(TakeBack::Forgotten) };
        if !self.is_as_left(&record)? {
            return Ok(TakeBack::BuiltOn(self.later_entry(entry, &record)?));
        }
        self.connection.defer_references()?;
        let has_other_entries = record.last_entry > entry;
        let mut taken = TakenBack { has_other_entries, ..TakenBack::default() };
        let steps = [
            (Added::Message, &mut taken.messages),
            (Added::Chat, &mut taken.chats),
            (Added::Contact, &mut taken.contacts),
        ];
        for (added, count) in steps {
            *count = self.delete_added(added, record.ranges.of(added), "true")?;
        }
        // An account that somebody uses by now stays.
        let accounts = record.ranges.of(Added::Account);
        let events = "DELETE FROM early_event WHERE account_id > ?1 AND account_id <= ?2";
        self.connection.execute(events, [accounts.from, accounts.until])?;
        let is_free = "NOT EXISTS (SELECT 1 FROM chat WHERE account_id = account.id)
            AND NOT EXISTS (SELECT 1 FROM campaign WHERE account_id = account.id)";
        taken.accounts = self.delete_added(Added::Account, accounts, is_free)?;
        for change in record.changes.iter().rev() {
            self.put_back(change)?;
            taken.restored += 1;
        }
        self.connection.execute("DELETE FROM import WHERE entry = ?1", [entry])?;
        self.forget_seals()?;
        if !self.connection.references_hold()? {
            return Ok(TakeBack::BuiltOn(self.later_entry(entry, &record)?));
        }
        self.rebuild_search()?;
        self.rebuild_tags()?;
        self.rebuild_known_numbers()?;
        Ok(TakeBack::Done(taken))
    }

    fn import_record(&self, entry: i64) -> Result<Option<Record>> {
        let found =
            self.connection.find("SELECT * FROM import WHERE entry = ?1", [entry], |row| {
                let mut ranges = Ranges::default();
                for (range, added) in ranges.0.iter_mut().zip(Added::ALL) {
                    let (from, until) = added.columns();
                    *range = Range { from: row.get(from)?, until: row.get(until)? };
                }
                let (last_entry, added) = (row.get("last_entry")?, row.get("added")?);
                Ok(Record { last_entry, ranges, added, changes: Vec::new() })
            })?;
        let Some(mut record) = found else { return Ok(None) };
        let sql = "SELECT table_name, row_key, before, after FROM import_change
             WHERE entry = ?1 ORDER BY number";
        record.changes = self.connection.all(sql, [entry], |row| {
            let name: String = row.get("table_name")?;
            let table = TABLES.iter().find(|table| table.name == name);
            let table = table.ok_or_else(|| Error::Corrupt("an import's record is broken".into()));
            let side = |column: &'static str| {
                let text: Option<String> = row.get(column)?;
                text.as_deref().map(columns_of).transpose()
            };
            let (before, after) = (side("before")?, side("after")?);
            Ok(Changed { table: table?, key: row.get("row_key")?, before, after })
        })?;
        Ok(Some(record))
    }

    /// Whether everything is as the import left it.
    fn is_as_left(&self, record: &Record) -> Result<bool> {
        let strangers = "SELECT 1 FROM message WHERE chat_id > ?1 AND chat_id <= ?2
                AND NOT (id > ?3 AND id <= ?4)";
        let (chats, messages) = (record.ranges.of(Added::Chat), record.ranges.of(Added::Message));
        let used = [chats.from, chats.until, messages.from, messages.until];
        if self.connection.exists(strangers, used)?
            || self.hash_of_added(&record.ranges)? != record.added
        {
            return Ok(false);
        }
        let changed = "SELECT row_key FROM import_change WHERE table_name = 'message'";
        let mut is_changed = false;
        self.connection.each(changed, [], |row| {
            let key = row.get::<String>("row_key")?;
            let id = key.trim_matches(['[', ']']).parse().unwrap_or_default();
            is_changed |= messages.has(id);
            Ok::<_, Error>(ControlFlow::Continue(()))
        })?;
        if is_changed {
            return Ok(false);
        }
        for change in &record.changes {
            let names = change.after.iter().flat_map(Map::keys).cloned().collect::<Vec<_>>();
            let (name, has_key) = (change.table.name, has_key(change.table));
            let list = if names.is_empty() { "1".to_owned() } else { names.join(", ") };
            let sql = format!("SELECT {list} FROM {name} WHERE {has_key}");
            let key = key_of(&change.key)?;
            let now = self.connection.find(&sql, key, |row: &Row<'_>| row_text(row, &names))?;
            if now.as_deref().map(columns_of).transpose()? != change.after {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn delete_added(&self, added: Added, range: Range, only: &str) -> Result<u64> {
        let table = added.table();
        let sql = format!("DELETE FROM {table} WHERE id > ?1 AND id <= ?2 AND {only}");
        let deleted = self.connection.execute(&sql, [range.from, range.until])?;
        Ok(deleted.try_into().unwrap_or(u64::MAX))
    }

    /// Makes a row what it was.
    fn put_back(&self, change: &Changed) -> Result<()> {
        let (name, has_key) = (change.table.name, has_key(change.table));
        let Some(before) = &change.before else {
            let sql = format!("DELETE FROM {name} WHERE {has_key}");
            self.connection.execute(&sql, key_of(&change.key)?)?;
            return Ok(());
        };
        let names: Vec<_> = before.keys().map(String::as_str).collect();
        let values = before.values().map(column).collect::<Result<Vec<_>>>()?;
        let places = |first| (first..).take(names.len()).map(|place| format!("?{place}"));
        if change.after.is_some() {
            let sets: Vec<_> = names
                .iter()
                .zip(places(change.table.key.len() + 1))
                .map(|(name, place)| format!("{name} = {place}"))
                .collect();
            let sql = format!("UPDATE {name} SET {} WHERE {has_key}", sets.join(", "));
            let key = key_of(&change.key)?.into_iter();
            self.connection.execute(&sql, key.chain(values).collect::<Vec<_>>())?;
        } else {
            let places: Vec<_> = places(1).collect();
            let (names, places) = (names.join(", "), places.join(", "));
            let sql = format!("INSERT INTO {name} ({names}) VALUES ({places})");
            self.connection.execute(&sql, values)?;
        }
        Ok(())
    }

    /// The first entry of the audit that tells of something that rests on an import.
    fn later_entry(&self, entry: i64, record: &Record) -> Result<Option<i64>> {
        let has = |added: Added, key: i64| record.ranges.of(added).has(key);
        let changed: HashSet<_> =
            record.changes.iter().map(|change| (change.table.name, change.key.as_str())).collect();
        let mut later = None;
        let sql = "SELECT entry, table_name, row_key FROM import_change WHERE entry > ?1
             ORDER BY entry, number";
        self.connection.each(sql, [entry], |row| {
            let (name, key): (String, String) = (row.get("table_name")?, row.get("row_key")?);
            let table = TABLES.iter().find(|table| table.name == name);
            let first: Vec<Value> = serde_json::from_str(&key).unwrap_or_default();
            let is_added = table.is_some_and(|table| {
                table.owner.is_some_and(|(column, added)| {
                    let place = table.key.iter().position(|part| *part == column);
                    let key = place.and_then(|place| first.get(place)).and_then(Value::as_i64);
                    key.is_some_and(|key| has(added, key))
                })
            });
            if is_added || table.is_some_and(|it| changed.contains(&(it.name, key.as_str()))) {
                later = Some(row.get("entry")?);
                return Ok(ControlFlow::Break(()));
            }
            Ok::<_, Error>(ControlFlow::Continue(()))
        })?;
        let told = |table: &'static str, added, key: i64| {
            has(added, key) || changed.contains(&(table, format!("[{key}]").as_str()))
        };
        let sql = "SELECT id, action, object FROM audit WHERE id > ?1 ORDER BY id";
        self.connection.each(sql, params![record.last_entry], |row| {
            let id: i64 = row.get("id")?;
            let (action, object): (String, String) = (row.get("action")?, row.get("object")?);
            let is_it = match AuditObject::new(&action, &object) {
                AuditObject::Chat(chat) => told("chat", Added::Chat, chat.0),
                AuditObject::Contact(contact) => told("contact", Added::Contact, contact.0),
                _ => false,
            };
            if is_it || later.is_some_and(|later| later <= id) {
                later = Some(id.min(later.unwrap_or(id)));
                return Ok(ControlFlow::Break(()));
            }
            Ok::<_, Error>(ControlFlow::Continue(()))
        })?;
        Ok(later)
    }
}
