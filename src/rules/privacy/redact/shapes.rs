//! What digits look like when they are no number: dates, times, amounts, addresses of machines,
//! coordinates, cards. Judges the shape alone; the words around are `words`.

use super::groups::{Gap, Group, cluster_end};

/// Marks the groups that are part of a date, a time, an amount, an IP address or a decimal.
pub(super) fn mark_innocent(text: &str, groups: &mut [Group]) {
    mark_fours(groups);
    for first in 0..groups.len() {
        let len = innocent_run(text, &groups[first..]);
        for group in &mut groups[first..first + len] {
            group.innocent = true;
        }
    }
}

/// Marks cards and accounts: fours in a row, alone or in something too long for a number. Three of
/// them after a zero are a mobile in Indonesia.
fn mark_fours(groups: &mut [Group]) {
    let mut first = 0;
    while first < groups.len() {
        let last = cluster_end(groups, first);
        let cluster = &mut groups[first..=last];
        let digits: usize = cluster.iter().map(|group| group.digits.len()).sum();
        let fours =
            cluster.windows(3).any(|three| three.iter().all(|group| group.digits.len() == 4));
        let alone = cluster.len() == 3 && !cluster[0].digits.starts_with('0');
        if fours && !cluster[0].plus && (alone || digits > 15) {
            for group in cluster {
                group.innocent = true;
            }
        }
        first = last + 1;
    }
}

fn innocent_run(text: &str, groups: &[Group]) -> usize {
    let before = text[..groups[0].start].chars().next_back();
    if is_date(groups) {
        return 3;
    }
    if is_machine_address(groups) {
        return 4;
    }
    // `12,500` and `14:30` and `3,50`: the sign touches digits on both sides.
    if matches!(before, Some(',' | ':' | '\u{66B}' | '\u{66C}' | '\'' | '\u{2019}'))
        && groups[0].digits.len() <= 3
        && touches_digit(text, groups[0].start)
    {
        return 1;
    }
    let after = &text[groups[0].end..];
    let mut next = after.chars();
    if matches!(next.next(), Some(',' | ':' | '\u{66B}' | '\u{66C}' | '\'' | '\u{2019}'))
        && groups.get(1).is_some_and(|group| {
            group.start == groups[0].end + after.chars().next().map_or(0, char::len_utf8)
                && group.digits.len() <= 3
        })
        && groups[0].digits.len() <= 4
    {
        return 1;
    }
    // `2024-05-12T14:30`: what follows a date's T is a time.
    if groups[0].digits.len() == 2 && matches!(before, Some('T')) && after.starts_with(':') {
        return 1;
    }
    if is_decimal(groups) { 2 } else { 0 }
}

fn touches_digit(text: &str, start: usize) -> bool {
    text[..start].chars().rev().nth(1).is_some_and(char::is_numeric)
}

/// Three groups parted by the same sign, with a year, a month and a day in one of the usual
/// orders, and nothing on either side that goes on in the same way.
fn is_date(groups: &[Group]) -> bool {
    let [a, b, c, rest @ ..] = groups else {
        return false;
    };
    if b.gap != c.gap || !matches!(b.gap, Gap::Dash | Gap::Dot | Gap::Slash) {
        return false;
    }
    if rest.first().is_some_and(|next| next.gap == b.gap) || a.gap == b.gap {
        return false;
    }
    let number = |group: &Group| group.digits.parse::<u32>().unwrap_or(u32::MAX);
    let is_year = |group: &Group| match group.digits.len() {
        2 => true,
        4 => {
            (1900..2100).contains(&number(group))
                || (1300..1500).contains(&number(group))
                || (2400..2700).contains(&number(group))
        }
        _ => false,
    };
    let is_part =
        |group: &Group, most| group.digits.len() <= 2 && (1..=most).contains(&number(group));
    let month_and_day = |m: &Group, d: &Group| is_part(m, 12) && is_part(d, 31);
    (is_year(a) && a.digits.len() == 4 && month_and_day(b, c))
        || (is_year(c) && (month_and_day(a, b) || month_and_day(b, a)))
        || (is_year(a) && month_and_day(b, c))
}

fn is_machine_address(groups: &[Group]) -> bool {
    let Some(four) = groups.get(..4) else {
        return false;
    };
    four[1..].iter().all(|group| group.gap == Gap::Dot)
        && four[0].gap != Gap::Dot
        && four.iter().all(|group| {
            group.digits.len() <= 3 && group.digits.parse::<u32>().is_ok_and(|byte| byte < 256)
        })
        && groups.get(4).is_none_or(|next| next.gap != Gap::Dot)
}

/// `12.971598`, `1500.00`: two groups, one dot. A number that is written with one dot has its
/// country code before it, or a zero, and many digits after.
fn is_decimal(groups: &[Group]) -> bool {
    let [whole, fraction, rest @ ..] = groups else {
        return false;
    };
    fraction.gap == Gap::Dot
        && whole.gap != Gap::Dot
        && rest.first().is_none_or(|next| next.gap != Gap::Dot)
        && fraction.digits.len() <= 8
        && (!whole.digits.starts_with('0') || whole.digits.len() == 1)
        && (whole.digits.len() <= 3 || fraction.digits.len() <= 2)
}

/// Whether the groups, taken together, are written like an amount with its thousands.
pub(super) fn is_innocent_whole(groups: &[Group]) -> bool {
    let lens: Vec<usize> = groups.iter().map(|group| group.digits.len()).collect();
    let same_gap = groups.iter().skip(2).all(|group| group.gap == groups[1].gap);
    lens.len() >= 3
        && lens[1..].iter().all(|len| *len == 3)
        && same_gap
        && matches!(groups[1].gap, Gap::Dot | Gap::Space)
        && !groups[0].digits.starts_with('0')
        && (lens[0] < 3 || groups[lens.len() - 1].digits == "000")
}

/// Whether a run of digits without any separator is a date, with or without a time.
pub(super) fn is_compact_date(digits: &str) -> bool {
    let number = |from: usize, to: usize| {
        digits.get(from..to).and_then(|part| part.parse::<u32>().ok()).unwrap_or(u32::MAX)
    };
    let year_first = |y: u32, m: u32, d: u32| {
        (1900..2100).contains(&y) && (1..=12).contains(&m) && (1..=31).contains(&d)
    };
    match digits.len() {
        8 => {
            year_first(number(0, 4), number(4, 6), number(6, 8))
                || year_first(number(4, 8), number(2, 4), number(0, 2))
                || year_first(number(4, 8), number(0, 2), number(2, 4))
        }
        12 | 14 => {
            year_first(number(0, 4), number(4, 6), number(6, 8))
                && number(8, 10) < 24
                && number(10, 12) < 60
        }
        _ => false,
    }
}
