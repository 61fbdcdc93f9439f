//! What waits for somebody who isn't a member yet, by their email: accounts they connected and chats
//! that are theirs to answer, as a source said. Whoever brings them in, it becomes theirs where their
//! row is made.

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
    ) -> Result<Settled> {
        if !self.is_anything_awaited()? {
            return Ok(Settled::default());
        }
        let chats = self.connection.all(
            "SELECT id FROM chat WHERE awaited_assignee = ?1",
            [email_key],
            Row::only,
        )?;
        for chat in &chats {
            self.write_assignee(*chat, Some(member))?;
        }
        let accounts = self.connection.execute(
            "UPDATE account SET connector_id = ?2, awaited_connector = NULL
                 WHERE awaited_connector = ?1 AND connector_id IS NULL",
            params![email_key, member.0],
        )?;
        Ok(Settled { chats: chats.len() as u64, accounts: accounts as u64 })
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
