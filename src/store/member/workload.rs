//! What waits for a member, counted from indexes, and only so far as anybody wants to know: that
//! there are a thousand is as good as how many more.

use crate::rules::{
    id::MemberId,
    policy::scope::{Reach, Viewer},
};
use crate::store::{
    Snapshot,
    chat::page::VISIBLE_ACCOUNTS,
    engine::{Row, error::Result, params},
};

/// How far is counted.
const FAR: u64 = 1000;

/// A count that was broken off where it says that there is more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AtLeast {
    /// So many there are.
    pub count: u64,
    /// Whether there are more.
    pub more: bool,
}

impl AtLeast {
    fn of(found: u64) -> Self {
        Self { count: found.min(FAR), more: found > FAR }
    }
}

/// The open chats that wait for a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Workload {
    /// Assigned to them, and in their sight.
    pub assigned: AtLeast,
    /// Assigned to nobody, and in their sight.
    pub unassigned: AtLeast,
    /// Assigned to somebody else who can't answer, and in their sight.
    pub unanswerable: AtLeast,
}

/// The members who can't answer: suspended, or not joined.
const ABSENT: &str = "SELECT id FROM member WHERE status <> 'active'";

impl Snapshot<'_> {
    /// Those of the members who can't answer to whom any chat is assigned.
    pub fn absent_assignees(&self) -> Result<Vec<MemberId>> {
        let sql = format!(
            "{ABSENT} AND EXISTS (SELECT 1 FROM chat WHERE assignee_id = member.id) ORDER BY id"
        );
        self.connection.all(&sql, [], Row::only)
    }

    /// What waits for that member.
    pub fn workload(&self, viewer: &Viewer<'_>) -> Result<Workload> {
        let reach = viewer.reach();
        let seen = |all: bool| if all { "" } else { " AND account_id IN (SELECT id FROM seen)" };
        // Whoever sees all that is assigned to them needs no look at the accounts.
        let assigned = seen(reach.assigned || reach.every_account());
        let of_others = seen(reach.every_account());
        let absent = format!("assignee_id IN ({ABSENT}) AND assignee_id <> ?1{of_others}");
        Ok(Workload {
            assigned: self.count_chats(&format!("assignee_id = ?1{assigned}"), viewer)?,
            unassigned: self.count_chats(&format!("assignee_id IS NULL{of_others}"), viewer)?,
            unanswerable: self.count_chats(&absent, viewer)?,
        })
    }

    fn count_chats(&self, condition: &str, viewer: &Viewer<'_>) -> Result<AtLeast> {
        let Reach { own, same_team, other_teams, .. } = viewer.reach();
        let found = self.connection.one(
            &format!(
                "WITH seen AS ({VISIBLE_ACCOUNTS}) SELECT count(*) FROM
                    (SELECT 1 FROM chat WHERE {condition} AND status = 'open' LIMIT {FAR} + 1) AS found"
            ),
            params![viewer.member.0, viewer.team.0, own, same_team, other_teams],
            Row::only,
        )?;
        Ok(AtLeast::of(found))
    }

    /// How many invitations can be accepted at that time.
    pub fn pending_invitations(&self, now: i64) -> Result<AtLeast> {
        let found = self.connection.one(
            &format!(
                "SELECT count(*) FROM (SELECT 1 FROM invitation
                    WHERE state = 'pending' AND expires_at > ?1 LIMIT {FAR} + 1) AS found"
            ),
            [now],
            Row::only,
        )?;
        Ok(AtLeast::of(found))
    }
}
