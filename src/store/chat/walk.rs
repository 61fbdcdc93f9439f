//! The chats that a member sees, picked out of all of them along the index by time: what is best for
//! who sees nearly every account, of which there may be thousands. Who sees few of the chats is
//! better served by `chat_merge`, and is handed over to it.

use std::{collections::HashSet, ops::ControlFlow};

use super::merge::Position;
use crate::store::{
    Snapshot,
    engine::{
        error::{Error, Result},
        hint,
    },
};

/// So many chats are read at a time.
const BLOCK: usize = 64;

/// What a chat must have to be picked.
pub(in crate::store) struct Seen {
    /// It lies on one of these accounts,
    pub(in crate::store) accounts: HashSet<i64>,
    /// or is assigned to that member.
    pub(in crate::store) assignee: Option<i64>,
}

impl Seen {
    /// Whether a chat on that account, of that assignee, is picked.
    pub(in crate::store) fn has(&self, account: i64, assignee: Option<i64>) -> bool {
        self.accounts.contains(&account) || (assignee.is_some() && assignee == self.assignee)
    }
}

/// Where a walk ended.
pub(in crate::store) enum Walked {
    /// There was no more, or no more was wanted.
    ToTheEnd,
    /// Too few of what it met were to be picked: the rest lies behind this.
    GivenUp(Position),
}

impl Snapshot<'_> {
    /// Gives what is seen behind `from` to `take`, newest first, until it breaks
    /// off.
    ///
    /// Gives up when it has passed more chats that aren't seen than a merge would have to begin
    /// with, one an account, and than it has picked: so it never costs more than about twice what
    /// the merge would, however much there is that isn't seen.
    pub(in crate::store) fn walk<E: From<Error>>(
        &self,
        seen: &Seen,
        from: Position,
        mut take: impl FnMut(Position) -> Result<ControlFlow<()>, E>,
    ) -> Result<Walked, E> {
        let mut at = from;
        let mut patience = seen.accounts.len();
        loop {
            let block = self.block(at)?;
            for (position, account, assignee) in &block {
                at = *position;
                if seen.has(*account, *assignee) {
                    patience += 1;
                    if take(at)?.is_break() {
                        return Ok(Walked::ToTheEnd);
                    }
                } else if patience > 0 {
                    patience -= 1;
                } else {
                    return Ok(Walked::GivenUp(at));
                }
            }
            if block.len() < BLOCK {
                return Ok(Walked::ToTheEnd);
            }
        }
    }

    fn block(&self, after: Position) -> Result<Vec<(Position, i64, Option<i64>)>, Error> {
        let sql = format!(
            "SELECT last_at, id, account_id, assignee_id FROM chat {}
             WHERE (last_at, id) < (?1, ?2) ORDER BY last_at DESC, id DESC",
            hint::CHATS_BY_TIME
        );
        self.connection.first(Some(BLOCK as u64), &sql, [after.0, after.1], |row| {
            let position = (row.get("last_at")?, row.get("id")?);
            Ok((position, row.get("account_id")?, row.get("assignee_id")?))
        })
    }
}
