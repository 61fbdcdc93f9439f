//! API keys, as hashes. The newest is the one that counts; those before it are kept, so that a use
//! of one is told from a made-up key.

use rusqlite::{OptionalExtension, Row, params};

use crate::rules::workspace::api_key::KeyHash;
use crate::store::{Change, Snapshot, engine::error::Result};

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

fn key(row: &Row<'_>) -> rusqlite::Result<StoredKey> {
    Ok(StoredKey {
        id: row.get(0)?,
        prefix: row.get(1)?,
        created_by: row.get(2)?,
        created_at: row.get(3)?,
        last_used_at: row.get(4)?,
        ended_by: row.get(5)?,
        ended_at: row.get(6)?,
    })
}

impl Snapshot<'_> {
    /// The newest key, whether it is in force or not.
    pub fn newest_api_key(&self) -> Result<Option<StoredKey>> {
        Ok(self
            .connection
            .prepare_cached(&format!("{KEY} ORDER BY id DESC LIMIT 1"))?
            .query_row([], key)
            .optional()?)
    }

    /// The key of that hash.
    pub fn api_key_by_hash(&self, hash: &KeyHash) -> Result<Option<StoredKey>> {
        Ok(self
            .connection
            .prepare_cached(&format!("{KEY} WHERE key_hash = ?1"))?
            .query_row([hash], key)
            .optional()?)
    }
}

impl Change<'_> {
    /// Adds a key, in force at once.
    pub fn insert_api_key(&self, prefix: &str, hash: &KeyHash, by: &str, at: i64) -> Result<()> {
        let id = self.next_key("api_key")?;
        self.connection
            .prepare_cached(
                "INSERT INTO api_key (id, prefix, key_hash, created_by, created_at)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![id, prefix, hash, by, at])?;
        Ok(())
    }

    /// Ends the key that is in force, if there is one.
    pub fn end_api_key(&self, by: &str, at: i64) -> Result<()> {
        self.connection
            .prepare_cached(
                "UPDATE api_key SET ended_by = ?1, ended_at = ?2 WHERE ended_at IS NULL",
            )?
            .execute(params![by, at])?;
        Ok(())
    }

    /// Notes a use.
    pub fn use_api_key(&self, id: i64, at: i64) -> Result<()> {
        self.connection
            .prepare_cached("UPDATE api_key SET last_used_at = ?2 WHERE id = ?1")?
            .execute([id, at])?;
        Ok(())
    }
}
