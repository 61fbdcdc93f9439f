//! Settings: names and values that concern the workspace as a whole.

use std::collections::BTreeMap;

use crate::rules::policy::grant::{Opens, Settings};
use crate::store::{
    Change, Snapshot,
    engine::{Question, Row, error::Result},
};

impl Snapshot<'_> {
    /// The settings whose names begin so, without that beginning.
    pub fn settings(&self, prefix: &str) -> Result<BTreeMap<String, String>> {
        let Question { sql, values, .. } = beginning_with(prefix);
        let setting = |row: &Row<'_>| {
            let name: String = row.get("name")?;
            Ok((name[prefix.len()..].to_owned(), row.get("value")?))
        };
        self.connection.all(&sql, values, setting).map(|all| all.into_iter().collect())
    }
}

/// Asks for the settings whose names begin so.
pub(in crate::store) fn beginning_with(prefix: &str) -> Question {
    let sql = "SELECT name, value FROM setting WHERE substr(name, 1, ?2) = ?1";
    let length = i64::try_from(prefix.chars().count()).unwrap_or(i64::MAX);
    Question::new(sql, vec![prefix.to_owned().into(), length.into()])
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
