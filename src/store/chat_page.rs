//! Pages of chats, newest first, of exactly what a member sees, at a cost that doesn't grow with
//! what they don't see nor with how many chats there are.
//!
//! Each way in which chats come into sight is a stream in the order of `(last_at, id)`, read from
//! its own index: one stream an account that is seen, one for what is assigned, or a single one for
//! who sees every account. The page is their merge. A stream is read in blocks that grow, so that a
//! first page reads about as many index entries as it shows, and a long list few statements.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, VecDeque},
    ops::ControlFlow,
};

use rusqlite::params;

use super::{
    Snapshot,
    chat::{CHAT, Chat, chat},
    error::Result,
};
use crate::rules::{
    id::{ChatId, MemberId, TeamId},
    scope::Reach,
};

/// Whose chats, and which page of them.
#[derive(Debug, Clone, Copy)]
pub struct ChatQuery {
    /// The member who looks.
    pub viewer: MemberId,
    /// The team they are in.
    pub team: TeamId,
    /// What they may see.
    pub reach: Reach,
    /// Behind that chat: its time and key. `None` for the first page.
    pub after: Option<(i64, ChatId)>,
    /// At most so many; `None` for all.
    pub limit: Option<u64>,
}

/// Where a chat stands in the order of the list: its time, then its key, both descending.
type Position = (i64, i64);

const BEFORE_ALL: Position = (i64::MAX, i64::MAX);
const FIRST_BLOCK: u32 = 1;
const LARGEST_BLOCK: u32 = 512;

#[derive(Debug, Clone, Copy)]
enum Source {
    Everything,
    Account(i64),
    Assigned(i64),
}

/// The chats of one source that are still to come, a block of them read ahead.
struct Stream {
    source: Source,
    ahead: VecDeque<Position>,
    read_to: Position,
    block: u32,
    exhausted: bool,
}

impl Stream {
    fn new(source: Source, after: Position) -> Self {
        let ahead = VecDeque::new();
        Self { source, ahead, read_to: after, block: FIRST_BLOCK, exhausted: false }
    }

    fn next(&mut self, snapshot: &Snapshot<'_>) -> Result<Option<Position>> {
        if self.ahead.is_empty() && !self.exhausted {
            self.read_block(snapshot)?;
        }
        Ok(self.ahead.pop_front())
    }

    fn read_block(&mut self, snapshot: &Snapshot<'_>) -> Result<()> {
        let (sql, key) = match self.source {
            Source::Everything => (
                "SELECT last_at, id FROM chat WHERE ?1 = ?1 AND (last_at, id) < (?2, ?3)
                 ORDER BY last_at DESC, id DESC LIMIT ?4",
                0,
            ),
            Source::Account(account) => (
                "SELECT last_at, id FROM chat WHERE account_id = ?1 AND (last_at, id) < (?2, ?3)
                 ORDER BY last_at DESC, id DESC LIMIT ?4",
                account,
            ),
            Source::Assigned(assignee) => (
                "SELECT last_at, id FROM chat WHERE assignee_id = ?1 AND (last_at, id) < (?2, ?3)
                 ORDER BY last_at DESC, id DESC LIMIT ?4",
                assignee,
            ),
        };
        let mut statement = snapshot.connection.prepare_cached(sql)?;
        let rows = statement
            .query_map(params![key, self.read_to.0, self.read_to.1, self.block], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        for position in rows {
            self.ahead.push_back(position?);
        }
        self.exhausted = self.ahead.len() < self.block as usize;
        self.read_to = self.ahead.back().copied().unwrap_or(self.read_to);
        self.block = (self.block * 8).min(LARGEST_BLOCK);
        Ok(())
    }
}

impl Snapshot<'_> {
    /// Gives the chats of a page to `show`, in order, until it breaks off.
    ///
    /// # Errors
    /// The store's own, or what `show` fails with.
    pub fn chats<E: From<super::Error>>(
        &self,
        query: &ChatQuery,
        mut show: impl FnMut(Chat) -> std::result::Result<ControlFlow<()>, E>,
    ) -> std::result::Result<(), E> {
        let mut details = self
            .connection
            .prepare_cached(&format!("{CHAT} WHERE chat.id = ?1"))
            .map_err(super::Error::from)?;
        self.positions(query, |(_, id)| {
            let chat = details.query_row([id], chat).map_err(super::Error::from)?;
            show(chat)
        })
    }

    fn positions<E: From<super::Error>>(
        &self,
        query: &ChatQuery,
        mut take: impl FnMut(Position) -> std::result::Result<ControlFlow<()>, E>,
    ) -> std::result::Result<(), E> {
        let mut streams = self.streams(query)?;
        let mut heads = BinaryHeap::new();
        for (index, stream) in streams.iter_mut().enumerate() {
            if let Some(position) = stream.next(self)? {
                heads.push((position, Reverse(index)));
            }
        }
        let mut left = query.limit.unwrap_or(u64::MAX);
        let mut previous = None;
        while left > 0 {
            let Some((position, Reverse(index))) = heads.pop() else { break };
            // A chat can be assigned to the viewer and lie on an account they see: then it comes
            // from two streams, and the two stand next to each other here.
            if previous != Some(position) {
                previous = Some(position);
                left -= 1;
                if take(position)?.is_break() {
                    break;
                }
            }
            if left > 0
                && let Some(next) = streams[index].next(self)?
            {
                heads.push((next, Reverse(index)));
            }
        }
        Ok(())
    }

    fn streams(&self, query: &ChatQuery) -> Result<Vec<Stream>> {
        let after = query.after.map_or(BEFORE_ALL, |(at, id)| (at, id.0));
        let mut sources = Vec::new();
        if query.reach.every_account() {
            sources.push(Source::Everything);
        } else {
            sources.extend(self.visible_accounts(query)?.into_iter().map(Source::Account));
            if query.reach.assigned {
                sources.push(Source::Assigned(query.viewer.0));
            }
        }
        Ok(sources.into_iter().map(|source| Stream::new(source, after)).collect())
    }

    pub(super) fn visible_accounts(&self, query: &ChatQuery) -> Result<Vec<i64>> {
        let Reach { own, same_team, other_teams, .. } = query.reach;
        if !(own || same_team || other_teams) {
            return Ok(Vec::new());
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT account.id FROM account LEFT JOIN member ON member.id = connector_id
             WHERE (?3 AND connector_id = ?1)
                OR (?4 AND connector_id <> ?1 AND member.team_id = ?2)
                OR (?5 AND (connector_id IS NULL OR (connector_id <> ?1 AND member.team_id <> ?2)))",
        )?;
        let accounts = statement.query_map(
            params![query.viewer.0, query.team.0, own, same_team, other_teams],
            |row| row.get(0),
        )?;
        Ok(accounts.collect::<rusqlite::Result<_>>()?)
    }
}
