//! Invitations: a member's codes, as hashes. The newest of a member is the one that counts; what
//! is to be sent of it stands in the outbox.

use rusqlite::{OptionalExtension, Row, params};

use crate::rules::{
    id::{InvitationId, MemberId},
    workspace::invitation::{Code, CodeHash, Door, State},
};
use crate::store::{
    Change, Snapshot,
    engine::error::{Error, Result},
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

const INVITATION: &str = "SELECT invitation.id, member.id, member.email, member.role, invited_by,
    invitation.created_at, invitation.state, expires_at, wrong_tries, code_hash, outbox.state
    FROM invitation JOIN member ON member.id = member_id
        LEFT JOIN outbox ON outbox.id = invitation.id";

fn invitation(row: &Row<'_>) -> rusqlite::Result<(Invitation, String)> {
    let door = Door {
        state: State::Revoked,
        expires_at: row.get(7)?,
        wrong_tries: row.get(8)?,
        code_hash: row.get::<_, CodeHash>(9)?,
    };
    let invitation = Invitation {
        id: InvitationId(row.get(0)?),
        member: MemberId(row.get(1)?),
        email: row.get(2)?,
        role: row.get(3)?,
        invited_by: row.get(4)?,
        created_at: row.get(5)?,
        door,
        mail: row.get(10)?,
    };
    Ok((invitation, row.get(6)?))
}

fn with_state((mut invitation, state): (Invitation, String)) -> Result<Invitation> {
    invitation.door.state = State::from_key(&state).ok_or_else(|| {
        Error::Corrupt(format!("invitation {} has an unknown state", invitation.id.0))
    })?;
    Ok(invitation)
}

impl Snapshot<'_> {
    /// A member's newest invitation.
    pub fn newest_invitation(&self, member: MemberId) -> Result<Option<Invitation>> {
        self.connection
            .prepare_cached(&format!(
                "{INVITATION} WHERE member_id = ?1 ORDER BY invitation.id DESC LIMIT 1"
            ))?
            .query_row([member.0], invitation)
            .optional()?
            .map(with_state)
            .transpose()
    }

    /// A member's newest invitation, if it is kept as pending; it may have expired.
    pub fn pending_invitation(&self, member: MemberId) -> Result<Option<Invitation>> {
        let newest = self.newest_invitation(member)?;
        Ok(newest.filter(|invitation| invitation.door.state == State::Pending))
    }

    /// The invitations that the filter lets through, in the order in which they were made.
    pub fn invitations(&self, filter: InvitationFilter) -> Result<Vec<Invitation>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "{INVITATION} WHERE invitation.id > ?1 AND (?2 IS NULL OR ?2 =
                CASE WHEN invitation.state = 'pending' AND expires_at <= ?3
                     THEN 'expired' ELSE invitation.state END)
             ORDER BY invitation.id LIMIT ?4"
        ))?;
        let (state, now) = filter.state.unzip();
        let rows = statement.query_map(
            params![
                filter.after.map_or(0, |after| after.0),
                state.map(State::key),
                now,
                filter.limit.map_or(-1, |limit| i64::try_from(limit).unwrap_or(i64::MAX)),
            ],
            invitation,
        )?;
        rows.map(|row| with_state(row?)).collect()
    }
}

impl Change<'_> {
    /// Adds an invitation, and the mail that carries its code.
    pub fn insert_invitation(&self, new: &NewInvitation<'_>) -> Result<InvitationId> {
        let id = self.next_key("invitation")?;
        self.connection
            .prepare_cached(
                "INSERT INTO invitation (id, member_id, code_hash, state, wrong_tries, invited_by,
                    created_at, expires_at) VALUES (?1, ?2, ?3, 'pending', 0, ?4, ?5, ?6)",
            )?
            .execute(params![
                id,
                new.member.0,
                new.code.hash(),
                new.invited_by,
                new.at,
                new.expires_at
            ])?;
        self.connection
            .prepare_cached(
                "INSERT INTO outbox (id, code, state, attempts, next_attempt_at)
                 VALUES (?1, ?2, 'queued', 0, ?3)",
            )?
            .execute(params![id, new.code.raw_for_storage(), new.at])?;
        Ok(InvitationId(id))
    }

    /// Ends a pending invitation. A mail that hasn't left is withdrawn, and its code wiped.
    pub fn end_invitation(&self, id: InvitationId, state: State, at: i64) -> Result<()> {
        self.connection
            .prepare_cached("UPDATE invitation SET state = ?2 WHERE id = ?1")?
            .execute(params![id.0, state.key()])?;
        self.connection
            .prepare_cached(
                "UPDATE outbox SET state = 'withdrawn', code = NULL, done_at = ?2
                 WHERE id = ?1 AND state = 'queued'",
            )?
            .execute(params![id.0, at])?;
        Ok(())
    }

    /// Counts a wrong code.
    pub fn count_wrong_try(&self, id: InvitationId) -> Result<()> {
        self.connection
            .prepare_cached("UPDATE invitation SET wrong_tries = wrong_tries + 1 WHERE id = ?1")?
            .execute([id.0])?;
        Ok(())
    }
}
