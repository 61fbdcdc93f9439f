//! WhatsApp accounts: a file a verb; here stands what the verbs share.

mod access;
mod connect;
mod hand_over;
mod list;
mod share;

pub use self::{
    access::{AccessRow, access},
    connect::{Connection, connect},
    hand_over::{disconnect, transfer},
    list::{AccountRow, list},
    share::{Share, User, share},
};

use crate::{
    ops::{Effect, Result, effect::of_moves},
    rules::{
        error::{Error as RuleError, Kind},
        id::{AccountId, MemberId},
        nearest::nearest,
        privacy::{
            lens::{Lens, SafeText},
            phone::Phone,
        },
    },
    store::{Account, Snapshot},
};

/// What it means for people that an account gets another connector, or none.
fn effects_of_connector(
    snapshot: &Snapshot<'_>,
    account: AccountId,
    connector: Option<MemberId>,
) -> Result<Vec<Effect>> {
    let effects = of_moves(snapshot, |census, _| {
        for owned in census.accounts.iter_mut().filter(|owned| owned.id == account) {
            owned.connector = connector;
        }
    })?;
    Ok(effects.one_by_one())
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
    let near = nearest(name, numbers.iter().map(SafeText::as_str));
    Err(RuleError::unknown(Kind::Account, name, near).into())
}

/// The workspace's own number, which is no customer's and which no mask hides.
pub(super) fn number_of(number: &Phone) -> SafeText {
    Lens::clear().phone(number)
}
