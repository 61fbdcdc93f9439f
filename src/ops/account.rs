//! WhatsApp accounts: connecting and listing.

use crate::{
    ops::{Changed, Outcome, Result, Session, member::read_phone},
    rules::{
        error::{Error as RuleError, Kind},
        lens::{Lens, Shown},
        member::check_name,
        nearest::nearest,
        permission::Permission,
        phone::Phone,
        scope::Scope,
    },
    store::{Account, NewAccount, Snapshot},
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

/// Connects an account, as the actor's. One that an import brought is taken over.
///
/// # Errors
/// Refused, a number that is none, an account that somebody has connected.
pub fn connect(
    session: &mut Session,
    number: &str,
    label: Option<&str>,
    country: Option<&str>,
) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            let authorization = actor.authorize(Permission::AccountsConnect, now)?;
            let number = read_phone(number, country)?;
            let label = label.map(|label| check_name(Kind::Label, label)).transpose()?;
            let existing = snapshot.account_by_number(&number)?;
            if existing.as_ref().is_some_and(|account| account.connector.is_some()) {
                let number = number_of(&number);
                return Err(RuleError::duplicate(Kind::Account, number.as_str()).into());
            }
            Ok((authorization, (number, label, existing)))
        },
        |change, actor, (number, label, existing)| {
            match &existing {
                Some(account) => {
                    change.set_connector(account.id, Some(actor.id), label.as_deref(), now)?;
                }
                None => {
                    change.insert_account(&NewAccount {
                        number: &number,
                        phone_number_id: None,
                        label: label.as_deref(),
                        connector: Some(actor.id),
                        at: now,
                    })?;
                }
            }
            let before = existing.and_then(|account| account.label);
            let label = label.or_else(|| before.clone());
            let changed = Changed::new("account.connect", number_of(&number).as_str())
                .field("label", before, label)
                .new_field("connector", Some(actor.email.as_str()));
            Ok(changed.into())
        },
    )
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

/// The account that somebody names by its number, with or without the plus.
///
/// # Errors
/// [`RuleError::Unknown`] with the nearest that is known.
pub(super) fn require_account(snapshot: &Snapshot<'_>, name: &str) -> Result<Account> {
    let known = match Phone::from_wa_id(name.trim_start_matches('+')) {
        Ok(number) => snapshot.account_by_number(&number)?,
        Err(_) => None,
    };
    if let Some(account) = known {
        return Ok(account);
    }
    let numbers: Vec<_> =
        snapshot.accounts()?.iter().map(|account| number_of(&account.number)).collect();
    let near = nearest(name, numbers.iter().map(Shown::as_str));
    Err(RuleError::unknown(Kind::Account, name, near).into())
}

/// The workspace's own number, which is no customer's and which no mask hides.
pub(super) fn number_of(number: &Phone) -> Shown {
    Lens::clear().phone(number)
}
