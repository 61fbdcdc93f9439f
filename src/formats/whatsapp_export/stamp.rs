//! The time at the head of a message, as a phone writes it: three numbers in an unknown order and a
//! clock of 12 or 24 hours, in the digits and with the words of any language.

use super::{
    gap::{
        BETWEEN, CLOCK, Era, Half, core, era, half, is_mark, is_space, longest_word, meant, normal,
    },
    layout::{Layout, parts},
};
use crate::rules::digits::digit;

/// A date's numbers in the order in which they stand, and a time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Stamp {
    /// The date's numbers.
    pub(super) parts: [u16; 3],
    /// Which of them is known to be the year: the first, the last, or neither.
    pub(super) year: YearAt,
    /// In which calendar, where the stamp names one.
    pub(super) era: Option<Era>,
    /// What stands between the date's numbers.
    pub(super) separator: char,
    /// Whether the month stands there as a word, second.
    pub(super) is_month_named: bool,
    /// Whether the clock stands before the date.
    is_clock_first: bool,
    /// Which half of the day is named.
    pub(super) half: Option<Half>,
    /// Hours from midnight; none that a day has where the clock shows none.
    pub(super) hour: u8,
    /// Minutes.
    pub(super) minute: u8,
    /// Seconds; `None` where they are not written.
    pub(super) second: Option<u8>,
}

/// What all stamps of a file have alike, since one phone wrote them at once.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Form {
    /// Whether it stands in brackets, as on an iPhone.
    pub(super) in_brackets: bool,
    year: YearAt,
    month: Month,
    is_clock_first: bool,
    counts: Counts,
    has_seconds: bool,
}

/// How the month is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Month {
    Number,
    Word,
}

/// How far a clock counts, as it is written: to 12 with the half of the day, or without one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Counts {
    To12,
    To24,
}

impl Form {
    /// Whether a stamp of that form may stand in a file of this one. Without the half of the day it can't
    /// where the file's own have one.
    pub(super) fn takes(self, other: Self) -> bool {
        let is_whole = other.counts == Counts::To12 || self.counts == Counts::To24;
        is_whole && self == Self { counts: self.counts, ..other }
    }
}

impl Stamp {
    /// The same stamp by a phone on which a word for one half of the day names the other.
    pub(super) fn with_halves_of(self, halves: Halves) -> Self {
        let is_other = self.half == Some(Half::Contested) && halves == Halves::InariSami;
        Self { hour: if is_other { self.hour % NOON } else { self.hour }, ..self }
    }

    /// Its form, where a line begins with it.
    pub(super) fn form(&self, line: &str) -> Form {
        Form {
            in_brackets: line.trim_start_matches(is_mark).starts_with('['),
            year: self.year,
            month: if self.is_month_named { Month::Word } else { Month::Number },
            is_clock_first: self.is_clock_first,
            counts: if self.half.is_some() { Counts::To12 } else { Counts::To24 },
            has_seconds: self.second.is_some(),
        }
    }
}

/// Where a date's year stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum YearAt {
    First,
    Last,
    /// All numbers have two digits at most.
    Unknown,
}

/// Whose words for the halves of the day a file has, where two languages have the same for different ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Halves {
    #[default]
    Finnish,
    InariSami,
}

/// The hour at which the second half of the day begins.
const NOON: u8 = 12;

/// Stands for an hour that no clock shows, such as `24:05` or `13:05 PM`. The line begins a message all
/// the same, which can't have been sent then.
const NO_HOUR: u16 = 24;

