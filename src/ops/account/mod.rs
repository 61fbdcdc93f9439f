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

pub(in crate::ops) use self::connect::{past, withdraw};

use crate::{
    ops::{
        Result,
        effect::{Effect, of_moves},
    },
    rules::{
        id::{AccountId, MemberId},
        phone::Phone,
        privacy::lens::{Lens, SafeText},
    },
    store::Snapshot,
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

/// The workspace's own number, which is no customer's and which no mask hides.
pub(super) fn number_of(number: &Phone) -> SafeText {
    Lens::clear().phone(number)
}
