//! The chats of contacts with a tag that few have: gathered contact by contact, since along the order of
//! a list one would pass nearly all chats to find them. A tag that many have is found on the way.

use std::collections::HashSet;

use super::{Snapshot, chat_merge::Position, chat_page::ChatQuery, error::Result};

/// So many contacts are few: to gather all of their chats is as cheap as a page on the way.
const FEW: usize = 4096;

impl Snapshot<'_> {
    /// Where the chats stand that the reader sees and the filter lets through, behind `after` and newest
    /// first; `None` where more than a few contacts have the tag.
    pub(super) fn rarely_tagged(
        &self,
        query: &ChatQuery,
        tag: &str,
        after: Position,
    ) -> Result<Option<Vec<Position>>> {
        let mut tagged =
            self.connection.prepare_cached("SELECT contact_id FROM contact_tag WHERE tag = ?1")?;
        if tagged.query_map([tag], |_| Ok(()))?.nth(FEW).is_some() {
            return Ok(None);
        }
        let (seen, fitting) = self.filtered_accounts(query)?;
        let seen: HashSet<i64> = seen.into_iter().collect();
        let fitting: HashSet<i64> = fitting.into_iter().collect();
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT last_at, chat.id, account_id, assignee_id FROM contact_tag AS rare
             CROSS JOIN chat ON chat.contact_id = rare.contact_id
             WHERE rare.tag = ?4 AND (last_at, chat.id) < (?2, ?3){}",
            query.filter.conditions().sql
        ))?;
        let mut found = Vec::new();
        // The first is the account's where a source has one, and isn't named here.
        let mut rows = statement.query((None::<i64>, after.0, after.1, tag))?;
        while let Some(row) = rows.next()? {
            let (account, assignee): (i64, Option<i64>) = (row.get(2)?, row.get(3)?);
            let is_theirs = query.reach.assigned
                && assignee == Some(query.viewer.0)
                && fitting.contains(&account);
            if seen.contains(&account) || is_theirs {
                found.push((row.get(0)?, row.get(1)?));
            }
        }
        found.sort_unstable_by(|a: &Position, b| b.cmp(a));
        Ok(Some(found))
    }
}
