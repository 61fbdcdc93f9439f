//! The public keys by which members sign in, and the wrong codes that strangers tried.

use rusqlite::{OptionalExtension, Row, params};

use crate::rules::{
    id::MemberId,
    policy::grant::{Keys, Opens},
    workspace::sign_in::{PublicKey, WrongCodes},
};
use crate::store::{Change, Snapshot, engine::error::Result};

/// A key that a member signs in with.
#[derive(Debug, Clone)]
pub struct MemberKey {
    /// Whose it is.
    pub member: MemberId,
    /// Their login id.
    pub email: String,
    /// The key.
    pub key: PublicKey,
    /// The email of whoever added it.
    pub added_by: String,
    /// When, in milliseconds since 1970.
    pub added_at: i64,
}

const KEY: &str = "SELECT member_key.id, member.id AS member, member.email, fingerprint, key,
    comment, member_key.added_by, member_key.added_at
    FROM member_key JOIN member ON member.id = member_id";

fn member_key(row: &Row<'_>) -> rusqlite::Result<MemberKey> {
    Ok(MemberKey {
        member: MemberId(row.get("member")?),
        email: row.get("email")?,
        key: PublicKey {
            text: row.get("key")?,
            fingerprint: row.get("fingerprint")?,
            comment: row.get("comment")?,
        },
        added_by: row.get("added_by")?,
        added_at: row.get("added_at")?,
    })
}

impl Snapshot<'_> {
    /// The key of that fingerprint.
    pub fn member_key(&self, fingerprint: &str) -> Result<Option<MemberKey>> {
        Ok(self
            .connection
            .prepare_cached(&format!("{KEY} WHERE fingerprint = ?1"))?
            .query_row([fingerprint], member_key)
            .optional()?)
    }

    /// A member's keys, or everybody's, in the order in which they were added.
    pub fn member_keys(&self, of: Option<MemberId>) -> Result<Vec<MemberKey>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "{KEY} WHERE ?1 IS NULL OR member_id = ?1 ORDER BY member_key.id"
        ))?;
        let keys = statement.query_map([of.map(|of| of.0)], member_key)?;
        Ok(keys.collect::<rusqlite::Result<_>>()?)
    }

    /// The wrong codes that somebody tried.
    pub fn wrong_codes(&self, tried_by: &str) -> Result<Option<WrongCodes>> {
        Ok(self
            .connection
            .prepare_cached("SELECT tries, last_at FROM wrong_code WHERE tried_by = ?1")?
            .query_row([tried_by], |row| {
                Ok(WrongCodes { count: row.get("tries")?, last_at: row.get("last_at")? })
            })
            .optional()?)
    }
}

impl<K: Opens<Keys>> Change<'_, K> {
    /// Adds a key.
    pub fn insert_member_key(
        &self,
        member: MemberId,
        key: &PublicKey,
        added_by: &str,
        at: i64,
    ) -> Result<()> {
        let id = self.next_key("member_key")?;
        self.connection
            .prepare_cached(
                "INSERT INTO member_key (id, member_id, fingerprint, key, comment, added_by, added_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![id, member.0, key.fingerprint, key.text, key.comment, added_by, at])?;
        Ok(())
    }

    /// Removes a key.
    pub fn remove_member_key(&self, fingerprint: &str) -> Result<()> {
        self.connection
            .prepare_cached("DELETE FROM member_key WHERE fingerprint = ?1")?
            .execute([fingerprint])?;
        Ok(())
    }

    /// Keeps how many wrong codes somebody tried, and drops what is forgotten by then.
    pub fn set_wrong_codes(&self, tried_by: &str, wrong: WrongCodes, forgotten: i64) -> Result<()> {
        self.connection
            .prepare_cached("DELETE FROM wrong_code WHERE last_at <= ?1")?
            .execute([forgotten])?;
        self.connection
            .prepare_cached(
                "INSERT INTO wrong_code (tried_by, tries, last_at) VALUES (?1, ?2, ?3)
                 ON CONFLICT (tried_by) DO UPDATE SET tries = ?2, last_at = ?3",
            )?
            .execute(params![tried_by, wrong.count, wrong.last_at])?;
        // Kept also where it is all that happened, and nothing of it stands in the audit.
        self.state.noted.set(true);
        Ok(())
    }
}
