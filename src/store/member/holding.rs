//! What members hold: the accounts they connected and the chats assigned to them, one by one.

use crate::rules::policy::grant::{Members, Opens};
use crate::rules::{
    id::{ChatId, MemberId},
    policy::scope::ChatFacts,
};
use crate::store::{Account, Change, Snapshot, chat::facts::facts, engine::error::Result};

impl Snapshot<'_> {
    /// The accounts that a member connected, in the order in which they came.
    pub fn accounts_of(&self, member: MemberId) -> Result<Vec<Account>> {
        let accounts = self.accounts()?.into_iter();
        let theirs = |account: &Account| {
            account.connector.is_some_and(|connector| connector.member == member)
        };
        Ok(accounts.filter(theirs).collect())
    }

    /// The chats that are assigned to a member, by key, and what the rules need to know of each.
    pub fn chats_of(&self, member: MemberId) -> Result<Vec<(ChatId, ChatFacts)>> {
        self.connection.all(
            "SELECT account.connector_id, member.team_id, chat.assignee_id, chat.id
             FROM chat JOIN account ON account.id = chat.account_id
                 LEFT JOIN member ON member.id = account.connector_id
             WHERE chat.assignee_id = ?1 ORDER BY chat.id",
            [member],
            |row| Ok((row.get("id")?, facts(row)?)),
        )
    }
}

impl<K: Opens<Members>> Change<'_, K> {
    /// Suspends a member, and remembers what they were.
    pub fn suspend_member(&self, id: MemberId) -> Result<()> {
        self.connection.execute(
            "UPDATE member SET status_before = status, status = 'suspended' WHERE id = ?1",
            [id.0],
        )?;
        Ok(())
    }

    /// Makes a suspended member what they were before.
    pub fn restore_member(&self, id: MemberId) -> Result<()> {
        self.connection.execute(
            "UPDATE member SET status = coalesce(status_before, 'active'), status_before = NULL
                 WHERE id = ?1",
            [id.0],
        )?;
        Ok(())
    }
}
