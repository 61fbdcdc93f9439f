//! The outbox: mails to be sent, and what became of them. A mail that is due is read here with
//! everything that is to stand in it, as it is now; how it is marked stands in `delivery`.

use rusqlite::{Row, params};

use crate::rules::{
    id::{InvitationId, MailId},
    workspace::invitation::{Code, CodeHash},
};
use crate::store::{Snapshot, engine::error::Result};

/// A mail that is due.
pub struct Mail {
    /// Its key.
    pub id: MailId,
    /// Whom it goes to.
    pub to: String,
    /// Their name.
    pub name: Option<String>,
    /// Their role's name for people.
    pub role: String,
    /// The email of whoever invited them.
    pub invited_by: String,
    /// Their name, if they are still there.
    pub inviter: Option<String>,
    /// The code.
    pub code: Code,
    /// Its hash: what tells this mail from all others.
    pub code_hash: CodeHash,
    /// When the invitation was made, in milliseconds since 1970.
    pub created_at: i64,
    /// Until when it is valid, in milliseconds since 1970.
    pub expires_at: i64,
    /// How often it was tried.
    pub attempts: u32,
}

/// A mail as it is listed.
#[derive(Debug, Clone)]
pub struct MailEntry {
    /// Its key.
    pub id: MailId,
    /// Of which invitation.
    pub invitation: InvitationId,
    /// Whom it goes to.
    pub to: String,
    /// Queued, sent, refused or withdrawn.
    pub state: String,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next, where it is queued, in milliseconds since 1970.
    pub next_attempt_at: Option<i64>,
    /// What was said against it the last time.
    pub last_error: Option<String>,
    /// When it came to its end, in milliseconds since 1970.
    pub done_at: Option<i64>,
}

const DUE: &str = "SELECT outbox.id, member.email, member.name, role.title, invitation.invited_by,
    inviter.name, outbox.code, invitation.code_hash, invitation.created_at, invitation.expires_at,
    outbox.attempts
    FROM outbox JOIN invitation ON invitation.id = outbox.id
        JOIN member ON member.id = invitation.member_id
        JOIN role ON role.name = member.role
        LEFT JOIN member AS inviter ON inviter.email_key = lower(invitation.invited_by)
    WHERE outbox.state = 'queued' AND outbox.next_attempt_at <= ?1 AND invitation.expires_at > ?1
        AND member.status = 'invited'
    ORDER BY outbox.next_attempt_at, outbox.id LIMIT ?2";

fn mail(row: &Row<'_>) -> rusqlite::Result<Mail> {
    Ok(Mail {
        id: MailId(row.get(0)?),
        to: row.get(1)?,
        name: row.get(2)?,
        role: row.get(3)?,
        invited_by: row.get(4)?,
        inviter: row.get(5)?,
        code: Code::from_storage(row.get(6)?),
        code_hash: row.get(7)?,
        created_at: row.get(8)?,
        expires_at: row.get(9)?,
        attempts: row.get(10)?,
    })
}

impl Snapshot<'_> {
    /// The mails that are due at that time, longest due first, at most so many.
    pub fn due_mails(&self, now: i64, limit: usize) -> Result<Vec<Mail>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut statement = self.connection.prepare_cached(DUE)?;
        Ok(statement.query_map([now, limit], mail)?.collect::<rusqlite::Result<_>>()?)
    }

    /// How many mails are queued, also those that aren't due.
    pub fn count_queued(&self) -> Result<u64> {
        Ok(self
            .connection
            .prepare_cached("SELECT count(*) FROM outbox WHERE state = 'queued'")?
            .query_row([], |row| row.get(0))?)
    }

    /// The mails in that state, or in any, in the order in which they were written.
    pub fn mails(
        &self,
        state: Option<&str>,
        after: Option<MailId>,
        limit: Option<u64>,
    ) -> Result<Vec<MailEntry>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT outbox.id, invitation.id, member.email, outbox.state, attempts,
                CASE outbox.state WHEN 'queued' THEN next_attempt_at END, last_error, done_at
             FROM outbox JOIN invitation ON invitation.id = outbox.id
                 JOIN member ON member.id = member_id
             WHERE outbox.id > ?1 AND (?2 IS NULL OR outbox.state = ?2)
             ORDER BY outbox.id LIMIT ?3",
        )?;
        let rows = statement.query_map(
            params![
                after.map_or(0, |after| after.0),
                state,
                limit.map_or(-1, |limit| i64::try_from(limit).unwrap_or(i64::MAX)),
            ],
            |row| {
                Ok(MailEntry {
                    id: MailId(row.get(0)?),
                    invitation: InvitationId(row.get(1)?),
                    to: row.get(2)?,
                    state: row.get(3)?,
                    attempts: row.get(4)?,
                    next_attempt_at: row.get(5)?,
                    last_error: row.get(6)?,
                    done_at: row.get(7)?,
                })
            },
        )?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
