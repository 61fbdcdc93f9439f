//! `account connect`.

use super::{effects_of_connector, number_of};
use crate::{
    ops::{
        Changed, Outcome, Result, Session,
        lookup::{require_account, require_actor},
        member::read_phone,
    },
    rules::{
        error::{AccountError, Kind, NameError},
        policy::{account_past::Past, actor::Actor, permission::Permission},
        workspace::member::check_name,
    },
    store::{Account, Kind as Kept, NewAccount, Snapshot},
};

/// An account to connect.
#[derive(Debug, Clone, Copy)]
pub struct Connection<'a> {
    /// Its number.
    pub number: &'a str,
    /// The country whose national form the number may have.
    pub country: Option<&'a str>,
    /// What people call it.
    pub label: Option<&'a str>,
    /// Who connects it, by their email; `None` for the actor.
    pub member: Option<&'a str>,
}

/// Connects an account, as the actor's or as another member's. One that nobody has connected, such
/// as an import brings, is taken over.
///
/// # Errors
/// Refused, to the actor or to whose it would be; a number that is none; an account that somebody
/// has connected.
pub fn connect(session: &mut Session, connection: &Connection<'_>) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            let other = connection.member.filter(|email| !email.eq_ignore_ascii_case(&actor.email));
            let grant = actor.authorize_connection(other.is_some(), now)?;
            let connector = match other {
                Some(email) => as_connector(snapshot, actor, email)?,
                None => actor.clone(),
            };
            let number = read_phone(connection.number, connection.country)?;
            let label = connection.label.map(|label| check_name(Kind::Label, label)).transpose()?;
            let existing = snapshot.account_by_number(&number)?;
            if existing.as_ref().is_some_and(|account| account.connector.is_some()) {
                let number = number_of(&number);
                return Err(NameError::duplicate(Kind::Account, number.as_str()).into());
            }
            if let Some(account) = &existing {
                actor.require_claim(&past(snapshot, account)?)?;
            }
            Ok((grant, (connector, number, label, existing)))
        },
        |change, _, (connector, number, label, existing)| {
            let mut outcome = Outcome::default();
            let row = existing.as_ref().map(|account| change.row_of(Kept::Account, account.id.0));
            let row = row.transpose()?.flatten();
            if let Some(account) = &existing {
                outcome.effects = effects_of_connector(change, account.id, Some(connector.id))?;
                change.set_connector(account.id, Some(connector.id), label.as_deref(), now)?;
            } else {
                change.insert_account(&NewAccount {
                    number: &number,
                    phone_number_id: None,
                    label: label.as_deref(),
                    connector: Some(connector.id),
                    at: now,
                })?;
            }
            let before = existing.and_then(|account| account.label);
            let label = label.or_else(|| before.clone());
            outcome.changed.push(
                Changed::new("account.connect", number_of(&number).as_str())
                    .field("label", before, label)
                    .new_field("connector", Some(connector.email))
                    .keeping(row),
            );
            Ok(outcome)
        },
    )
}

/// What an account without a connector was before.
pub(in crate::ops) fn past(snapshot: &Snapshot<'_>, account: &Account) -> Result<Past> {
    Ok(Past {
        has_chats: snapshot.has_chats(account.id)?,
        last_connector: account.last_connector,
        awaits: account.awaited_connector.clone(),
    })
}

/// A member who may connect accounts.
///
/// # Errors
/// A member who isn't known; refused, in their name, with the reason.
pub(super) fn as_connector(snapshot: &Snapshot<'_>, actor: &Actor, email: &str) -> Result<Actor> {
    let connector = require_actor(snapshot, actor, email)?;
    connector.require(Permission::AccountsConnect)?;
    Ok(connector)
}

/// Takes a number back that was connected by mistake, before anybody wrote to it.
///
/// # Errors
/// Refused; an account that isn't known, or in which something was done.
pub(in crate::ops) fn withdraw(session: &mut Session, number: &str) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            actor.require_to_hand_over()?;
            let account = require_account(snapshot, actor, number)?;
            let grant = actor.authorize_account(account.connector, now)?;
            Ok((grant, account))
        },
        |change, _, account| {
            if !change.delete_unused_account(account.id)? {
                let number = number_of(&account.number);
                return Err(AccountError::InUse { account: number.to_string() }.into());
            }
            let changed = Changed::new("account.disconnect", number_of(&account.number).as_str())
                .old_field("label", account.label)
                .old_field("connector", account.connector_email);
            Ok(changed.into())
        },
    )
}
