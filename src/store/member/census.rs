//! Everybody and every account at once, and all chats counted: what the effect of a change is
//! measured on. A fixed number of statements, however many members there are.

use std::collections::HashMap;

use crate::rules::{
    id::{AccountId, MemberId, TeamId},
    policy::effect::{AccountOwner, ChatCounts, Person},
    workspace::member::Status,
};
use crate::store::{
    Snapshot,
    engine::error::{Error, Result},
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
        let mut members = self
            .connection
            .prepare_cached("SELECT id, team_id, status, role, email FROM member ORDER BY id")?;
        let mut rows = members.query([])?;
        while let Some(row) = rows.next()? {
            let id = MemberId(row.get(0)?);
            let status = row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?;
            let status = Status::from_key(status)
                .ok_or_else(|| Error::Corrupt(format!("member {} has an unknown status", id.0)))?;
            let team = TeamId(row.get(1)?);
            census.people.push(Person { id, team, status, role: row.get(3)? });
            census.emails.insert(id, row.get(4)?);
        }
        let mut accounts =
            self.connection.prepare_cached("SELECT id, connector_id FROM account ORDER BY id")?;
        let accounts = accounts.query_map([], |row| {
            let connector: Option<i64> = row.get(1)?;
            Ok(AccountOwner { id: AccountId(row.get(0)?), connector: connector.map(MemberId) })
        })?;
        census.accounts = accounts.collect::<rusqlite::Result<_>>()?;
        Ok(census)
    }

    /// How many chats there are, by account, and by assignee and account.
    ///
    /// One pass over the table instead of two groupings: the engine would sort a million pairs to
    /// group them by assignee and account, where summing them up here needs no order.
    pub fn chat_counts(&self) -> Result<ChatCounts> {
        let mut counts = ChatCounts::default();
        let mut chats = self
            .connection
            .prepare_cached("SELECT account_id, assignee_id FROM chat NOT INDEXED")?;
        let mut rows = chats.query([])?;
        while let Some(row) = rows.next()? {
            let assignee: Option<i64> = row.get(1)?;
            counts.add(AccountId(row.get(0)?), assignee.map(MemberId), 1);
        }
        Ok(counts)
    }
}
