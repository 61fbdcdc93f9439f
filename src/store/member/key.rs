//! The public keys by which members sign in, and the wrong codes that strangers tried.

use crate::rules::{
    id::MemberId,
    policy::grant::{Keys, Opens},
    workspace::sign_in::{PublicKey, WrongCodes},
};
use crate::store::{
    Change, Snapshot,
    engine::{Row, error::Result},
};

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

const KEY: &str = "SELECT member_id, member.email, fingerprint, key, comment, member_key.added_by,
    member_key.added_at FROM member_key JOIN member ON member.id = member_id";

fn member_key(row: &Row<'_>) -> Result<MemberKey> {
    Ok(MemberKey {
        member: row.get("member_id")?,
        email: row.get("email")?,
        key: PublicKey {
            fingerprint: row.get("fingerprint")?,
            text: row.get("key")?,
            comment: row.get("comment")?,
        },
        added_by: row.get("added_by")?,
        added_at: row.get("added_at")?,
    })
}

impl Snapshot<'_> {
    /// The key of that fingerprint.
    pub fn member_key(&self, fingerprint: &str) -> Result<Option<MemberKey>> {
        self.connection.find(&format!("{KEY} WHERE fingerprint = ?1"), [fingerprint], member_key)
    }

    /// A member's keys, or everybody's, in the order in which they were added.
    pub fn member_keys(&self, of: Option<MemberId>) -> Result<Vec<MemberKey>> {
        let sql = format!("{KEY} WHERE ?1 IS NULL OR member_id = ?1 ORDER BY member_key.id");
        self.connection.all(&sql, [of], member_key)
    }

    /// The wrong codes that somebody tried.
    pub fn wrong_codes(&self, tried_by: &str) -> Result<Option<WrongCodes>> {
        let sql = "SELECT tries, last_at FROM wrong_code WHERE tried_by = ?1";
        self.connection.find(sql, [tried_by], |row| {
            Ok(WrongCodes { count: row.get("tries")?, last_at: row.get("last_at")? })
        })
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
        self.connection.execute(
            "INSERT INTO member_key (id, member_id, fingerprint, key, comment, added_by, added_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            (id, member, &key.fingerprint, &key.text, &key.comment, added_by, at),
        )?;
        Ok(())
    }

    /// Removes a key.
    pub fn remove_member_key(&self, fingerprint: &str) -> Result<()> {
        self.connection.execute("DELETE FROM member_key WHERE fingerprint = ?1", [fingerprint])?;
        Ok(())
    }

    /// Keeps how many wrong codes somebody tried, and drops what is forgotten by then.
    pub fn set_wrong_codes(&self, tried_by: &str, wrong: WrongCodes, forgotten: i64) -> Result<()> {
        self.connection.execute("DELETE FROM wrong_code WHERE last_at <= ?1", [forgotten])?;
        self.connection.execute(
            "INSERT INTO wrong_code (tried_by, tries, last_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (tried_by) DO UPDATE SET tries = ?2, last_at = ?3",
            (tried_by, wrong.count, wrong.last_at),
        )?;
        // Kept also where it is all that happened, and nothing of it stands in the audit.
        self.keep();
        Ok(())
    }
}
