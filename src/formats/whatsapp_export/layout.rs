//! The numbers of a stamp and the gaps around them, by what they are: a date and a clock, in one order or
//! the other.

use super::{
    gap::{BEHIND, BETWEEN},
    months::named,
};
use crate::rules::digits::digit;

/// The numbers of a text with the gaps before, between and behind them.
pub(super) struct Parts<'t> {
    numbers: Vec<(u16, usize)>,
    gaps: Vec<&'t str>,
    is_month_named: bool,
}

pub(super) fn parts(text: &str) -> Option<Parts<'_>> {
    let (mut numbers, mut gaps): (Vec<(u16, usize)>, _) =
        (Vec::with_capacity(6), Vec::with_capacity(7));
    let mut gap_start = 0;
    let mut number: Option<(u16, usize)> = None;
    for (at, sign) in text.char_indices() {
        match (digit::value(sign), &mut number) {
            (Some(value), Some((known, count))) => {
                *count += 1;
                *known = known.checked_mul(10)?.checked_add(u16::from(value))?;
            }
            (Some(value), None) => {
                gaps.push(&text[gap_start..at]);
                number = Some((u16::from(value), 1));
            }
            (None, Some(_)) => {
                numbers.extend(number.take());
                gap_start = at;
            }
            (None, None) => {}
        }
    }
    match number {
        Some(last) => {
            numbers.push(last);
            gaps.push("");
        }
        None => gaps.push(&text[gap_start..]),
    }
    let month = gaps.get(1).filter(|_| numbers.len() > 1).and_then(|gap| named(gap));
    if let Some((month, separator)) = month {
        numbers.insert(1, (month, 2));
        gaps.splice(1..2, [separator; 2]);
    }
    let is_month_named = month.is_some();
    let is_short = numbers.iter().all(|(_, count)| *count <= 4);
    (is_short && (5..=6).contains(&numbers.len())).then_some(Parts {
        numbers,
        gaps,
        is_month_named,
    })
}

/// A stamp's numbers by what they are, and the gaps around them.
pub(super) struct Layout<'t> {
    pub(super) is_clock_first: bool,
    /// Whether the second of the date's numbers is a month that stands there as a word.
    pub(super) is_month_named: bool,
    /// What stands before all, where the name of the date's calendar may.
    pub(super) before: &'t str,
    pub(super) date: [(u16, usize); 3],
    pub(super) date_gaps: [&'t str; 2],
    pub(super) clock: Vec<u16>,
    pub(super) clock_gaps: Vec<&'t str>,
    /// Where words may stand, each with those that tell nothing there.
    pub(super) words: Vec<(&'t str, &'static [&'static str])>,
}

impl<'t> Layout<'t> {
    /// The numbers with the date in front, as nearly all write them.
    pub(super) fn date_first(Parts { numbers, gaps, is_month_named }: &Parts<'t>) -> Self {
        let count = numbers.len();
        Self {
            is_clock_first: false,
            is_month_named: *is_month_named,
            before: gaps[0],
            date: [numbers[0], numbers[1], numbers[2]],
            date_gaps: [gaps[1], gaps[2]],
            clock: numbers[3..].iter().map(|(number, _)| *number).collect(),
            clock_gaps: gaps[4..count].to_vec(),
            words: vec![(gaps[3], &BETWEEN), (gaps[count], &BEHIND)],
        }
    }

    /// The numbers with the clock in front, as Vietnamese and Ewe write them.
    pub(super) fn clock_first(Parts { numbers, gaps, .. }: &Parts<'t>) -> Self {
        let count = numbers.len();
        let date = count - 3;
        Self {
            is_clock_first: true,
            is_month_named: false,
            before: "",
            date: [numbers[date], numbers[date + 1], numbers[date + 2]],
            date_gaps: [gaps[date + 1], gaps[date + 2]],
            clock: numbers[..date].iter().map(|(number, _)| *number).collect(),
            clock_gaps: gaps[1..date].to_vec(),
            words: vec![(gaps[0], &BETWEEN), (gaps[date], &BETWEEN), (gaps[count], &BEHIND)],
        }
    }
}
