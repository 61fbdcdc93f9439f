//! API keys, as hashes. The newest is the one that counts; those before it are kept, so that a use
//! of one is told from a made-up key.

use crate::rules::policy::grant::{ApiKeys, Opens};
use crate::rules::workspace::api_key::KeyHash;
use crate::store::{
    Change, Snapshot,
    engine::{Row, error::Result, params},
};

/// A key as it is kept: not the key itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredKey {
    /// Its place in the row of keys.
    pub id: i64,
    /// What it is recognised by.
    pub prefix: String,
    /// The email of whoever made it.
    pub created_by: String,
    /// When, in milliseconds since 1970.
    pub created_at: i64,
    /// When it was last used, in milliseconds since 1970, as far as uses are noted.
    pub last_used_at: Option<i64>,
    /// The email of whoever replaced or revoked it.
    pub ended_by: Option<String>,
    /// When, in milliseconds since 1970.
    pub ended_at: Option<i64>,
}

const KEY: &str = "SELECT id, prefix, created_by, created_at, last_used_at, ended_by, ended_at
    FROM api_key";

fn key(row: &Row<'_>) -> Result<StoredKey> {
    Ok(StoredKey {
        id: row.get("id")?,
        prefix: row.get("prefix")?,
        created_by: row.get("created_by")?,
        created_at: row.get("created_at")?,
        last_used_at: row.get("last_used_at")?,
        ended_by: row.get("ended_by")?,
        ended_at: row.get("ended_at")?,
    })
}

impl Snapshot<'_> {
    /// The newest key, whether it is in force or not.
    pub fn newest_api_key(&self) -> Result<Option<StoredKey>> {
        self.connection.find(&format!("{KEY} ORDER BY id DESC LIMIT 1"), [], key)
    }

    /// The key of that hash.
    pub fn api_key_by_hash(&self, hash: &KeyHash) -> Result<Option<StoredKey>> {
        self.connection.find(&format!("{KEY} WHERE key_hash = ?1"), [hash], key)
    }
}

impl<K: Opens<ApiKeys>> Change<'_, K> {
    /// Adds a key, in force at once.
    pub fn insert_api_key(&self, prefix: &str, hash: &KeyHash, by: &str, at: i64) -> Result<()> {
        let id = self.next_key("api_key")?;
        self.connection.execute(
            "INSERT INTO api_key (id, prefix, key_hash, created_by, created_at)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            params![id, prefix, hash, by, at],
        )?;
        Ok(())
    }

    /// Ends the key that is in force, if there is one.
    pub fn end_api_key(&self, by: &str, at: i64) -> Result<()> {
        self.connection.execute(
            "UPDATE api_key SET ended_by = ?1, ended_at = ?2 WHERE ended_at IS NULL",
            params![by, at],
        )?;
        Ok(())
    }

    /// Notes a use.
    pub fn use_api_key(&self, id: i64, at: i64) -> Result<()> {
        self.connection.execute("UPDATE api_key SET last_used_at = ?2 WHERE id = ?1", [id, at])?;
        Ok(())
    }
}
