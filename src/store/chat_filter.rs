//! Which of the chats that a member sees a list is to hold: conditions on a chat's own row, as SQL
//! behind each source's own condition, and on its account, which choose the sources.
//!
//! Status, assignee and unread have indexes behind each account's; so a page stays as cheap as the
//! plain one also where few of many chats fit. A tag is looked up chat by chat, unless few contacts
//! have it (`chat_tagged`).

use std::fmt::Write;

use super::{Snapshot, chat_page::ChatQuery, error::Result};
use crate::rules::{
    id::{AccountId, MemberId, TeamId},
    private::CustomerText,
};

/// Whose a chat is to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assignee {
    /// Nobody's.
    Nobody,
    /// That member's.
    Member(MemberId),
}

/// Conditions that all hold. What is `None` or `false` doesn't filter.
#[derive(Clone, Default)]
pub struct ChatFilter {
    /// On that account.
    pub account: Option<AccountId>,
    /// On an account that somebody in that team connected.
    pub team: Option<TeamId>,
    /// To be answered by them.
    pub assignee: Option<Assignee>,
    /// `open` or `closed`.
    pub status: Option<&'static str>,
    /// Whose contact has that tag.
    pub tag: Option<CustomerText>,
    /// With a newest message at that time or later, in milliseconds since 1970.
    pub since: Option<i64>,
    /// With a newest message before that time, in milliseconds since 1970.
    pub until: Option<i64>,
    /// Whose newest message is the customer's, unanswered.
    pub unread: bool,
}

/// A filter as SQL: conditions to stand behind others, and the tag they name as `?4`.
pub(super) struct Conditions {
    pub(super) sql: String,
    pub(super) tag: Option<String>,
}

impl ChatFilter {
    /// Whether every chat passes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.account.is_none()
            && self.team.is_none()
            && self.assignee.is_none()
            && self.status.is_none()
            && self.tag.is_none()
            && self.since.is_none()
            && self.until.is_none()
            && !self.unread
    }

    /// Whether chats that pass are best looked for along the order of the list: those with a tag that
    /// many have, which no index finds, on whatever account.
    pub(super) const fn is_walked(&self) -> bool {
        self.tag.is_some() && self.account.is_none() && self.team.is_none()
    }

    /// The conditions on a chat's own row. Numbers stand in the text: they are ours, and the engine
    /// chooses the index by what stands there.
    pub(super) fn conditions(&self) -> Conditions {
        let mut sql = String::new();
        let mut and = |condition: std::fmt::Arguments<'_>| {
            // Writing to a string does not fail.
            let _ = write!(sql, " AND {condition}");
        };
        match self.assignee {
            Some(Assignee::Nobody) => and(format_args!("assignee_id IS NULL")),
            Some(Assignee::Member(member)) => and(format_args!("assignee_id = {}", member.0)),
            None => {}
        }
        if let Some(status) = self.status {
            and(format_args!("status = '{status}'"));
        }
        if self.unread {
            and(format_args!("unread = 1"));
        }
        if let Some(since) = self.since {
            and(format_args!("last_at >= {since}"));
        }
        if let Some(until) = self.until {
            and(format_args!("last_at < {until}"));
        }
        if self.tag.is_some() {
            and(format_args!(
                "EXISTS (SELECT 1 FROM contact_tag
                    WHERE contact_tag.contact_id = chat.contact_id AND tag = ?4)"
            ));
        }
        let tag = self.tag.as_ref().map(|tag| tag.raw_for_storage().to_owned());
        Conditions { sql, tag }
    }
}

impl Snapshot<'_> {
    /// The accounts that the reader sees and that the filter lets through; all that it lets
    /// through, for the chats that are assigned to the reader.
    pub(super) fn filtered_accounts(&self, query: &ChatQuery) -> Result<(Vec<i64>, Vec<i64>)> {
        let mut statement = self.connection.prepare_cached(
            "SELECT account.id FROM account LEFT JOIN member ON member.id = connector_id
             WHERE (?1 IS NULL OR account.id = ?1) AND (?2 IS NULL OR member.team_id = ?2)",
        )?;
        let filter = &query.filter;
        let fitting = statement
            .query_map(
                (filter.account.map(|account| account.0), filter.team.map(|team| team.0)),
                |row| row.get(0),
            )?
            .collect::<rusqlite::Result<Vec<i64>>>()?;
        let mut seen = self.visible_accounts(query)?;
        if filter.account.is_some() || filter.team.is_some() {
            seen.retain(|account| fitting.contains(account));
        }
        Ok((seen, fitting))
    }
}
