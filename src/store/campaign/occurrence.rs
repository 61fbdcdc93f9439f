//! How far a campaign has come: its occurrences, who was written to in each, and who wasn't.

use std::collections::{BTreeMap, HashSet};

use crate::rules::policy::grant::{Campaigns, Opens};
use crate::rules::{
    id::{CampaignId, ContactId},
    privacy::text::CustomerText,
    whatsapp::campaign::LeftOut,
};
use crate::store::{
    Change, Snapshot,
    engine::{Row, error::Result, params},
};

/// One time that a campaign was due. Times are milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// The campaign's how-manieth, from 1.
    pub number: i64,
    /// When it was due.
    pub due_at: i64,
    /// When it began.
    pub started_at: i64,
    /// When everybody was seen to; `None` while it is under way.
    pub finished_at: Option<i64>,
    /// Everybody up to this contact was seen to.
    pub cursor: ContactId,
    /// Whoever came after this contact is no part of it.
    pub last_contact: ContactId,
    /// How many were written to.
    pub sent: u64,
}

const OCCURRENCE: &str =
    "SELECT number, due_at, started_at, finished_at, cursor, last_contact, sent
    FROM campaign_occurrence WHERE campaign_id = ?1";

fn occurrence(row: &Row<'_>) -> Result<Occurrence> {
    Ok(Occurrence {
        number: row.get("number")?,
        due_at: row.get("due_at")?,
        started_at: row.get("started_at")?,
        finished_at: row.get("finished_at")?,
        cursor: row.get("cursor")?,
        last_contact: row.get("last_contact")?,
        sent: row.get("sent")?,
    })
}

impl Snapshot<'_> {
    /// A campaign's newest occurrences, newest first, at most so many.
    pub fn occurrences(&self, id: CampaignId, limit: u32) -> Result<Vec<Occurrence>> {
        let sql = format!("{OCCURRENCE} ORDER BY number DESC");
        self.connection.first(Some(limit.into()), &sql, [id], occurrence)
    }

    /// A campaign's newest occurrence.
    pub fn last_occurrence(&self, id: CampaignId) -> Result<Option<Occurrence>> {
        Ok(self.occurrences(id, 1)?.pop())
    }

    /// Who was left out of an occurrence, counted by the reason.
    pub fn left_out(&self, id: CampaignId, number: i64) -> Result<BTreeMap<LeftOut, u64>> {
        let sql = "SELECT reason, contacts FROM campaign_left_out
            WHERE campaign_id = ?1 AND number = ?2";
        let count = |row: &Row<'_>| Ok((row.get("reason")?, row.get("contacts")?));
        self.connection.statement(sql)?.stream((id, number), count)?.collect()
    }

    /// How many a campaign has written to, in all its occurrences.
    pub fn count_sent(&self, id: CampaignId) -> Result<u64> {
        self.connection.one(
            "SELECT coalesce(sum(sent), 0) FROM campaign_occurrence WHERE campaign_id = ?1",
            [id.0],
            Row::only,
        )
    }

    /// How many were given the tag that a campaign waits for, and weren't seen to yet.
    pub fn count_waiting(&self, id: CampaignId) -> Result<u64> {
        self.connection.one(
            "SELECT count(*) FROM campaign_recipient WHERE campaign_id = ?1 AND outcome IS NULL",
            [id.0],
            Row::only,
        )
    }

    /// Whether there is anybody of the kind.
    pub fn is_anybody_waiting(&self, id: CampaignId) -> Result<bool> {
        self.connection.exists(
            "SELECT 1 FROM campaign_recipient WHERE campaign_id = ?1 AND outcome IS NULL",
            [id.0],
        )
    }

    /// The key of the newest contact; zero where there is none.
    pub fn last_contact(&self) -> Result<ContactId> {
        self.connection.one("SELECT coalesce(max(id), 0) FROM contact", [], Row::only)
    }

    /// How many of a campaign's messages have each status, as WhatsApp names it.
    pub fn campaign_statuses(&self, id: CampaignId) -> Result<BTreeMap<String, u64>> {
        let sql = "SELECT coalesce(status, '') AS status, count(*) AS messages FROM message
            WHERE campaign_id = ?1 GROUP BY status";
        let count = |row: &Row<'_>| Ok((row.get("status")?, row.get("messages")?));
        self.connection.statement(sql)?.stream([id], count)?.collect()
    }
}

