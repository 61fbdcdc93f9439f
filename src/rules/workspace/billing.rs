//! Billing: how many seats there are, who takes one, and what a payment method may be called. What
//! a plan costs is between the business and its provider, and is not known here.

use super::member::check_name;
use crate::rules::error::{Kind, NameError, SettingsError};

/// The digits from which a text may be the number of a card or of a bank account. The shortest card
/// numbers have twelve.
const CARD_DIGITS: usize = 12;

/// How many may be on the team, and how many are.
///
/// A seat is taken by everybody who is invited or active. Who is suspended may do nothing and takes
/// none, so a pause frees the seat, and ending it needs one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Seats {
    /// How many there are; `None` where nobody set a limit.
    pub limit: Option<u64>,
    /// How many are taken.
    pub taken: u64,
}

impl Seats {
    /// How many more can be invited; `None` where there is no limit.
    #[must_use]
    pub fn free(self) -> Option<u64> {
        self.limit.map(|limit| limit.saturating_sub(self.taken))
    }

    /// How many members are beyond the limit: they stay, and nobody new can come.
    #[must_use]
    pub fn over(self) -> u64 {
        self.limit.map_or(0, |limit| self.taken.saturating_sub(limit))
    }

    /// Goes on only if there is a seat for one more.
    pub fn require_one(self) -> Result<(), SettingsError> {
        self.require(1)
    }

    /// Goes on only if there are seats for so many more.
    pub fn require(self, wanted: u64) -> Result<(), SettingsError> {
        match self.limit {
            Some(limit) if wanted > 0 && self.taken.saturating_add(wanted) > limit => {
                Err(SettingsError::NoSeats { limit, taken: self.taken })
            }
            _ => Ok(()),
        }
    }
}

/// What is wrong with a text about billing. The text itself is no part of it: it may be a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LooksLikeACard;

/// Checks that a text can't be the number of a card: it has fewer than twelve digits, in any script
/// and however they are grouped.
///
/// # Errors
/// [`LooksLikeACard`].
pub fn check_no_card(text: &str) -> Result<(), LooksLikeACard> {
    let digits = text.chars().filter(|character| character.is_numeric()).count();
    if digits >= CARD_DIGITS { Err(LooksLikeACard) } else { Ok(()) }
}

/// Checks a plan's name or a payment method's label; that it is no card is checked before.
pub fn check_label(kind: Kind, text: &str) -> Result<String, NameError> {
    check_name(kind, text)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    #[test]
    fn a_seat_is_needed_only_where_there_is_a_limit() {
        let seats = |limit, taken| Seats { limit, taken };
        assert_eq!(seats(None, 1_000).require_one(), Ok(()));
        assert_eq!(seats(Some(3), 2).require_one(), Ok(()));
        assert_eq!(seats(Some(3), 4).require(0), Ok(()));
        assert_eq!(
            seats(Some(3), 2).require(2),
            Err(SettingsError::NoSeats { limit: 3, taken: 2 })
        );
        for taken in [3, 4] {
            assert_eq!(
                seats(Some(3), taken).require_one(),
                Err(SettingsError::NoSeats { limit: 3, taken })
            );
        }
        assert_eq!((seats(Some(3), 1).free(), seats(Some(3), 1).over()), (Some(2), 0));
        assert_eq!((seats(Some(3), 5).free(), seats(Some(3), 5).over()), (Some(0), 2));
        assert_eq!((seats(None, 5).free(), seats(None, 5).over()), (None, 0));
    }

    #[test]
    fn no_card_is_taken_for_a_label() {
        for label in ["Visa ending in 4242", "Invoice 30 days", "SEPA, see 2026-01", "12345678901"]
        {
            assert_eq!(check_no_card(label), Ok(()), "{label}");
        }
        for card in [
            "4242424242424242",
            "4242 4242 4242 4242",
            "visa 4242-4242-4242",
            "４２４２４２４２４２４２",
            "٤٢٤٢٤٢٤٢٤٢٤٢",
            "4a2b4c2d4e2f4g2h4i2j4k2l",
        ] {
            assert_eq!(check_no_card(card), Err(LooksLikeACard), "{card}");
        }
    }
}
