//! What waits for somebody who isn't a member yet, by their email: accounts they connected and chats
//! that are theirs to answer, as a source said. Whoever brings them in, the accounts become theirs where
//! their row is made. The chats do too, unless they can't join yet: then where they are invited.

use crate::rules::id::MemberId;
use crate::store::{
    Change,
    engine::{Row, error::Result, params},
};

/// What had waited for a new member, and is theirs now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settled {
    /// How many chats were assigned to them.
    pub chats: u64,
    /// How many accounts they connected.
    pub accounts: u64,
}

impl Settled {
    /// The two counts under the names that the report of a change has for them; a count of nothing
    /// isn't told.
    #[must_use]
    pub fn counts(self) -> [(&'static str, Option<String>); 2] {
        let told = |count: u64| (count > 0).then(|| count.to_string());
        [("awaited_chats", told(self.chats)), ("awaited_accounts", told(self.accounts))]
    }
}

impl<K> Change<'_, K> {
    /// Gives a new member, by their email in lower case, what waited for them.
    pub(in crate::store) fn settle_awaited(
        &self,
        email_key: &str,
        member: MemberId,
        can_be_assigned: bool,
    ) -> Result<Settled> {
        if !self.is_anything_awaited()? {
            return Ok(Settled::default());
        }
        let accounts = self.connection.execute(
            "UPDATE account SET connector_id = ?2, awaited_connector = NULL
                 WHERE awaited_connector = ?1 AND connector_id IS NULL",
            params![email_key, member.0],
        )?;
        let chats = if can_be_assigned { self.settle_chats(member)? } else { 0 };
        Ok(Settled { chats, accounts: accounts as u64 })
    }

    /// Gives a member the chats that waited for them. Says how many.
    pub fn settle_chats(&self, member: MemberId) -> Result<u64> {
        if !self.is_anything_awaited()? {
            return Ok(0);
        }
        let chats = self.connection.all(
            "SELECT id FROM chat
                 WHERE awaited_assignee = (SELECT email_key FROM member WHERE id = ?1)",
            [member.0],
            Row::only,
        )?;
        for chat in &chats {
            self.write_assignee(*chat, Some(member))?;
        }
        Ok(chats.len() as u64)
    }

    /// Asked of the tables once in a change, not for each of the many that a list may add.
    fn is_anything_awaited(&self) -> Result<bool> {
        if let Some(known) = self.state.awaits.get() {
            return Ok(known);
        }
        let found = self.connection.one(
            "SELECT EXISTS (SELECT 1 FROM chat WHERE awaited_assignee IS NOT NULL)
                     OR EXISTS (SELECT 1 FROM account WHERE awaited_connector IS NOT NULL)",
            [],
            Row::only,
        )?;
        self.state.awaits.set(Some(found));
        Ok(found)
    }
}
