//! Invitations: a member's codes, as hashes. The newest of a member is the one that counts; what
//! is to be sent of it stands in the outbox.

use crate::rules::policy::grant::{Invitations, Opens};
use crate::rules::{
    id::{InvitationId, MemberId},
    workspace::invitation::{Code, Door, State},
};
use crate::store::{
    Change, Snapshot,
    engine::{Row, error::Result, params},
};

/// An invitation, with what became of its mail.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// Its key.
    pub id: InvitationId,
    /// Whom it invites.
    pub member: MemberId,
    /// Their login id.
    pub email: String,
    /// Their role's name.
    pub role: String,
    /// The email of whoever invited them.
    pub invited_by: String,
    /// When, in milliseconds since 1970.
    pub created_at: i64,
    /// What a trial of a code needs.
    pub door: Door,
    /// How its mail stands: queued, sent, refused or withdrawn.
    pub mail: Option<String>,
}

/// An invitation to add.
pub struct NewInvitation<'a> {
    /// Whom it invites.
    pub member: MemberId,
    /// Its code: kept as a hash here, and whole in the outbox until its mail has left.
    pub code: &'a Code,
    /// The email of whoever invites.
    pub invited_by: &'a str,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Until when it is valid, in milliseconds since 1970.
    pub expires_at: i64,
}

/// Which invitations to list. What is `None` doesn't filter.
#[derive(Debug, Default, Clone, Copy)]
pub struct InvitationFilter {
    /// In that state at that time.
    pub state: Option<(State, i64)>,
    /// Behind that one, in the order of keys.
    pub after: Option<InvitationId>,
    /// At most so many.
    pub limit: Option<u64>,
}

const INVITATION: &str = "SELECT invitation.id, member_id, member.email, member.role, invited_by,
    invitation.created_at, invitation.state, expires_at, wrong_tries, code_hash,
    outbox.state AS mail
    FROM invitation JOIN member ON member.id = member_id
        LEFT JOIN outbox ON outbox.id = invitation.id";

fn invitation(row: &Row<'_>) -> Result<Invitation> {
    let door = Door {
        state: row.get("state")?,
        expires_at: row.get("expires_at")?,
        wrong_tries: row.get("wrong_tries")?,
        code_hash: row.get("code_hash")?,
    };
    Ok(Invitation {
        id: row.get("id")?,
        member: row.get("member_id")?,
        email: row.get("email")?,
        role: row.get("role")?,
        invited_by: row.get("invited_by")?,
        created_at: row.get("created_at")?,
        door,
        mail: row.get("mail")?,
    })
}

impl Snapshot<'_> {
    /// A member's newest invitation.
    pub fn newest_invitation(&self, member: MemberId) -> Result<Option<Invitation>> {
        let sql = format!("{INVITATION} WHERE member_id = ?1 ORDER BY invitation.id DESC LIMIT 1");
        self.connection.find(&sql, [member], invitation)
    }

    /// A member's newest invitation, if it is kept as pending; it may have expired.
    pub fn pending_invitation(&self, member: MemberId) -> Result<Option<Invitation>> {
        let newest = self.newest_invitation(member)?;
        Ok(newest.filter(|invitation| invitation.door.state == State::Pending))
    }

    /// The invitations that the filter lets through, in the order in which they were made.
    pub fn invitations(&self, filter: InvitationFilter) -> Result<Vec<Invitation>> {
        let sql = format!(
            "{INVITATION} WHERE invitation.id > ?1 AND (?2 IS NULL OR ?2 =
                CASE WHEN invitation.state = 'pending' AND expires_at <= ?3
                     THEN 'expired' ELSE invitation.state END)
             ORDER BY invitation.id"
        );
        let (state, now) = filter.state.unzip();
        let after = filter.after.map_or(0, |after| after.0);
        self.connection.first(filter.limit, &sql, (after, state, now), invitation)
    }
}

impl<K: Opens<Invitations>> Change<'_, K> {
    /// Makes an invited member an active one.
    pub fn join_member(&self, id: MemberId) -> Result<()> {
        self.connection.execute("UPDATE member SET status = 'active' WHERE id = ?1", [id])?;
        Ok(())
    }

    /// Adds an invitation, and the mail that carries its code.
    pub fn insert_invitation(&self, new: &NewInvitation<'_>) -> Result<InvitationId> {
        let id = self.next_key("invitation")?;
        self.connection.add(
            "INSERT INTO invitation (id, member_id, code_hash, state, wrong_tries, invited_by, created_at,
                expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                id,
                new.member,
                new.code.hash(),
                State::Pending,
                0,
                new.invited_by,
                new.at,
                new.expires_at
            ],
        )?;
        self.connection.add(
            "INSERT INTO outbox (id, code, state, attempts, next_attempt_at)
                VALUES (?1, ?2, ?3, ?4, ?5)",
            params![id, new.code.raw_for_storage(), "queued", 0, new.at],
        )?;
        Ok(InvitationId(id))
    }

    /// Ends a pending invitation. A mail that hasn't left is withdrawn, and its code wiped.
    pub fn end_invitation(&self, id: InvitationId, state: State, at: i64) -> Result<()> {
        self.connection.execute(
            "UPDATE invitation SET state = ?2 WHERE id = ?1",
            params![id.0, state.key()],
        )?;
        self.connection.execute(
            "UPDATE outbox SET state = 'withdrawn', code = NULL, done_at = ?2
                 WHERE id = ?1 AND state = 'queued'",
            params![id.0, at],
        )?;
        Ok(())
    }

    /// Counts a wrong code.
    pub fn count_wrong_try(&self, id: InvitationId) -> Result<()> {
        self.connection
            .execute("UPDATE invitation SET wrong_tries = wrong_tries + 1 WHERE id = ?1", [id.0])?;
        Ok(())
    }
}
