//! Noticing what an import does, while it does it.

use std::ops::ControlFlow;

use serde_json::{Map, Value};

use super::{Added, Range, Ranges, TABLES, Table, has_key, key_of, object};
use crate::rules::policy::grant::{Contacts, Opens};
use crate::store::{
    Change, Kept,
    audit::kept::IMPORT,
    engine::{
        error::{Error, Result},
        params,
        row_text::{self, columns_of},
    },
};

/// So many imports can be taken back: what the older ones changed is forgotten.
const KEPT: i64 = 100;

/// The number of rows that are compared with what they were at once.
const COMPARED_AT_ONCE: usize = 1024;

/// An import under way: the last keys that were given out before it.
pub struct ImportStart([i64; 4]);

impl<K: Opens<Contacts>> Change<'_, K> {
    /// Begins to notice what happens to the rows that are there.
    pub fn begin_import(&self) -> Result<ImportStart> {
        let mut last = [0; 4];
        for (last, added) in last.iter_mut().zip(Added::ALL) {
            *last = self.coming_key(added.table())? - 1;
        }
        self.connection.batch(
            "CREATE TEMP TABLE import_before (
                table_name TEXT NOT NULL, row_key TEXT NOT NULL, before TEXT,
                PRIMARY KEY (table_name, row_key)
             )",
        )?;
        // Of what there was none, nothing can happen to.
        for table in TABLES.iter().filter(|table| last_of(table, &last) != Some(0)) {
            for (event, rows) in table.events() {
                let steps = rows.iter().map(|row| self.notice(table, row, &last));
                let steps = steps.collect::<Result<String>>()?;
                let were_there = rows.iter().map(|row| was_there(table, row, &last));
                let was_there = were_there.collect::<Vec<_>>().join(" OR ");
                let name = table.name;
                self.connection.notice(name, event, &was_there, &steps)?;
            }
        }
        Ok(ImportStart(last))
    }

    /// The step of a trigger that keeps how a row was before anything happened to it.
    fn notice(&self, table: &Table, row: &str, last: &[i64; 4]) -> Result<String> {
        let prefix = format!("{row}.");
        let key = key_of(table, &prefix);
        let before =
            if row == "old" { object(&self.columns_of(table)?, &prefix) } else { "NULL".into() };
        let name = table.name;
        let was_there = was_there(table, row, last);
        Ok(format!(
            "INSERT INTO import_before SELECT '{name}', {key}, {before} WHERE {was_there}
                AND NOT EXISTS (SELECT 1 FROM import_before
                    WHERE table_name = '{name}' AND row_key = {key});"
        ))
    }

    /// Stops noticing, and keeps what was noticed under the next entry of the audit. `entries` is the number
    /// of entries that the import writes; if it is 0, nothing is kept. The first entry must keep the
    /// returned value.
    pub fn end_import(&self, start: &ImportStart, entries: usize) -> Result<Option<Kept>> {
        for table in &TABLES {
            for (event, _) in table.events() {
                self.connection.stop_noticing(table.name, event)?;
            }
        }
        let seal = if entries > 0 {
            let entry = self.coming_key("audit")?;
            self.keep_import(start, entry, entries)?;
            self.import_seal(entry)?
        } else {
            None
        };
        self.connection.batch("DROP TABLE import_before")?;
        Ok(seal)
    }

    fn keep_import(&self, start: &ImportStart, entry: i64, entries: usize) -> Result<()> {
        let entries = i64::try_from(entries).unwrap_or(i64::MAX);
        let mut ranges = Ranges::default();
        for ((range, from), added) in ranges.0.iter_mut().zip(start.0).zip(Added::ALL) {
            *range = Range { from, until: self.coming_key(added.table())? - 1 };
        }
        let [contact, chat, message, account] = ranges.0;
        self.connection.execute(
            "INSERT INTO import VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            params![
                entry,
                entry.saturating_add(entries - 1),
                contact.from,
                contact.until,
                chat.from,
                chat.until,
                message.from,
                message.until,
                account.from,
                account.until,
                self.hash_of_added(&ranges)?
            ],
        )?;
        let mut number = 0;
        for table in &TABLES {
            self.keep_changes(table, entry, &mut number)?;
        }
        self.connection.execute(
            "DELETE FROM import WHERE entry <=
                (SELECT entry FROM import ORDER BY entry DESC LIMIT 1 OFFSET ?1)",
            [KEPT],
        )?;
        self.forget_seals()
    }

    /// Forgets how things were before every import: none of them can be taken back any more.
    pub(in crate::store) fn forget_imports(&self) -> Result<()> {
        self.connection.execute("DELETE FROM import", [])?;
        self.forget_seals()
    }

    /// Deletes the hashes of imports that aren't kept any more: a guess of what was deleted could be
    /// checked against its hash.
    pub(super) fn forget_seals(&self) -> Result<()> {
        self.connection.execute(
            "DELETE FROM audit_kept WHERE name = ?1 AND entry NOT IN (SELECT entry FROM import)",
            [IMPORT],
        )?;
        Ok(())
    }

    /// Keeps what became of the rows of one table.
    fn keep_changes(&self, table: &Table, entry: i64, number: &mut i64) -> Result<()> {
        let sql = "SELECT row_key, before FROM import_before WHERE table_name = ?1
             ORDER BY row_key";
        let mut noticed = Vec::new();
        self.connection.each(sql, [table.name], |row| {
            noticed.push((row.get("row_key")?, row.get("before")?));
            if noticed.len() == COMPARED_AT_ONCE {
                self.keep_differences(table, entry, number, std::mem::take(&mut noticed))?;
            }
            Ok::<_, Error>(ControlFlow::Continue(()))
        })?;
        self.keep_differences(table, entry, number, noticed)
    }

    /// Keeps what became of some of its rows, by their keys and how they were before.
    fn keep_differences(
        &self,
        table: &Table,
        entry: i64,
        number: &mut i64,
        noticed: Vec<(String, Option<String>)>,
    ) -> Result<()> {
        let columns = object(&self.columns_of(table)?, "");
        let now = format!("SELECT {columns} AS after FROM {} WHERE {}", table.name, has_key(table));
        let keys = noticed.iter().map(|(key, _)| row_text::key_of(key));
        let keys = keys.collect::<Result<Vec<_>>>()?;
        let now = self.connection.for_each(&now, &keys, |row| row.get::<String>("after"))?;
        let mut keep = self.connection.statement(
            "INSERT INTO import_change (entry, number, table_name, row_key, before, after)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        for ((key, before), after) in noticed.into_iter().zip(now) {
            if let Some([before, after]) = difference(before, after.into_iter().next())? {
                *number += 1;
                // As short as it can be written, whatever the engine.
                let key = serde_json::from_str::<Value>(&key).unwrap_or_default().to_string();
                keep.add(params![entry, *number, table.name, key, before, after])?;
            }
        }
        Ok(())
    }
}

