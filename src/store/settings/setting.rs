//! Settings: names and values that concern the workspace as a whole.

use std::collections::BTreeMap;

use crate::rules::policy::grant::{Opens, Settings};
use crate::store::{
    Change, Snapshot,
    engine::{Row, error::Result},
};

impl Snapshot<'_> {
    /// The settings whose names begin so, without that beginning.
    pub fn settings(&self, prefix: &str) -> Result<BTreeMap<String, String>> {
        let sql = "SELECT name, value FROM setting WHERE substr(name, 1, ?2) = ?1";
        let length = i64::try_from(prefix.chars().count()).unwrap_or(i64::MAX);
        let setting = |row: &Row<'_>| {
            let name: String = row.get("name")?;
            Ok((name[prefix.len()..].to_owned(), row.get("value")?))
        };
        self.connection.statement(sql)?.stream((prefix, length), setting)?.collect()
    }
}

impl<K: Opens<Settings>> Change<'_, K> {
    /// Keeps a setting, or forgets it.
    pub fn save_setting(&self, name: &str, value: Option<&str>) -> Result<()> {
        match value {
            Some(value) => self.connection.execute(
                "INSERT INTO setting (name, value) VALUES (?1, ?2)
                     ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                [name, value],
            )?,
            None => self.connection.execute("DELETE FROM setting WHERE name = ?1", [name])?,
        };
        Ok(())
    }
}