/// What a line begins with.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Head<'l> {
    /// A stamp, and what follows it.
    Stamp(Stamp, &'l str),
    /// A stamp but for this word, which is in no language that is known.
    Unknown(&'l str),
    /// Anything else: the line goes on with the message before.
    Text,
}

/// The longest stamp, in bytes.
const LONGEST: usize = 120;

/// What a line begins with: a stamp is followed by `] ` on an iPhone and by ` - ` on Android.
pub(super) fn head(line: &str) -> Head<'_> {
    let line = line.trim_start_matches(is_mark);
    if let Some(inside) = line.strip_prefix('[') {
        let Some(end) = inside.find(']').filter(|end| *end <= LONGEST) else { return Head::Text };
        let rest = &inside[end + 1..];
        return match read(&inside[..end]) {
            Ok(stamp) => Head::Stamp(stamp, rest.strip_prefix(' ').unwrap_or(rest)),
            Err(Some(word)) => Head::Unknown(word),
            Err(None) => Head::Text,
        };
    }
    if !may_begin(line) {
        return Head::Text;
    }
    let mut unknown = None;
    for (at, dash) in line.char_indices().take_while(|(at, _)| *at <= LONGEST) {
        let is_end = ['-', '–'].contains(&dash)
            && line[..at].ends_with(is_space)
            // The blank behind the dash tells it from a date range in somebody's message.
            && line[at + dash.len_utf8()..].starts_with([' ', '\u{A0}']);
        if !is_end {
            continue;
        }
        match read(&line[..at]) {
            Ok(stamp) => {
                let rest = &line[at + dash.len_utf8()..];
                return Head::Stamp(stamp, rest.strip_prefix([' ', '\u{A0}']).unwrap_or(rest));
            }
            Err(word) => unknown = unknown.or(word),
        }
    }
    unknown.map_or(Head::Text, Head::Unknown)
}

/// The stamp that a line begins with, and what follows it.
#[cfg(test)]
pub(super) fn stamp(line: &str) -> Option<(Stamp, &str)> {
    match head(line) {
        Head::Stamp(stamp, rest) => Some((stamp, rest)),
        Head::Unknown(_) | Head::Text => None,
    }
}

/// Whether the line begins with a number, or with a calendar or a half of the day before one.
fn may_begin(line: &str) -> bool {
    let begin = line.find(|sign| digit::value(sign).is_some());
    let is_word = |gap| era(gap).is_some() || half(&meant(gap, &BETWEEN)).is_some();
    begin.is_some_and(|at| at == 0 || at <= 24 && is_word(&line[..at]))
}

/// Takes off the half of the day that begins with a digit, as Anii's `1ka` does.
fn without_numbered_half(text: &str) -> (&str, Option<Half>) {
    let text = text.trim_end_matches(is_space);
    let last = text.rsplit_once(is_space).filter(|(_, word)| word.starts_with(['1', '2']));
    match last.and_then(|(front, word)| Some((front, half(&normal(word))?))) {
        Some((front, half)) => (front, Some(half)),
        None => (text, None),
    }
}

/// Reads a text that is a stamp and nothing else. The error is the word that keeps it from being one.
fn read(text: &str) -> Result<Stamp, Option<&str>> {
    let (text, numbered) = without_numbered_half(text);
    let parts = parts(text).ok_or(None)?;
    let ways = [Layout::date_first(&parts), Layout::clock_first(&parts)];
    let dated = ways.into_iter().find_map(|layout| Some((date_form(&layout)?, layout)));
    let ((separator, year), layout) = dated.ok_or(None)?;
    if !layout.clock_gaps.iter().all(|gap| CLOCK.contains(&core(gap).to_lowercase().as_str())) {
        return Err(None);
    }
    let second = layout.clock.get(2).copied();
    let (hour, minute) = (layout.clock[0], layout.clock[1]);
    if hour > 99 || minute > 59 || second.is_some_and(|second| second > 59) {
        return Err(None);
    }
    let named = era(layout.before);
    if named.is_none() && !normal(layout.before).is_empty() {
        return Err(None);
    }
    // `30 30/12/1445 هـ`: a calendar may be named behind the date too.
    let later = layout.words[0].0.split(is_space).find_map(|word| {
        let is_half = half(&normal(word)).is_some();
        era(word).filter(|era| !is_half && *era != Era::Heisei && *era != Era::Reiwa)
    });
    let mut halves = Vec::from_iter(numbered);
    for (gap, fillers) in layout.words {
        let word = meant(gap, fillers);
        let is_era = later.is_some() && era(&word).is_some();
        if !word.is_empty() && !is_era {
            halves.push(half(&word).ok_or_else(|| Some(longest_word(gap)))?);
        }
    }
    let half = match halves.as_slice() {
        [] => None,
        [half] => Some(*half),
        _ => return Err(None),
    };
    let hour = half.map_or(Some(hour), |half| half.hour(hour)).unwrap_or(NO_HOUR).min(NO_HOUR);
    let part = |part: u16| u8::try_from(part).map_err(|_| None);
    Ok(Stamp {
        parts: layout.date.map(|(number, _)| number),
        year,
        era: named.or(later),
        separator,
        is_month_named: layout.is_month_named,
        is_clock_first: layout.is_clock_first,
        half,
        hour: part(hour)?,
        minute: part(minute)?,
        second: second.map(part).transpose()?,
    })
}