impl<K: Opens<Campaigns>> Change<'_, K> {
    /// Begins an occurrence with every contact that there is.
    pub fn start_occurrence(
        &self,
        id: CampaignId,
        number: i64,
        due_at: i64,
        now: i64,
    ) -> Result<Occurrence> {
        let last = self.last_contact()?;
        self.connection.execute(
            "INSERT INTO campaign_occurrence
                    (campaign_id, number, due_at, started_at, cursor, last_contact, sent)
                 VALUES (?1, ?2, ?3, ?4, 0, ?5, 0)",
            [id.0, number, due_at, now, last.0],
        )?;
        Ok(Occurrence {
            number,
            due_at,
            started_at: now,
            finished_at: None,
            cursor: ContactId(0),
            last_contact: last,
            sent: 0,
        })
    }

    /// Notes how far an occurrence has come, and how many more it wrote to and left out.
    pub fn advance_occurrence(
        &self,
        id: CampaignId,
        number: i64,
        cursor: ContactId,
        sent: u64,
        left_out: &BTreeMap<LeftOut, u64>,
    ) -> Result<()> {
        self.connection.execute(
            "UPDATE campaign_occurrence SET cursor = max(cursor, ?3), sent = sent + ?4
                 WHERE campaign_id = ?1 AND number = ?2",
            params![id.0, number, cursor.0, sent],
        )?;
        let mut statement = self.connection.statement(
            "INSERT INTO campaign_left_out (campaign_id, number, reason, contacts)
             VALUES (?1, ?2, ?3, ?4) ON CONFLICT (campaign_id, number, reason)
             DO UPDATE SET contacts = campaign_left_out.contacts + excluded.contacts",
        )?;
        for (reason, contacts) in left_out {
            statement.execute(params![id.0, number, reason.key(), contacts])?;
        }
        Ok(())
    }

    /// Notes that everybody was seen to.
    pub fn finish_occurrence(&self, id: CampaignId, number: i64, now: i64) -> Result<()> {
        self.connection.execute(
            "UPDATE campaign_occurrence SET finished_at = ?3, cursor = last_contact
                 WHERE campaign_id = ?1 AND number = ?2",
            [id.0, number, now],
        )?;
        Ok(())
    }

    /// Notes that a contact is written to in an occurrence. Says whether that is for the first time:
    /// where it isn't, they must not be.
    pub fn claim_recipient(&self, id: CampaignId, number: i64, contact: ContactId) -> Result<bool> {
        let claimed = self.connection.execute(
            "INSERT INTO campaign_recipient (campaign_id, number, contact_id, outcome)
                 VALUES (?1, ?2, ?3, 'sent') ON CONFLICT (campaign_id, number, contact_id)
                 DO UPDATE SET outcome = 'sent' WHERE campaign_recipient.outcome IS NULL",
            [id.0, number, contact.0],
        )?;
        Ok(claimed == 1)
    }

    /// Notes that somebody who was given the tag isn't written to, and why.
    pub fn leave_recipient(
        &self,
        id: CampaignId,
        number: i64,
        contact: ContactId,
        reason: LeftOut,
    ) -> Result<()> {
        self.connection.execute(
            "UPDATE campaign_recipient SET outcome = ?4
                 WHERE campaign_id = ?1 AND number = ?2 AND contact_id = ?3 AND outcome IS NULL",
            params![id.0, number, contact.0, reason.key()],
        )?;
        Ok(())
    }
}

/// That a campaign waits for its tag to be given.
const WAITING: &str = "on_tag IS NOT NULL AND state <> 'draft' AND state <> 'done'";

impl<K> Change<'_, K> {
    /// The tags that campaigns wait for.
    pub(in crate::store) fn awaited_tags(&self) -> Result<HashSet<String>> {
        let sql = format!("SELECT DISTINCT on_tag FROM campaign WHERE {WAITING}");
        Ok(self.connection.all(&sql, [], Row::only)?.into_iter().collect())
    }

    /// The campaigns that wait for a tag note who was given it, once ever each.
    pub(in crate::store) fn note_tagged(
        &self,
        contact: ContactId,
        tag: &CustomerText,
    ) -> Result<()> {
        // Mostly none waits, and to look takes less than to write nothing.
        let tag = tag.raw_for_storage();
        let waiting = format!("FROM campaign WHERE on_tag = ?1 AND {WAITING}");
        if self.connection.exists(&format!("SELECT 1 {waiting}"), [tag])? {
            let sql = format!(
                "INSERT INTO campaign_recipient (campaign_id, number, contact_id)
                    SELECT id, 1, ?2 {waiting} ON CONFLICT DO NOTHING"
            );
            self.connection.execute(&sql, params![tag, contact.0])?;
        }
        Ok(())
    }
}
