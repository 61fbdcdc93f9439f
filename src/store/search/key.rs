//! The keys of the full-text index: what they are made of, and what can be told from one alone.
//!
//! The index gives what it finds in the order of its rows, and a first page costs no more than it
//! shows only in that order. So a message's key begins with when it was written. And to look up
//! whose a match is costs more than to find it; so behind its key each row has a few bits of its account's,
//! by which most of what lies on others' accounts is passed without a look.

use crate::rules::id::{AccountId, MessageId};
use crate::store::engine::error::{Error, Result};

/// How many bits of a key are the message's own key.
pub(super) const MESSAGE_BITS: u32 = 27;

/// How many bits of a key, before the message's own, are the second.
const SECOND_BITS: u32 = 30;

/// How many bits of a row are its account's.
pub(super) const PLACE_BITS: u32 = 6;

/// When seconds begin to be counted: with 2009, in which WhatsApp did. They end in January 2043.
const FIRST_SECOND: i64 = 1_230_768_000;

/// The last message's key there could be, which is none's: so `END` lies behind every key.
const LAST_MESSAGE: i64 = (1 << MESSAGE_BITS) - 1;

/// Behind every key.
pub(in crate::store) const END: i64 = i64::MAX >> PLACE_BITS;

/// A message's key in the index: the second in which it was written, then its own key. Times before
/// 2009 or behind 2043 are those ends.
///
/// # Errors
/// More messages than can be told apart: 134 million, which no workspace of one file has.
pub(in crate::store) fn search_key(id: MessageId, at: i64) -> Result<i64> {
    if id.0 >= LAST_MESSAGE {
        return Err(Error::Full(LAST_MESSAGE - 1));
    }
    let second = (at.div_euclid(1000) - FIRST_SECOND).clamp(0, (1 << SECOND_BITS) - 1);
    Ok((second << MESSAGE_BITS) | id.0)
}

pub(in crate::store) const fn message_of_key(key: i64) -> MessageId {
    MessageId(key & LAST_MESSAGE)
}

/// A time that is not behind that of any message with this key or a higher one.
pub(in crate::store) const fn time_of_key(key: i64) -> i64 {
    match key >> MESSAGE_BITS {
        ..=0 => i64::MIN,
        second => (second + FIRST_SECOND) * 1000,
    }
}

/// The row of the index that has a key, on that account.
pub(in crate::store) const fn row(key: i64, account: AccountId) -> i64 {
    (key << PLACE_BITS) | place_bits(account.0)
}

/// The first row that a key can have: what lies before it has lower keys.
pub(in crate::store) const fn first_row(key: i64) -> i64 {
    key << PLACE_BITS
}

pub(in crate::store) const fn key_of_row(row: i64) -> i64 {
    row >> PLACE_BITS
}

const fn place_bits(account: i64) -> i64 {
    account & ((1 << PLACE_BITS) - 1)
}

/// What rows of some accounts end with. Others may end so too.
pub(in crate::store) struct Endings(u64);

impl Endings {
    pub(in crate::store) fn of(accounts: &[i64]) -> Self {
        Self(accounts.iter().fold(0, |bits, account| bits | 1 << place_bits(*account)))
    }

    /// Whether a row may lie on one of the accounts; if not, it certainly doesn't.
    pub(in crate::store) const fn may_have(&self, row: i64) -> bool {
        self.0 >> place_bits(row) & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    const IDS: [MessageId; 3] = [MessageId(1), MessageId(2), MessageId(LAST_MESSAGE - 1)];

    #[test]
    fn keys_are_in_the_order_of_time_and_lead_back() {
        let first = FIRST_SECOND * 1000;
        let last = first + ((1 << SECOND_BITS) - 1) * 1000;
        let times =
            [i64::MIN, -1, first, first + 999, first + 1000, 1_700_000_000_000, last, i64::MAX];
        let mut highest = -1;
        for at in times {
            for id in IDS {
                let key = search_key(id, at).expect("a key");
                assert_eq!(message_of_key(key), id);
                assert!(time_of_key(key) <= at, "{at} {id:?}");
                assert!(key < END);
                // What lies within one second, or beyond either end, is in the order of the ids.
                let is_beside = [-1, first, first + 999, i64::MAX].contains(&at);
                assert!(key > highest || is_beside, "{at} {id:?}");
                highest = key;
            }
        }
        assert!(search_key(MessageId(LAST_MESSAGE), 0).is_err());
    }

    #[test]
    fn rows_are_in_the_order_of_keys_and_tell_what_they_are_not_on() {
        let accounts: Vec<i64> = (1..=300).collect();
        let mut highest = -1;
        for key in [0, 1, search_key(IDS[2], i64::MAX).expect("a key"), END] {
            assert!(first_row(key) > highest);
            for account in &accounts {
                let row = row(key, AccountId(*account));
                assert_eq!(key_of_row(row), key);
                assert!(row >= first_row(key));
                assert!(Endings::of(&[7, *account, 9]).may_have(row));
                let others = accounts.iter().copied().filter(|other| other % 64 != account % 64);
                assert!(!Endings::of(&others.collect::<Vec<_>>()).may_have(row), "{account}");
                highest = highest.max(row);
            }
        }
        assert!(!Endings::of(&[]).may_have(0));
    }
}
