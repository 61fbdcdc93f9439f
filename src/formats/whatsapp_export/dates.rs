//! Which of a date's numbers is the month. The file says it itself, if any number is above 12, or if
//! in only one order the messages follow each other.

use jiff::{civil, tz};

use super::stamp::Stamp;

/// In which order a date's numbers stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Day, month, year.
    DayFirst,
    /// Month, day, year.
    MonthFirst,
    /// Year, month, day.
    YearFirst,
}

impl Order {
    /// As the option `--dates` names it.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        match key {
            "dmy" => Some(Self::DayFirst),
            "mdy" => Some(Self::MonthFirst),
            "ymd" => Some(Self::YearFirst),
            _ => None,
        }
    }

    /// The point in time in milliseconds since 1970, on a clock that many seconds east of UTC.
    /// `None` if there is no such day.
    pub(super) fn instant(self, stamp: &Stamp, offset: i32) -> Option<i64> {
        let offset = tz::Offset::from_seconds(offset).ok()?;
        offset.to_timestamp(self.local(stamp)?).ok().map(jiff::Timestamp::as_millisecond)
    }

    /// Whether the numbers can stand in this order at all.
    fn may_be(self, stamp: &Stamp) -> bool {
        let [first, second, _] = stamp.parts;
        match self {
            Self::DayFirst => !stamp.year_first && second <= 12,
            Self::MonthFirst => !stamp.year_first && first <= 12,
            Self::YearFirst => stamp.year_first,
        }
    }

    fn local(self, stamp: &Stamp) -> Option<civil::DateTime> {
        let [first, second, third] = stamp.parts;
        let (year, month, day) = match self {
            Self::DayFirst => (third, second, first),
            Self::MonthFirst => (third, first, second),
            Self::YearFirst => (first, second, third),
        };
        if stamp.year_first != (self == Self::YearFirst && first > 99) {
            return None;
        }
        let year = if year < 100 { year + 2000 } else { year };
        let part = |part: u16| i8::try_from(part).ok();
        let date = civil::Date::new(i16::try_from(year).ok()?, part(month)?, part(day)?).ok()?;
        let clock = [stamp.hour, stamp.minute, stamp.second].map(|part| i8::try_from(part).ok());
        let [Some(hour), Some(minute), Some(second)] = clock else { return None };
        Some(date.to_datetime(civil::Time::new(hour, minute, second, 0).ok()?))
    }
}

/// What all of a file's stamps say of their order.
pub(super) struct Evidence {
    candidates: [Candidate; 3],
    dots: bool,
    any: bool,
}

struct Candidate {
    order: Order,
    /// Every date so far exists in this order.
    possible: bool,
    /// How often a message lies more than a day before the one above it.
    falls: u64,
    last: Option<i64>,
}

/// Messages that were sent without a connection stand a little out of order.
const TOLERANCE: i64 = 24 * 3600 * 1000;

impl Evidence {
    pub(super) fn new() -> Self {
        let orders = [Order::DayFirst, Order::MonthFirst, Order::YearFirst];
        let candidates =
            orders.map(|order| Candidate { order, possible: true, falls: 0, last: None });
        Self { candidates, dots: true, any: false }
    }

    pub(super) fn hear(&mut self, stamp: &Stamp) {
        self.any = true;
        self.dots &= stamp.separator == '.';
        for candidate in &mut self.candidates {
            candidate.possible &= candidate.order.may_be(stamp);
            // One day that doesn't exist must not rule out what all others say.
            if let Some(at) = candidate.order.instant(stamp, 0) {
                let fell = candidate.last.is_some_and(|last| at + TOLERANCE < last);
                candidate.falls += u64::from(fell);
                candidate.last = Some(at);
            }
        }
    }

    /// The one order that fits. `None` where more than one does, and they differ.
    pub(super) fn order(&self) -> Option<Order> {
        let possible: Vec<_> = self.candidates.iter().filter(|one| one.possible).collect();
        let least = possible.iter().map(|candidate| candidate.falls).min()?;
        let best: Vec<_> = possible.iter().filter(|one| one.falls == least).collect();
        match best.as_slice() {
            [only] => Some(only.order),
            // Nobody writes the month first with dots between.
            several if self.dots && several.iter().any(|one| one.order == Order::DayFirst) => {
                Some(Order::DayFirst)
            }
            _ => None,
        }
    }

    /// Whether any date was heard.
    pub(super) fn is_empty(&self) -> bool {
        !self.any
    }

    /// Whether every order is ruled out.
    pub(super) fn is_contradictory(&self) -> bool {
        self.candidates.iter().all(|candidate| !candidate.possible)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{super::stamp::stamp, *};

    fn order(dates: &[&str]) -> Option<Order> {
        let mut evidence = Evidence::new();
        for date in dates {
            evidence.hear(&stamp(&format!("{date}, 10:00 - A: b")).unwrap().0);
        }
        evidence.order()
    }

    #[test]
    fn a_number_above_twelve_decides() {
        assert_eq!(order(&["1/2/24", "13/2/24"]), Some(Order::DayFirst));
        assert_eq!(order(&["1/2/24", "2/13/24"]), Some(Order::MonthFirst));
        assert_eq!(order(&["2024/1/2"]), Some(Order::YearFirst));
        assert_eq!(order(&["2024-01-02", "2024-01-03"]), Some(Order::YearFirst));
    }

    #[test]
    fn failing_that_the_order_of_the_messages_does() {
        // Forward by a day each, or back by eleven months.
        assert_eq!(order(&["1/11/24", "2/11/24", "1/12/24", "1/1/25"]), Some(Order::DayFirst));
        assert_eq!(order(&["11/1/24", "11/2/24", "12/1/24"]), Some(Order::MonthFirst));
    }

    #[test]
    fn what_fits_both_ways_is_not_guessed() {
        assert_eq!(order(&["1/2/24"]), None);
        assert_eq!(order(&["1/2/24", "2/3/24"]), None);
        assert_eq!(order(&["1.2.24"]), Some(Order::DayFirst));
    }
}
