//! The outbox: mails to be sent, and what became of them. A mail that is due is read here with
//! everything that is to stand in it, as it is now; how it is marked stands in `delivery`.

use crate::rules::{
    id::{InvitationId, MailId},
    workspace::{
        invitation::{Code, CodeHash},
        patience::LONGEST_PAUSE,
    },
};
use crate::store::{
    Snapshot,
    engine::{Row, error::Result},
};

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

const MAIL: &str = "SELECT outbox.id, member.email, member.name, role.title, invitation.invited_by,
    inviter.name AS inviter, outbox.code, invitation.code_hash, invitation.created_at, invitation.expires_at,
    outbox.attempts
    FROM outbox JOIN invitation ON invitation.id = outbox.id
        JOIN member ON member.id = invitation.member_id
        JOIN role ON role.name = member.role
        LEFT JOIN member AS inviter ON inviter.email_key = lower(invitation.invited_by)
    WHERE outbox.state = 'queued'";

fn mail(row: &Row<'_>) -> Result<Mail> {
    Ok(Mail {
        id: row.get("id")?,
        to: row.get("email")?,
        name: row.get("name")?,
        role: row.get("title")?,
        invited_by: row.get("invited_by")?,
        inviter: row.get("inviter")?,
        code: Code::from_storage(row.get("code")?),
        code_hash: row.get("code_hash")?,
        created_at: row.get("created_at")?,
        expires_at: row.get("expires_at")?,
        attempts: row.get("attempts")?,
    })
}

impl Snapshot<'_> {
    /// The mails that are due at that time, longest due first, at most so many.
    pub fn due_mails(&self, now: i64, limit: usize) -> Result<Vec<Mail>> {
        let sql = format!(
            "{MAIL} AND (outbox.next_attempt_at <= ?1 OR outbox.next_attempt_at > ?2)
                AND invitation.expires_at > ?1
                AND member.status = 'invited' ORDER BY outbox.next_attempt_at, outbox.id"
        );
        self.connection.first(
            Some(limit as u64),
            &sql,
            [now, now.saturating_add(LONGEST_PAUSE)],
            mail,
        )
    }

    /// The mail of that key, with all that is to stand in it, while it is queued.
    pub fn queued_mail(&self, id: MailId) -> Result<Option<Mail>> {
        self.connection.find(&format!("{MAIL} AND outbox.id = ?1"), [id], mail)
    }

    /// The mail of that key, as it is listed.
    pub fn mail_entry(&self, id: MailId) -> Result<Option<MailEntry>> {
        let found = self.mails(None, Some(MailId(id.0.saturating_sub(1))), Some(1))?;
        Ok(found.into_iter().find(|mail| mail.id == id))
    }

    /// How many mails are queued, also those that aren't due.
    pub fn count_queued(&self) -> Result<u64> {
        self.connection.one("SELECT count(*) FROM outbox WHERE state = 'queued'", [], Row::only)
    }

    /// The mails in that state, or in any, in the order in which they were written.
    pub fn mails(
        &self,
        state: Option<&str>,
        after: Option<MailId>,
        limit: Option<u64>,
    ) -> Result<Vec<MailEntry>> {
        let after = after.map_or(0, |after| after.0);
        self.connection.first(limit, "SELECT outbox.id, invitation.id AS invitation_id, member.email, outbox.state, attempts,
                CASE outbox.state WHEN 'queued' THEN next_attempt_at END AS next_attempt_at,
                last_error, done_at
             FROM outbox JOIN invitation ON invitation.id = outbox.id
                 JOIN member ON member.id = member_id
             WHERE outbox.id > ?1 AND (?2 IS NULL OR outbox.state = ?2)
             ORDER BY outbox.id", (after, state), |row| {
                Ok(MailEntry {
                    id: row.get("id")?,
                    invitation: row.get("invitation_id")?,
                    to: row.get("email")?,
                    state: row.get("state")?,
                    attempts: row.get("attempts")?,
                    next_attempt_at: row.get("next_attempt_at")?,
                    last_error: row.get("last_error")?,
                    done_at: row.get("done_at")?,
                })
            })
    }
}
