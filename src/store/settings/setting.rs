//! Settings: names and values that concern the workspace as a whole.

use std::collections::BTreeMap;

use crate::store::{Change, Snapshot, engine::error::Result};

impl Snapshot<'_> {
    /// The settings whose names begin so, without that beginning.
    pub fn settings(&self, prefix: &str) -> Result<BTreeMap<String, String>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT name, value FROM setting WHERE substr(name, 1, ?2) = ?1")?;
        let length = i64::try_from(prefix.chars().count()).unwrap_or(i64::MAX);
        let rows = statement.query_map(rusqlite::params![prefix, length], |row| {
            Ok((row.get::<_, String>(0)?, row.get(1)?))
        })?;
        rows.map(|row| {
            let (name, value) = row?;
            Ok((name[prefix.len()..].to_owned(), value))
        })
        .collect()
    }
}

impl Change<'_> {
    /// Keeps a setting, or forgets it.
    pub fn save_setting(&self, name: &str, value: Option<&str>) -> Result<()> {
        match value {
            Some(value) => self
                .connection
                .prepare_cached(
                    "INSERT INTO setting (name, value) VALUES (?1, ?2)
                     ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                )?
                .execute([name, value])?,
            None => self
                .connection
                .prepare_cached("DELETE FROM setting WHERE name = ?1")?
                .execute([name])?,
        };
        Ok(())
    }
}
