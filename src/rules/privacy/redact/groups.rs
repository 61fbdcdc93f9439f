//! The digits of a text as groups, and the groups as clusters that may be one number. Knows how
//! people part the digits of a number; not which numbers exist.

use super::digits::{is_dash, is_invisible, is_plus};
use super::stream::{Digit, Link, is_blank};

/// Digits that touch.
pub(super) struct Group {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The digits as ASCII.
    pub(super) digits: String,
    /// How it hangs on the group before.
    pub(super) gap: Gap,
    /// A plus stands before it.
    pub(super) plus: bool,
    /// Something that dates, amounts and addresses have: it can't be a part of a number.
    pub(super) innocent: bool,
}

/// What stands between two groups.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Gap {
    /// More than stands inside a number.
    Wide,
    Space,
    Dash,
    Dot,
    Slash,
    /// A bracket, whatever stands with it.
    Bracket,
}

/// The groups of a text, from its stream of digits.
pub(super) fn groups(text: &str, stream: &[Digit]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for digit in stream {
        let character = char::from(b'0' + digit.value);
        match groups.last_mut() {
            Some(last) if digit.link == Link::Joined => {
                last.digits.push(character);
                last.end = digit.end;
            }
            last => {
                let gap = last.map_or(Gap::Wide, |last| gap(&text[last.end..digit.start]));
                let plus = has_plus(&text[..digit.start]);
                let gap = if plus { Gap::Wide } else { gap };
                groups.push(Group {
                    start: digit.start,
                    end: digit.end,
                    digits: character.to_string(),
                    gap,
                    plus,
                    innocent: false,
                });
            }
        }
    }
    groups
}

/// The last group of the cluster that begins with `first`.
pub(super) fn cluster_end(groups: &[Group], first: usize) -> usize {
    let more =
        groups[first + 1..].iter().take_while(|group| group.gap != Gap::Wide && !group.innocent);
    first + more.count()
}

/// The digits of groups that follow each other.
pub(super) fn joined(groups: &[Group]) -> String {
    groups.iter().map(|group| group.digits.as_str()).collect()
}

fn gap(between: &str) -> Gap {
    let seen: Vec<char> = between.chars().filter(|c| !is_invisible(*c)).collect();
    match seen.as_slice() {
        [c] | [c, _] | [_, c] | [_, c, _]
            if is_bracket(*c) && seen.iter().all(|c| is_inside(*c)) =>
        {
            Gap::Bracket
        }
        [a, _, b] if is_bracket(*a) && is_bracket(*b) => Gap::Bracket,
        [c] | [c, ' '] if is_blank(*c) => Gap::Space,
        [c] if is_dash(*c) => Gap::Dash,
        [a, c, b] if is_blank(*a) && is_dash(*c) && is_blank(*b) => Gap::Dash,
        ['.' | '\u{B7}' | '\u{2022}' | '\u{2027}' | '\u{30FB}' | '\u{FF0E}'] => Gap::Dot,
        ['/' | '\u{FF0F}'] => Gap::Slash,
        _ => Gap::Wide,
    }
}

fn is_bracket(c: char) -> bool {
    matches!(c, '(' | ')' | '\u{FF08}' | '\u{FF09}')
}

fn is_inside(c: char) -> bool {
    is_bracket(c) || is_blank(c) || is_dash(c) || c == '.'
}

fn has_plus(before: &str) -> bool {
    let mut back = before.chars().rev().filter(|c| !is_invisible(*c));
    match back.next() {
        Some(c) if is_plus(c) => true,
        Some(c) if is_blank(c) || is_bracket(c) => back.next().is_some_and(is_plus),
        _ => before.ends_with("%2B") || before.ends_with("%2b"),
    }
}