/// The condition that a row is of something that was there before the import.
fn was_there(table: &Table, row: &str, last: &[i64; 4]) -> String {
    match (table.owner, last_of(table, last)) {
        (Some((column, _)), Some(last)) => format!("{row}.{column} <= {last}"),
        _ => "true".to_owned(),
    }
}

/// The last key before the import of what a table's rows are of; `None` where they are of nothing.
fn last_of(table: &Table, last: &[i64; 4]) -> Option<i64> {
    let (_, added) = table.owner?;
    let place = Added::ALL.iter().position(|other| *other == added)?;
    last.get(place).copied()
}

/// What differs between a row and what became of it: of a row that stayed, the columns that changed.
fn difference(
    before: Option<String>,
    after: Option<String>,
) -> Result<Option<[Option<String>; 2]>> {
    let (Some(before), Some(after)) = (&before, &after) else {
        return Ok((before != after).then_some([before, after]));
    };
    let (mut before, mut after) = (columns_of(before)?, columns_of(after)?);
    before.retain(|column, value| after.get(column) != Some(value));
    after.retain(|column, _| before.contains_key(column));
    let text = |columns: Map<String, Value>| Some(Value::Object(columns).to_string());
    Ok((!before.is_empty()).then(|| [text(before), text(after)]))
}
