//! `account list`.

use super::number_of;
use crate::{
    ops::{Result, Session},
    rules::{
        policy::{permission::Permission, scope::Scope},
        privacy::lens::SafeText,
    },
    store::Account,
};

/// An account as a member may see it.
#[derive(Debug, Clone)]
pub struct AccountRow {
    /// Its number: the business's own, which no mask hides.
    pub number: SafeText,
    /// What people call it.
    pub label: Option<SafeText>,
    /// Who connected it.
    pub connector: Option<SafeText>,
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
        let lens = actor.lens();
        let viewer = actor.viewer();
        let reach = viewer.reach();
        let row = |account: Account| {
            let scope = viewer.account_scope(account.connector);
            AccountRow {
                number: number_of(&account.number),
                label: account.label.map(|text| lens.staff(text)),
                connector: account.connector_email.map(|text| lens.staff(text)),
                scope,
                sees_chats: reach.contains(scope),
                connected_at: account.connected_at,
            }
        };
        Ok(snapshot.accounts()?.into_iter().map(row).collect())
    })
}
