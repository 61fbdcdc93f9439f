//! Pages of chats, newest first, of exactly what a member sees, at a cost that doesn't grow with
//! what they don't see nor with how many chats there are.
//!
//! Who sees every account reads along the index by time. For everybody else, each way in which chats
//! come into sight is a source of its own: an account that is seen, or what is assigned. The page is their
//! merge (`chat_merge`). A
//! merge begins with one look at each source, so who sees many accounts is first served by a walk
//! along all chats (`chat_walk`), for as long as most of what it meets is seen.

use std::ops::ControlFlow;

use super::{
    filter::{Assignee, ChatFilter},
    merge::{Position, Source},
    record::{CHAT, Chat, chat},
    walk::{Seen, Walked},
};
use crate::rules::{
    id::{ChatId, MemberId, TeamId},
    policy::scope::Reach,
};
use crate::store::{
    Snapshot,
    contact::number::KnownPeople,
    engine::{Row, error::Result, params},
};

#[cfg(test)]
mod tests;

/// Whose chats, and which page of them.
#[derive(Clone)]
pub struct ChatQuery {
    /// The member who looks.
    pub viewer: MemberId,
    /// The team they are in.
    pub team: TeamId,
    /// What they may see.
    pub reach: Reach,
    /// Behind that chat: its time and key. `None` for the first page.
    pub after: Option<(i64, ChatId)>,
    /// The most rows to give; `None` for all.
    pub limit: Option<u64>,
    /// Which of those that are seen.
    pub filter: ChatFilter,
}

impl ChatQuery {
    fn position(&self) -> Position {
        self.after.map_or(BEFORE_ALL, |(at, id)| (at, id.0))
    }

    /// Where the chats begin that may be shown.
    pub(super) fn from(&self) -> Position {
        // As a place to begin at: the engine would pass what is newer one by one.
        self.filter.until.map_or(self.position(), |until| self.position().min((until, i64::MIN)))
    }
}

const BEFORE_ALL: Position = (i64::MAX, i64::MAX);

/// The accounts that a member sees: their key as `?1`, their team's as `?2`, and the three scopes of
/// their reach that are of accounts as `?3` to `?5`.
pub(in crate::store) const VISIBLE_ACCOUNTS: &str =
    "SELECT account.id FROM account LEFT JOIN member ON member.id = connector_id
     WHERE (?3 = 1 AND connector_id = ?1)
        OR (?4 = 1 AND connector_id <> ?1 AND member.team_id = ?2)
        OR (?5 = 1 AND (connector_id IS NULL OR (connector_id <> ?1 AND member.team_id <> ?2)))";

/// To look at fewer accounts than this is cheaper than to walk past one page of chats.
const MANY_ACCOUNTS: usize = 128;

impl Snapshot<'_> {
    /// Gives the chats of a page to `show`, in order, until it breaks off.
    ///
    /// On a server, `known` is asked about all texts of a page at once.
    pub fn chats<E: From<crate::store::Error>>(
        &self,
        query: &ChatQuery,
        known: &KnownPeople<'_>,
        mut show: impl FnMut(Chat) -> Result<ControlFlow<()>, E>,
    ) -> Result<(), E> {
        if query.limit == Some(0) {
            return Ok(());
        }
        if !self.connection.is_file() {
            return self.chats_on_server(query, known, show);
        }
        let mut left = query.limit.unwrap_or(u64::MAX);
        let show = |chat| {
            left -= 1;
            let flow = show(chat)?;
            Ok(if left == 0 { ControlFlow::Break(()) } else { flow })
        };
        if query.reach.every_account() && query.filter.is_empty() {
            self.every_chat(query, show)
        } else {
            self.some_chats(query, show)
        }
    }

    /// All there are. They need no picking, so one statement reads them, in order, to the last.
    fn every_chat<E: From<crate::store::Error>>(
        &self,
        query: &ChatQuery,
        mut show: impl FnMut(Chat) -> Result<ControlFlow<()>, E>,
    ) -> Result<(), E> {
        let after = query.position();
        let sql = format!(
            "{CHAT} WHERE (chat.last_at, chat.id) < (?1, ?2)
             ORDER BY chat.last_at DESC, chat.id DESC"
        );
        self.connection.each(&sql, [after.0, after.1], |row| show(chat(row)?))
    }

    fn some_chats<E: From<crate::store::Error>>(
        &self,
        query: &ChatQuery,
        mut show: impl FnMut(Chat) -> Result<ControlFlow<()>, E>,
    ) -> Result<(), E> {
        let mut details = self.connection.statement(&format!("{CHAT} WHERE chat.id = ?1"))?;
        self.positions(query, |(_, id)| show(details.one([id], chat)?))
    }

    fn positions<E: From<crate::store::Error>>(
        &self,
        query: &ChatQuery,
        mut take: impl FnMut(Position) -> Result<ControlFlow<()>, E>,
    ) -> Result<(), E> {
        let mut after = query.from();
        if !query.filter.is_empty() {
            return self.merge(&self.filtered_sources(query)?, &query.filter, after, take);
        }
        let accounts = self.visible_accounts(query)?;
        let assignee = query.reach.assigned.then_some(query.viewer);
        if accounts.len() >= MANY_ACCOUNTS {
            let seen = Seen {
                accounts: accounts.iter().copied().collect(),
                assignee: assignee.map(|member| member.0),
            };
            match self.walk(&seen, after, &mut take)? {
                Walked::ToTheEnd => return Ok(()),
                Walked::GivenUp(at) => after = at,
            }
        }
        let mut sources = Source::on(&accounts, None);
        sources.extend(
            assignee
                .map(|member| Source { account: None, assignee: Some(Assignee::Member(member)) }),
        );
        self.merge(&sources, &query.filter, after, take)
    }

    pub(in crate::store) fn visible_accounts(&self, query: &ChatQuery) -> Result<Vec<i64>> {
        let Reach { own, same_team, other_teams, .. } = query.reach;
        if !(own || same_team || other_teams) {
            return Ok(Vec::new());
        }
        self.connection.all(
            VISIBLE_ACCOUNTS,
            params![query.viewer.0, query.team.0, own, same_team, other_teams],
            Row::only,
        )
    }
}
