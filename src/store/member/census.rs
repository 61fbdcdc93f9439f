//! Everybody and every account at once, and all chats counted: what the effect of a change is
//! measured on. A fixed number of statements, however many members there are.

use std::{collections::HashMap, ops::ControlFlow};

use crate::rules::{
    id::MemberId,
    policy::effect::{AccountOwner, ChatCounts, Person},
};
use crate::store::{
    Snapshot,
    engine::{
        error::{Error, Result},
        hint,
    },
};

/// The people and accounts of a workspace, without the chats.
#[derive(Debug, Clone, Default)]
pub struct Census {
    /// The members, in the order in which they were added.
    pub people: Vec<Person>,
    /// Their login ids.
    pub emails: HashMap<MemberId, String>,
    /// The accounts, in the order in which they came.
    pub accounts: Vec<AccountOwner>,
}

impl Snapshot<'_> {
    /// Everybody, and every account.
    pub fn census(&self) -> Result<Census> {
        let mut census = Census::default();
        let members = "SELECT id, team_id, status, role, email FROM member ORDER BY id";
        self.connection.each(members, [], |row| {
            let (id, team) = (row.get("id")?, row.get("team_id")?);
            let (status, role) = (row.get("status")?, row.get("role")?);
            census.people.push(Person { id, team, status, role });
            census.emails.insert(id, row.get("email")?);
            Ok::<_, Error>(ControlFlow::Continue(()))
        })?;
        let accounts = "SELECT id, connector_id FROM account ORDER BY id";
        census.accounts = self.connection.all(accounts, [], |row| {
            Ok(AccountOwner { id: row.get("id")?, connector: row.get("connector_id")? })
        })?;
        Ok(census)
    }

    /// How many chats there are, by account, and by assignee and account.
    ///
    /// One pass over the table instead of two groupings: the engine would sort a million pairs to
    /// group them by assignee and account, where summing them up here needs no order.
    pub fn chat_counts(&self) -> Result<ChatCounts> {
        let mut counts = ChatCounts::default();
        let sql = format!("SELECT account_id, assignee_id FROM chat {}", hint::SCAN);
        self.connection.each(&sql, [], |row| {
            counts.add(row.get("account_id")?, row.get("assignee_id")?, 1);
            Ok::<_, Error>(ControlFlow::Continue(()))
        })?;
        Ok(counts)
    }
}
