//! What stands between the numbers of a stamp: marks, words that tell nothing, the names of calendars
//! and the halves of the day.

use super::half_days::{AFTER_NOON, BEFORE_NOON};

/// A calendar that a stamp names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Era {
    Buddhist,
    Islamic,
    Persian,
    Minguo,
    Heisei,
    Reiwa,
}

const ERAS: [(&str, Era); 14] = [
    ("ap", Era::Persian),
    ("sh", Era::Persian),
    ("هش", Era::Persian),
    ("be", Era::Buddhist),
    ("พศ", Era::Buddhist),
    ("ပသ", Era::Buddhist),
    ("ah", Era::Islamic),
    ("هـ", Era::Islamic),
    ("民國", Era::Minguo),
    ("民国", Era::Minguo),
    ("平成", Era::Heisei),
    ("h", Era::Heisei),
    ("令和", Era::Reiwa),
    ("r", Era::Reiwa),
];

/// Words between a date and its clock that tell nothing.
pub(super) const BETWEEN: [&str; 24] = [
    "à",
    "às",
    "a las",
    "um",
    "om",
    "at",
    "u",
    "o",
    "ob",
    "v",
    "в",
    "klo",
    "kl",
    "klock",
    "ga",
    "ê",
    "г",
    "ч",
    "नि",
    "日",
    "일",
    "ཆུ་ཚོད་",
    "#",
    "d",
];

/// What stands between hours, minutes and seconds.
pub(super) const CLOCK: [&str; 14] =
    [":", ".", "：", "h", "min", "時", "时", "点", "點", "分", "시", "분", "སྐར་མ་", "ч"];

/// Words behind a clock that tell nothing.
pub(super) const BEHIND: [&str; 9] = ["uhr", "h", "s", "ч", "hodź", "秒", "초", "分", "분"];

/// Chinese words for parts of the day that are no half of it.
const NOON: &str = "中午";
const EVENING: &str = "晚上";

/// Marks that only steer how text runs, and that phones strew between everything.
pub(super) fn is_mark(sign: char) -> bool {
    matches!(sign, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{61C}')
}

pub(super) fn is_space(sign: char) -> bool {
    sign.is_whitespace() || is_mark(sign)
}

/// The calendar that a gap names and nothing else.
pub(super) fn era(gap: &str) -> Option<Era> {
    let name = normal(gap);
    ERAS.iter().find(|(word, _)| *word == name).map(|(_, era)| *era)
}

/// A gap without the blanks and marks at its ends.
pub(super) fn core(gap: &str) -> &str {
    gap.trim_matches(is_space)
}

/// A gap's words in lower case, without blanks, dots, commas and marks.
pub(super) fn normal(gap: &str) -> String {
    let is_kept = |sign: &char| !is_space(*sign) && !".,،;()-–'".contains(*sign);
    gap.chars().filter(is_kept).flat_map(char::to_lowercase).collect()
}

/// What a gap says beyond words that tell nothing.
pub(super) fn meant(gap: &str, fillers: &[&str]) -> String {
    let whole = normal(gap);
    if half(&whole).is_some() {
        return whole;
    }
    let words = gap.split(|sign| is_space(sign) || ".,،()".contains(sign));
    words.map(normal).filter(|word| !fillers.contains(&word.as_str())).collect()
}

pub(super) fn longest_word(gap: &str) -> &str {
    let words = gap.split(is_space).map(|word| word.trim_matches([',', '.', '،', '(', ')']));
    words.max_by_key(|word| word.chars().count()).unwrap_or(gap)
}

/// A half of the day, or a part of it that Chinese names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Half {
    Before,
    After,
    Noon,
    Evening,
    /// Finnish's word for the afternoon, and Inari Sami's for the morning.
    Contested,
    /// Inari Sami's word for the afternoon: no Finnish phone writes it.
    InariSami,
}

const IN_TWO_LANGUAGES: [(&str, Half); 2] = [("ip", Half::Contested), ("ep", Half::InariSami)];

/// The half of the day that a word in its normal form names.
pub(super) fn half(word: &str) -> Option<Half> {
    if BEFORE_NOON.contains(&word) {
        return Some(Half::Before);
    }
    if AFTER_NOON.contains(&word) {
        return Some(Half::After);
    }
    let parts = [(NOON, Half::Noon), (EVENING, Half::Evening)];
    parts.iter().chain(&IN_TWO_LANGUAGES).find(|(it, _)| *it == word).map(|it| it.1)
}

impl Half {
    /// The hour of the day, from an hour of the half.
    pub(super) fn hour(self, hour: u16) -> Option<u16> {
        if hour > 12 {
            return None;
        }
        let (early, late) = (hour % 12, hour % 12 + 12);
        match self {
            Self::Before => Some(early),
            // Japanese counts from 0 to 11: `午後0:05` is five past noon.
            Self::After | Self::Contested | Self::InariSami => Some(late),
            Self::Noon => Some(if early >= 10 { early } else { late }),
            Self::Evening => Some(if early == 0 { 0 } else { late }),
        }
    }
}
