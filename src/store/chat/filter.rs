//! Which of the chats that a member sees a list is to hold: conditions on a chat's own row, as SQL
//! behind each source's own condition, and on its account, which choose the sources.
//!
//! Status, assignee, unread and tag have indexes behind each account's; so a page stays as cheap as the
//! plain one also where few of many chats fit.

use std::fmt::Write;

use super::{merge::Source, page::ChatQuery};
use crate::rules::{
    id::{AccountId, MemberId, TeamId},
    privacy::text::CustomerText,
};
use crate::store::{
    Snapshot,
    engine::{Row, error::Result, hint},
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
    /// To be answered by one of them.
    pub assignees: Option<Vec<Assignee>>,
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

impl ChatFilter {
    /// Whether every chat passes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.account.is_none()
            && self.team.is_none()
            && self.assignees.is_none()
            && self.status.is_none()
            && self.tag.is_none()
            && self.since.is_none()
            && self.until.is_none()
            && !self.unread
    }

    /// What a source's chats are read by that pass: its account as `?1`, its assignee as `?2`, the
    /// place to read on from as `?3` and `?4`, and the tag as `?5`. Other numbers stand in the text: they are
    /// ours, and the engine chooses the index by what stands there.
    pub(in crate::store) fn statement<A>(&self, source: &Source<A>) -> String {
        let mut sql = String::new();
        let mut add = |part: std::fmt::Arguments<'_>| {
            // Writing to a string does not fail.
            let _ = sql.write_fmt(part);
        };
        let of_chat = self.status.is_some() || self.unread;
        let (table, id) = if self.tag.is_some() { ("chat_tag", "chat_id") } else { ("chat", "id") };
        add(format_args!("SELECT {table}.last_at, {table}.{id} FROM {table}"));
        if self.tag.is_some() {
            if of_chat {
                add(format_args!(" {} chat ON chat.id = chat_id", hint::THEN));
            }
            add(format_args!(
                " WHERE tag = ?5 AND chat_tag.account_id = ?1 AND chat_tag.assignee_id = ?2 AND"
            ));
        } else {
            add(format_args!(" WHERE"));
            if source.account.is_some() {
                add(format_args!(" account_id = ?1 AND"));
            }
            match source.assignee {
                Some(Assignee::Nobody) => add(format_args!(" assignee_id IS NULL AND")),
                Some(Assignee::Member(_)) => add(format_args!(" assignee_id = ?2 AND")),
                None => {}
            }
        }
        add(format_args!(" ({table}.last_at, {table}.{id}) < (?3, ?4)"));
        if let Some(status) = self.status {
            add(format_args!(" AND chat.status = '{status}'"));
        }
        if self.unread {
            add(format_args!(" AND chat.unread = 1"));
        }
        if let Some(since) = self.since {
            add(format_args!(" AND {table}.last_at >= {since}"));
        }
        add(format_args!(" ORDER BY {table}.last_at DESC, {table}.{id} DESC"));
        sql
    }
}

/// The accounts that a filter lets through: the one as `?1`, or those of a team as `?2`.
pub(in crate::store) const FITTING_ACCOUNTS: &str =
    "SELECT account.id FROM account LEFT JOIN member ON member.id = connector_id
         WHERE (?1 IS NULL OR account.id = ?1) AND (?2 IS NULL OR member.team_id = ?2)";

impl Snapshot<'_> {
    /// What the chats that the reader sees and that the filter lets through come from. An assignee that
    /// is asked for is part of each source: so none is read for what another one's filter drops.
    pub(in crate::store) fn filtered_sources(&self, query: &ChatQuery) -> Result<Vec<Source>> {
        let fitting = self.fitting_accounts(&query.filter)?;
        let mut seen = self.visible_accounts(query)?;
        if let Some(fitting) = &fitting {
            seen.retain(|account| fitting.contains(account));
        }
        Ok(sources(query, (&seen, fitting.as_deref())))
    }

    /// The accounts that a filter lets through; `None` for all.
    fn fitting_accounts(&self, filter: &ChatFilter) -> Result<Option<Vec<i64>>> {
        if filter.account.is_none() && filter.team.is_none() {
            return Ok(None);
        }
        self.connection.all(FITTING_ACCOUNTS, (filter.account, filter.team), Row::only).map(Some)
    }
}

/// The sources of the chats that are asked for, on the accounts that are seen and fit, and on those that only fit.
pub(in crate::store) fn sources<A: Copy>(
    query: &ChatQuery,
    accounts: (&[A], Option<&[A]>),
) -> Vec<Source<A>> {
    let of = |asked| sources_of(query, asked, accounts);
    match &query.filter.assignees {
        None => of(None),
        Some(assignees) => assignees.iter().flat_map(|one| of(Some(*one))).collect(),
    }
}

/// The sources of the chats of one assignee, or of whoever's they are, on the accounts that are seen and
/// fit, and on those that only fit.
fn sources_of<A: Copy>(
    query: &ChatQuery,
    asked: Option<Assignee>,
    (seen, fitting): (&[A], Option<&[A]>),
) -> Vec<Source<A>> {
    let (filter, reach) = (&query.filter, query.reach);
    let viewer = Some(Assignee::Member(query.viewer));
    // Somebody of whom each chat is seen that the filter lets through, on whatever account.
    let whole = match asked {
        Some(Assignee::Member(_)) if reach.every_account() => asked,
        _ if reach.every_account() || !reach.assigned => None,
        _ => viewer.filter(|_| asked.is_none() || asked == viewer),
    };
    // Status and unread have no order of their own over all accounts.
    let is_ordered = filter.tag.is_some() || (filter.status.is_none() && !filter.unread);
    if reach.every_account() && is_ordered && asked.is_none() && fitting.is_none() {
        return vec![Source { account: None, assignee: None }];
    }
    let mut sources = match (whole, fitting) {
        (None, _) => Vec::new(),
        (_, None) => vec![Source { account: None, assignee: whole }],
        (_, Some(fitting)) => Source::on(fitting, whole),
    };
    if whole.is_none() || whole != asked {
        sources.extend(Source::on(seen, asked));
    }
    sources
}