/// What stands between a date's numbers, and which is the year. `None` if it is no date.
fn date_form(layout: &Layout<'_>) -> Option<(char, YearAt)> {
    let named = era(layout.before);
    let [first, middle, last] = layout.date.map(|(_, digits)| digits);
    let mut year = match (first, last) {
        (4, 1 | 2) => YearAt::First,
        (1 | 2, 4) => YearAt::Last,
        (1 | 2, 1 | 2) => YearAt::Unknown,
        // The years of Taiwan's calendar.
        (3, 1 | 2) if named == Some(Era::Minguo) => YearAt::First,
        _ => return None,
    };
    if middle > 2 {
        return None;
    }
    if named.is_some() {
        year = YearAt::First;
    }
    let separator = match layout.date_gaps.map(core) {
        [one, other] if one == other && ["/", ".", "-"].contains(&one) => one.chars().next()?,
        // Kako puts a blank before the year.
        ["/", ""] if year == YearAt::Last => '/',
        ["年", "月"] | ["년", "월"] | ["년.", "월."] => {
            year = YearAt::First;
            '年'
        }
        _ => return None,
    };
    Some((separator, year))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn read(line: &str) -> ([u16; 3], (u8, u8, u8), &str) {
        let (stamp, rest) = stamp(line).unwrap();
        (stamp.parts, (stamp.hour, stamp.minute, stamp.second.unwrap_or(0)), rest)
    }

    #[test]
    fn every_form_of_a_stamp() {
        let us = [12, 31, 23];
        let eu = [31, 12, 23];
        assert_eq!(read("12/31/23, 9:41 PM - A: b"), (us, (21, 41, 0), "A: b"));
        assert_eq!(read("12/31/23, 9:41\u{202F}PM - A: b"), (us, (21, 41, 0), "A: b"));
        assert_eq!(read("31/12/23, 21:41 - A: b"), (eu, (21, 41, 0), "A: b"));
        assert_eq!(read("31.12.23, 21:41 - A: b"), (eu, (21, 41, 0), "A: b"));
        assert_eq!(read("31/12/23, 9:41 p. m. - A: b"), (eu, (21, 41, 0), "A: b"));
        assert_eq!(read("31/12/23, 9:41\u{A0}a.\u{A0}m. - A: b"), (eu, (9, 41, 0), "A: b"));
        assert_eq!(read("31-12-23 21.41 - A: b"), (eu, (21, 41, 0), "A: b"));
        assert_eq!(read("[31/12/2023, 21:41:05] A: b"), ([31, 12, 2023], (21, 41, 5), "A: b"));
        assert_eq!(read("\u{200E}[12/31/23, 9:41:05\u{202F}PM] A: b"), (us, (21, 41, 5), "A: b"));
        assert_eq!(read("[2023-12-31, 21:41:05] A: b"), ([2023, 12, 31], (21, 41, 5), "A: b"));
        assert_eq!(
            read("[2023. 12. 31. 오후 9:41:05] A: b"),
            ([2023, 12, 31], (21, 41, 5), "A: b")
        );
        assert_eq!(read("2023/12/31 下午9:41 - A: b"), ([2023, 12, 31], (21, 41, 0), "A: b"));
        assert_eq!(read("2023年12月31日 晚上9:41 - A: b"), ([2023, 12, 31], (21, 41, 0), "A: b"));
        assert_eq!(read("٣١/١٢/٢٣، ٩:٤١ م - A: b"), (eu, (21, 41, 0), "A: b"));
        assert_eq!(read("৩১/১২/২৩, ৯:৪১ PM - A: b"), (eu, (21, 41, 0), "A: b"));
        assert_eq!(read("31/12/23, 9:41 CH - A: b"), (eu, (21, 41, 0), "A: b"));
        assert_eq!(read("31/12/23, 9:41 PTG - A: b"), (eu, (21, 41, 0), "A: b"));
        assert_eq!(read("31/12/2023 à 21:41 - A: b"), ([31, 12, 2023], (21, 41, 0), "A: b"));
        assert_eq!(read("31.12.23 klo 21.41 - A: b"), (eu, (21, 41, 0), "A: b"));
        assert_eq!(read("2023-12-31 21 h 41 - A: b"), ([2023, 12, 31], (21, 41, 0), "A: b"));
        assert_eq!(read("1/1/24, 12:05 AM - A: b"), ([1, 1, 24], (0, 5, 0), "A: b"));
        assert_eq!(read("1/1/24, 12:05 PM - A: b"), ([1, 1, 24], (12, 5, 0), "A: b"));
        assert_eq!(read("21:41 31/12/23 - A: b"), (eu, (21, 41, 0), "A: b"));
        assert_eq!(read("[09:41:05 CH 31/12/23] A: b"), (eu, (21, 41, 5), "A: b"));
        assert_eq!(read("ɣetrɔ ga 9:41 12/31/23 - A: b"), (us, (21, 41, 0), "A: b"));
        assert_eq!(read("12/31/2023, 09:41 2ja - A: b"), ([12, 31, 2023], (21, 41, 0), "A: b"));
        assert_eq!(read("31/12 2023 21:41 - A: b"), ([31, 12, 2023], (21, 41, 0), "A: b"));
        assert_eq!(read("2023/12/31 午後0:05 - A: b"), ([2023, 12, 31], (12, 5, 0), "A: b"));
        assert_eq!(read("令和5/12/31 21:41 - A: b"), ([5, 12, 31], (21, 41, 0), "A: b"));
    }

    #[test]
    fn what_is_no_stamp() {
        for line in [
            "",
            "hello",
            "12/31/23",
            "12/31/23, 9:41 PM",
            "12/31/23, 9:41 PM-12/31/23",
            "12/31/23, 100:41 - A: b",
            "12/31/23, 9:61 - A: b",
            "12/31, 9:41 PM - A: b",
            "12/31/123, 9:41 - A: b",
            "99999/1/1, 9:41 - A: b",
            "[31/12/2023, 21:41:05 A: b",
            "31/12.2023, 21:41 - A: b",
            "1, 2, 3, 4, 5 - all of them",
        ] {
            assert_eq!(head(line), Head::Text, "{line}");
        }
    }

    #[test]
    fn a_stamp_but_for_one_word_is_told() {
        for (line, word) in [
            ("12/31/23, 9:41 XY - A: b", "XY"),
            ("31/12/23, 9:41 de la noche - A: b", "noche"),
            ("[31/12/23, abends 9:41:05] A: b", "abends"),
        ] {
            assert_eq!(head(line), Head::Unknown(word), "{line}");
        }
    }
}
