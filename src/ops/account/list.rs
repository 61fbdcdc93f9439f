//! `account list`.

use super::number_of;
use crate::{
    ops::{Result, Session},
    rules::{
        policy::{permission::Permission, scope::Scope},
        privacy::lens::Shown,
    },
    store::Account,
};

/// An account as a member may see it.
#[derive(Debug, Clone)]
pub struct AccountRow {
    /// Its number: the business's own, which no mask hides.
    pub number: Shown,
    /// What people call it.
    pub label: Option<Shown>,
    /// Who connected it.
    pub connector: Option<Shown>,
    /// In which scope it lies for the reader.
    pub scope: Scope,
    /// Whether the reader sees its chats.
    pub sees_chats: bool,
    /// When it was connected, in milliseconds since 1970.
    pub connected_at: i64,
}

/// Every account, in the order in which they came.
///
/// # Errors
/// Refused where the inbox is closed.
pub fn list(session: &mut Session) -> Result<Vec<AccountRow>> {
    session.read(|snapshot, actor| {
        actor.require(Permission::Inbox)?;
        let viewer = actor.viewer();
        let reach = viewer.reach();
        let row = |account: Account| {
            let scope = viewer.account_scope(account.connector);
            AccountRow {
                number: number_of(&account.number),
                label: account.label.map(Shown::plain),
                connector: account.connector_email.map(Shown::plain),
                scope,
                sees_chats: reach.contains(scope),
                connected_at: account.connected_at,
            }
        };
        Ok(snapshot.accounts()?.into_iter().map(row).collect())
    })
}
