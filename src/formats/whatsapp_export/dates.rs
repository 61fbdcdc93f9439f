//! Which of a date's numbers is the month. The file says it itself, if any number is above 12, or if
//! in only one order the messages follow each other in years in which they can have been sent.

use jiff::{civil, tz};

use super::{
    calendar::{self, Year},
    stamp::{Stamp, YearAt},
};

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

    /// The point in time in milliseconds since 1970. `None` if there is no such day, or no message can
    /// have been sent on it.
    pub(super) fn instant(self, stamp: &Stamp, clock: Clock) -> Option<i64> {
        let offset = tz::Offset::from_seconds(clock.offset).ok()?;
        let at = offset.to_timestamp(self.local(stamp, clock)?).ok()?.as_millisecond();
        (at <= clock.now_ms.saturating_add(TOLERANCE)).then_some(at)
    }

    /// Year, month, day, hour, minute and second as one number. It orders the stamps of a file, without
    /// a calendar.
    pub(super) fn rough(self, stamp: &Stamp) -> u64 {
        let [year, month, day] = self.date(stamp).map(u64::from);
        let date = (year * 100 + month) * 100 + day;
        let [hour, minute] = [stamp.hour, stamp.minute].map(u64::from);
        ((date * 100 + hour) * 100 + minute) * 100 + u64::from(stamp.second.unwrap_or(0))
    }

    /// Whether both are of one day.
    pub(super) fn is_same_day(self, one: &Stamp, other: &Stamp) -> bool {
        self.date(one) == self.date(other)
    }

    /// Year, month and day, as they are written.
    fn date(self, stamp: &Stamp) -> [u16; 3] {
        let [first, second, third] = stamp.parts;
        match self {
            Self::DayFirst => [third, second, first],
            Self::MonthFirst => [third, first, second],
            Self::YearFirst => [first, second, third],
        }
    }

    /// Whether the numbers can stand in this order at all.
    fn may_be(self, stamp: &Stamp) -> bool {
        let [first, second, third] = stamp.parts;
        match self {
            Self::DayFirst => stamp.year != YearAt::First && second <= 12,
            Self::MonthFirst => stamp.year != YearAt::First && first <= 12 && !stamp.is_month_named,
            Self::YearFirst => stamp.year != YearAt::Last && second <= 12 && third <= 31,
        }
    }

    fn local(self, stamp: &Stamp, clock: Clock) -> Option<civil::DateTime> {
        let [year, month, day] = self.date(stamp);
        if !self.may_be(stamp) {
            return None;
        }
        let now = jiff::Timestamp::from_millisecond(clock.now_ms).ok()?;
        let last = tz::Offset::UTC.to_datetime(now).year();
        let year = Year { number: year, is_short: year < 100 };
        let date = calendar::date(stamp.era, year, month, day, u16::try_from(last).ok()? + 1)?;
        let part = |part: u8| i8::try_from(part).ok();
        let second = stamp.second.unwrap_or(0);
        let time = civil::Time::new(part(stamp.hour)?, part(stamp.minute)?, part(second)?, 0);
        Some(date.to_datetime(time.ok()?))
    }
}

/// The phone's clock, and what time it is now.
#[derive(Clone, Copy)]
pub(super) struct Clock {
    /// Seconds east of UTC.
    pub(super) offset: i32,
    /// Now, in milliseconds since 1970 in UTC: no message is of a later time.
    pub(super) now_ms: i64,
}

/// What all of a file's stamps say of their order.
pub(super) struct Evidence {
    now_ms: i64,
    candidates: [Candidate; 3],
    dots: bool,
    any: bool,
}

struct Candidate {
    order: Order,
    /// Every date so far exists in this order.
    possible: bool,
    /// How many dates don't exist in this order, or are none on which a message was sent.
    wrong: u64,
    /// How often a message lies more than a day before the one above it.
    falls: u64,
    last: Option<i64>,
    /// The earliest and the latest message.
    span: Option<(i64, i64)>,
}

impl Candidate {
    fn length(&self) -> i64 {
        self.span.map_or(0, |(first, last)| last - first)
    }
}

/// Messages that were sent without a connection stand a little out of order.
const TOLERANCE: i64 = 24 * 3600 * 1000;

impl Evidence {
    pub(super) fn new(now_ms: i64) -> Self {
        let orders = [Order::DayFirst, Order::MonthFirst, Order::YearFirst];
        let candidates = orders.map(|order| Candidate {
            order,
            possible: true,
            wrong: 0,
            falls: 0,
            last: None,
            span: None,
        });
        Self { now_ms, candidates, dots: true, any: false }
    }

    pub(super) fn hear(&mut self, stamp: &Stamp) {
        self.any = true;
        self.dots &= stamp.separator == '.';
        for candidate in &mut self.candidates {
            candidate.possible &= candidate.order.may_be(stamp);
            // One day that doesn't exist must not rule out what all others say.
            match candidate.order.instant(stamp, Clock { offset: 0, now_ms: self.now_ms }) {
                Some(at) => {
                    let fell = candidate.last.is_some_and(|last| at + TOLERANCE < last);
                    candidate.falls += u64::from(fell);
                    candidate.last = Some(at);
                    let (first, last) = candidate.span.unwrap_or((at, at));
                    candidate.span = Some((first.min(at), last.max(at)));
                }
                None => candidate.wrong += 1,
            }
        }
    }

    /// The one order that fits. `None` where more than one does, and they differ.
    pub(super) fn order(&self) -> Option<Order> {
        let possible: Vec<_> = self.candidates.iter().filter(|one| one.possible).collect();
        let least = possible.iter().map(|candidate| (candidate.wrong, candidate.falls)).min()?;
        let best: Vec<_> = possible.iter().filter(|one| (one.wrong, one.falls) == least).collect();
        // Few phones write a year of two digits first, so it takes more than being possible: read the
        // other way, days would become years.
        let (year_first, others): (Vec<&Candidate>, Vec<&Candidate>) =
            best.into_iter().partition(|one| one.order == Order::YearFirst);
        let is_closer = year_first.first().is_some_and(|one| {
            others.iter().all(|other| one.length().saturating_mul(4) < other.length())
        });
        let best = if is_closer || others.is_empty() { year_first } else { others };
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
        let mut evidence = Evidence::new(1_800_000_000_000);
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
        assert_eq!(order(&["24/1/2"]), Some(Order::YearFirst), "there was no WhatsApp in 2002");
        assert_eq!(order(&["10/11/12"]), None);
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
