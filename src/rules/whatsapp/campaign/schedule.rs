//! When a campaign is due. Times are milliseconds since 1970; the clock is passed in.

use std::fmt;

use thiserror::Error;

use crate::rules::privacy::safe_text::Piece;

const MINUTE: i64 = 60 * 1000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const WEEK: i64 = 7 * DAY;

/// The time between two occurrences of an ongoing campaign: an hour at the least, since nobody wants
/// to be written to more often, and a year at the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period(i64);

/// Why a length of time is no period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PeriodError {
    /// Customers would be written to all the time.
    #[error("it is at least an hour")]
    TooShort,
    /// It would as good as never come again.
    #[error("it is at most 366 days")]
    TooLong,
}

impl Period {
    /// Of so many milliseconds.
    ///
    /// # Errors
    /// [`PeriodError`] outside an hour to 366 days.
    pub const fn new(length: i64) -> Result<Self, PeriodError> {
        if length < HOUR {
            Err(PeriodError::TooShort)
        } else if length > 366 * DAY {
            Err(PeriodError::TooLong)
        } else {
            Ok(Self(length))
        }
    }

    /// The period that has a name of its own.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Some(Self(match name {
            "hourly" => HOUR,
            "daily" => DAY,
            "weekly" => WEEK,
            _ => return None,
        }))
    }

    /// As the store keeps it, in milliseconds.
    #[must_use]
    pub const fn milliseconds(self) -> i64 {
        self.0
    }

    /// As the store kept it.
    #[must_use]
    pub const fn from_storage(length: i64) -> Self {
        // One of no length would never come to an end.
        Self(if length < 1 { 1 } else { length })
    }
}

impl fmt::Display for Period {
    /// In the largest unit that fits, such as `2w` or `36h`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units = [(WEEK, "w"), (DAY, "d"), (HOUR, "h"), (MINUTE, "m"), (1000, "s")];
        let fitting = units.into_iter().find(|(unit, _)| self.0 % unit == 0);
        let (unit, sign) = fitting.unwrap_or((1, "ms"));
        formatter.pad(&format!("{}{sign}", self.0 / unit))
    }
}

/// When a campaign writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schedule {
    /// Once, at that time.
    Once(i64),
    /// At that time, and each period after it.
    Every(i64, Period),
    /// Whenever a contact is given the tag: to that contact, once ever.
    OnTag,
}

impl Schedule {
    /// Its name in JSON and in tables.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Once(_) => "once",
            Self::Every(..) => "every",
            Self::OnTag => "on-tag",
        }
    }

    /// When it is due first; `None` where no clock says.
    #[must_use]
    pub const fn first(self) -> Option<i64> {
        match self {
            Self::Once(at) | Self::Every(at, _) => Some(at),
            Self::OnTag => None,
        }
    }

    /// When it is due next, at `now`, with an occurrence just finished or left out: the first of its
    /// times that is still to come. Those that passed meanwhile are not made up for: whoever was
    /// written to late would be written to twice at once.
    #[must_use]
    pub const fn next(self, now: i64) -> Option<i64> {
        match self {
            Self::Once(_) | Self::OnTag => None,
            Self::Every(first, _) if now < first => Some(first),
            Self::Every(first, Period(length)) => {
                let passed = now.saturating_sub(first) / length;
                Some(first.saturating_add(length.saturating_mul(passed.saturating_add(1))))
            }
        }
    }
}

impl fmt::Display for Schedule {
    /// As it is listed: `once`, `every 1w`, `on-tag`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Every(_, period) => formatter.pad(&format!("every {period}")),
            Self::Once(_) | Self::OnTag => formatter.pad(self.key()),
        }
    }
}

impl Piece for Schedule {}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn periods_have_bounds_and_names() {
        assert_eq!(Period::new(HOUR - 1), Err(PeriodError::TooShort));
        assert_eq!(Period::new(-DAY), Err(PeriodError::TooShort));
        assert_eq!(Period::new(366 * DAY + 1), Err(PeriodError::TooLong));
        assert_eq!(Period::named("weekly"), Some(Period(7 * DAY)));
        assert_eq!(Period::named("fortnightly"), None);
        let shown = [HOUR, 36 * HOUR, DAY, 14 * DAY, 90 * MINUTE].map(|it| Period(it).to_string());
        assert_eq!(shown, ["1h", "36h", "1d", "2w", "90m"]);
    }

    #[test]
    fn what_happens_once_is_not_due_again() {
        assert_eq!(Schedule::Once(5).first(), Some(5));
        assert_eq!(Schedule::Once(5).next(3), None);
        assert_eq!(Schedule::OnTag.first(), None);
        assert_eq!(Schedule::OnTag.next(3), None);
    }

    #[test]
    fn a_campaign_that_slept_through_a_week_is_due_once() {
        let daily = Schedule::Every(0, Period(DAY));
        assert_eq!(daily.next(0), Some(DAY));
        assert_eq!(daily.next(7 * DAY + 3), Some(8 * DAY));
    }

    proptest! {
        /// The next time is after now, by a period at the most once it has begun, and on the grid.
        #[test]
        fn the_next_time_is_ahead_and_on_the_grid(
            first in -DAY * 20_000..DAY * 40_000,
            length in HOUR..366 * DAY,
            now in -DAY * 20_000..DAY * 40_000,
        ) {
            let period = Period::new(length).unwrap();
            let next = Schedule::Every(first, period).next(now).unwrap();
            prop_assert!(next > now);
            prop_assert!(next >= first);
            prop_assert_eq!((next - first) % length, 0);
            prop_assert!(next == first || next - now <= length);
        }

        /// However often it is asked on the way, the same times come.
        #[test]
        fn asking_more_often_changes_nothing(
            first in 0..DAY * 400,
            length in HOUR..30 * DAY,
            now in 0..DAY * 400,
            later in 0..DAY * 400,
        ) {
            let every = Schedule::Every(first, Period::new(length).unwrap());
            let next = every.next(now).unwrap();
            let between = now + later % (next - now);
            prop_assert_eq!(every.next(between), Some(next));
            prop_assert_eq!(every.next(next), Some(next + length));
        }

        /// No time of day breaks it, not even one that no clock shows.
        #[test]
        fn extremes_do_not_overflow(first: i64, length in HOUR..366 * DAY, now: i64) {
            let next = Schedule::Every(first, Period(length)).next(now);
            prop_assert!(next.is_some());
        }

        #[test]
        fn a_period_is_kept_as_it_is(length in HOUR..366 * DAY) {
            let period = Period::new(length).unwrap();
            prop_assert_eq!(Period::from_storage(period.milliseconds()), period);
        }
    }
}
