//! Years of other calendars as those of the Gregorian one, and dates of the Persian one.

use jiff::{ToSpan, civil::Date};

use super::gap::Era;

/// Nobody wrote on `WhatsApp` before this year.
pub(super) const FIRST_YEAR: u16 = 2009;

/// The date of these numbers, in the calendar that is named or, failing that, the one in which the
/// year is not before `WhatsApp` and not after `last`. `None` if there is no such day.
pub(super) fn date(era: Option<Era>, year: Year, month: u16, day: u16, last: u16) -> Option<Date> {
    let is_possible = |year: &u16| (FIRST_YEAR..=last).contains(year);
    let gregorian = |year: u16| gregorian(year, month, day);
    let written = year.number;
    match era {
        Some(Era::Buddhist) if year.is_short => gregorian((2500 + written).checked_sub(543)?),
        Some(Era::Buddhist) => gregorian(written.checked_sub(543)?),
        Some(Era::Minguo) => gregorian(written.checked_add(1911)?),
        Some(Era::Heisei) => gregorian(written.checked_add(1988)?),
        Some(Era::Reiwa) => gregorian(written.checked_add(2018)?),
        Some(Era::Persian) => {
            persian(if year.is_short { 1400 + written } else { written }, month, day)
        }
        Some(Era::Islamic) => None,
        None if year.is_short => {
            let candidates = [2000 + written, 1957 + written];
            candidates.into_iter().find(is_possible).and_then(gregorian)
        }
        None if is_possible(&written) => gregorian(written),
        None if written.checked_sub(543).is_some_and(|it| is_possible(&it)) => {
            gregorian(written - 543)
        }
        None => persian(written, month, day)
            .filter(|date| u16::try_from(date.year()).is_ok_and(|year| is_possible(&year))),
    }
}

/// A year as it is written.
#[derive(Clone, Copy)]
pub(super) struct Year {
    pub(super) number: u16,
    /// With two digits at most.
    pub(super) is_short: bool,
}

fn gregorian(year: u16, month: u16, day: u16) -> Option<Date> {
    let part = |part: u16| i8::try_from(part).ok();
    Date::new(i16::try_from(year).ok()?, part(month)?, part(day)?).ok()
}

/// A date of the Persian calendar, by its cycle of 33 years, which holds for some centuries.
fn persian(year: u16, month: u16, day: u16) -> Option<Date> {
    const ANCHOR: u16 = 1300;
    if !(ANCHOR..1500).contains(&year) || !(1..=12).contains(&month) {
        return None;
    }
    let is_leap = |year: u16| matches!(year % 33, 1 | 5 | 9 | 13 | 17 | 22 | 26 | 30);
    let length = match month {
        1..=6 => 31,
        7..=11 => 30,
        _ => 29 + u16::from(is_leap(year)),
    };
    if !(1..=length).contains(&day) {
        return None;
    }
    let years = (ANCHOR..year).map(|year| 365 + i64::from(is_leap(year))).sum::<i64>();
    let before = i64::from(month - 1);
    let months = before * 30 + before.min(6);
    let first = Date::new(1921, 3, 21).ok()?;
    first.checked_add((years + months + i64::from(day) - 1).days()).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn read(era: Option<Era>, number: u16, is_short: bool, month: u16, day: u16) -> Option<String> {
        date(era, Year { number, is_short }, month, day, 2026).map(|date| date.to_string())
    }

    #[test]
    fn years_of_other_calendars_are_converted_and_impossible_ones_are_none() {
        for (era, year, is_short, month, day, gregorian) in [
            (None, 2023, false, 12, 31, "2023-12-31"),
            (None, 23, true, 12, 31, "2023-12-31"),
            (None, 2566, false, 12, 31, "2023-12-31"),
            (None, 66, true, 12, 31, "2023-12-31"),
            (None, 1402, false, 10, 10, "2023-12-31"),
            (None, 1403, false, 1, 1, "2024-03-20"),
            (None, 1403, false, 12, 30, "2025-03-20"),
            (None, 1388, false, 1, 1, "2009-03-21"),
            (Some(Era::Minguo), 112, false, 12, 31, "2023-12-31"),
            (Some(Era::Reiwa), 5, true, 12, 31, "2023-12-31"),
            (Some(Era::Heisei), 31, true, 1, 2, "2019-01-02"),
            (Some(Era::Persian), 2, true, 10, 10, "2023-12-31"),
            (Some(Era::Buddhist), 66, true, 12, 31, "2023-12-31"),
        ] {
            assert_eq!(read(era, year, is_short, month, day).as_deref(), Some(gregorian), "{year}");
        }
        for (era, year, is_short, month, day) in [
            (None, 2066, false, 12, 31),
            (None, 1999, false, 12, 31),
            (None, 2023, false, 2, 29),
            (None, 2, true, 1, 1),
            (None, 1445, false, 6, 18),
            (Some(Era::Islamic), 1445, false, 6, 18),
            (None, 1402, false, 12, 30),
            (None, 0, false, 1, 1),
        ] {
            assert_eq!(read(era, year, is_short, month, day), None, "{year}");
        }
    }
}
