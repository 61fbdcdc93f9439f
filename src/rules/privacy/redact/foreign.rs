//! Finds other people's numbers in a text: valid ones, in an international form or in the national
//! form of the contact's country.
//!
//! Unlike for an own number, what is found here depends on the digits, because whether a number is
//! valid does: an invalid one stays readable, and so does one that is written like an order. That
//! tells something about a number that is not the contact's, and can't be otherwise.

use super::groups::{Gap, Group, cluster_end, groups, joined};
use super::links::end_of_address;
use super::own::Span;
use super::shapes::{is_compact_date, is_innocent_whole, mark_innocent};
use super::stream::{Digit, with_plus_and_brackets};
use super::valid::{Home, Kind, international, is_possible, national};
use super::words::{self, Hint, is_money_sign};

/// A spelling of a number has at most so many groups (`06 12 34 56 78` after `00 33`).
const MOST_GROUPS: usize = 8;
/// A number has at least so many digits.
pub(super) const FEWEST_DIGITS: usize = 7;
/// And so many after a plus, where a letter follows at once.
const GLUED_DIGITS: usize = 10;
/// The last of which hang together.
const GLUED_GROUP: usize = 4;
/// And with a way out of a country before it at most so many.
const MOST_DIGITS: usize = 18;

/// The stretches of the text that are a valid number, in order and apart; `stream` is its digits.
pub(super) fn spans(text: &str, stream: &[Digit], country_code: Option<&str>) -> Vec<Span> {
    if stream.len() < FEWEST_DIGITS {
        return Vec::new();
    }
    let mut groups = groups(text, stream);
    mark_innocent(text, &mut groups);
    let home = country_code.and_then(Home::new);
    let reader = Reader { text, groups: &groups, country_code, home };
    let mut found = Vec::new();
    let mut first = 0;
    while first < groups.len() {
        if let Some(last) = reader.number_at(first) {
            let span = with_plus_and_brackets(text, groups[first].start, groups[last].end);
            found.push(span);
            first = last + 1;
        } else {
            first += 1;
        }
    }
    found
}

struct Reader<'t> {
    text: &'t str,
    groups: &'t [Group],
    country_code: Option<&'t str>,
    home: Option<Home>,
}

impl Reader<'_> {
    /// The last group of the number that begins with the group `first`.
    fn number_at(&self, first: usize) -> Option<usize> {
        if let Some(last) = end_of_address(self.text, self.groups, first) {
            return Some(last);
        }
        let near = self.groups.len().min(first + MOST_DIGITS);
        let end = cluster_end(&self.groups[..near], first);
        let group = &self.groups[first];
        if group.plus {
            // A plus is worth a look at a number that is spelled digit by digit.
            let mut ends = (first..=end).rev().filter(|last| self.is_possible(first, *last));
            match (ends.next(), ends.next()) {
                (None, _) => {}
                // Written as a number, as long as a number, and in one way only: whether it was
                // given out to anybody doesn't matter.
                (only, None) => return only,
                _ => {
                    let is_valid = |last: &usize| self.is_international(first, *last, 0);
                    if let Some(last) = (first..=end).rev().find(is_valid) {
                        return Some(last);
                    }
                }
            }
        }
        let furthest = end.min(first + MOST_GROUPS - 1);
        for out in self.ways_out(group) {
            let found =
                (first..=furthest).rev().find(|last| self.is_international(first, *last, out));
            if found.is_some() && !is_id_before(self.text, group.start) {
                return found;
            }
        }
        if group.innocent {
            return None;
        }
        (first..=furthest).rev().find(|last| {
            self.is_plausible(first, *last)
                && (self.is_national(first, *last) || self.is_bare_international(first, *last))
        })
    }

    fn ways_out(&self, group: &Group) -> impl Iterator<Item = usize> {
        let american = self.country_code == Some("1");
        let double_zero = group.digits.starts_with("00").then_some(2);
        let eleven = (american && group.digits.starts_with("011")).then_some(3);
        double_zero.into_iter().chain(eleven)
    }

    /// Whether the groups are as long as a number of their country may be.
    fn is_possible(&self, first: usize, last: usize) -> bool {
        let digits = joined(&self.groups[first..=last]);
        self.is_rounded(first, last, digits.len()) && is_possible(&digits)
    }

    /// Whether the groups, without the first `skipped` digits, are a valid number from its country
    /// code on.
    fn is_international(&self, first: usize, last: usize, skipped: usize) -> bool {
        let all = joined(&self.groups[first..=last]);
        let digits = all.get(skipped..).unwrap_or("");
        self.is_rounded(first, last, digits.len()) && international(digits).is_some()
    }

    /// Whether so many digits, and what stands around them, can be a whole number.
    fn is_rounded(&self, first: usize, last: usize, digits: usize) -> bool {
        // A position: `+48.858370`. A number with one dot (as registrars write) has more digits.
        let dotted = last == first + 1 && self.groups[last].gap == Gap::Dot;
        let is_position = dotted && self.groups[last].digits.len() < 9;
        // A plus and so many digits are a number also where a word hangs on it: `+447445967704pls`.
        // Not so `3pm` behind one.
        let glued = self.groups[first].plus
            && digits >= GLUED_DIGITS
            && self.groups[last].digits.len() >= GLUED_GROUP;
        let ends = self.ends_well(last) || (glued && self.ends_at_a_letter(last));
        (FEWEST_DIGITS..=MOST_DIGITS).contains(&digits) && ends && !is_position
    }

    /// Whether the place and the shape of the groups let them be a number without a plus.
    fn is_plausible(&self, first: usize, last: usize) -> bool {
        let groups = &self.groups[first..=last];
        let digits: usize = groups.iter().map(|group| group.digits.len()).sum();
        if !(FEWEST_DIGITS..=15).contains(&digits) || groups.iter().any(|group| group.innocent) {
            return false;
        }
        self.begins_well(first)
            && self.ends_well(last)
            && self.stands_apart(first, last)
            && !is_innocent_whole(groups)
            && groups.iter().filter(|group| group.gap == Gap::Slash).count() <= 1
            && groups.iter().skip(1).filter(|group| group.digits.len() == 1).count() <= 1
    }

    fn begins_well(&self, first: usize) -> bool {
        let before = &self.text[..self.groups[first].start];
        let mut back = before.chars().rev();
        let (Some(last), previous) = (back.next(), back.next()) else {
            return true;
        };
        match last {
            '#' | '№' | '%' | '@' | '\\' | '_' | '&' | '^' | '<' | '=' => false,
            '/' => previous.is_none_or(|c| !c.is_alphanumeric()) || self.is_second_of_two(first),
            ',' | '.' | ':' | '\'' => previous.is_none_or(|c| !c.is_numeric()),
            '-' | '\u{2212}' => is_name_or_space(&before[..before.len() - last.len_utf8()]),
            c if is_money_sign(c) => false,
            c if c.is_whitespace() => {
                !previous.is_some_and(|c| is_money_sign(c) || matches!(c, '#' | '№'))
            }
            c if c.is_alphabetic() => !is_spaced_script(c),
            _ => true,
        }
    }

    fn ends_well(&self, last: usize) -> bool {
        let after = &self.text[self.groups[last].end..];
        let mut next = after.chars();
        let (Some(first), second) = (next.next(), next.next()) else {
            return true;
        };
        match first {
            '%' | '°' | '_' | '=' | '\\' => false,
            '.' | ',' | ':' => second.is_none_or(|c| !c.is_numeric()),
            '/' if self.is_second_of_two(last + 1) => true,
            '-' | '/' => second.is_none_or(|c| !c.is_alphanumeric()),
            c if is_money_sign(c) => false,
            c if c.is_alphabetic() => !is_spaced_script(c),
            _ => true,
        }
    }

    fn ends_at_a_letter(&self, last: usize) -> bool {
        self.text[self.groups[last].end..].chars().next().is_some_and(char::is_alphabetic)
    }

    /// `7012345678/7012345679`: one number or the other.
    fn is_second_of_two(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.groups.get(before));
        let both = before.zip(self.groups.get(at)).filter(|(_, next)| next.gap == Gap::Slash);
        both.is_some_and(|(one, other)| {
            one.digits.len() >= 6 && other.digits.len() == one.digits.len()
        })
    }

    /// Whether the groups are the whole of their cluster, or parted from the rest of it by another
    /// sign than their own: a card's first groups are no number.
    fn stands_apart(&self, first: usize, last: usize) -> bool {
        let groups = &self.groups[first..=last];
        let before = groups[0].gap;
        let after = self
            .groups
            .get(last + 1)
            .map_or(Gap::Wide, |next| if next.innocent { Gap::Wide } else { next.gap });
        let alone = groups.len() == 1 && groups[0].digits.len() >= 9;
        let has_trunk = groups[0].digits.starts_with('0');
        let inside = |gap: Gap| groups[1..].iter().any(|group| group.gap == gap);
        let free = |gap: Gap| {
            gap == Gap::Wide || gap == Gap::Slash || (gap == Gap::Space && (alone || !inside(gap)))
        };
        let left = free(before)
            || self.groups[..first].last().is_some_and(|group| group.innocent)
            || (has_trunk && before == Gap::Space)
            || before == Gap::Bracket;
        let right = free(after) || self.repeats(first, last);
        left && right
    }

    /// Whether the rest of the cluster is spelled like these groups again: two numbers in a row.
    fn repeats(&self, first: usize, last: usize) -> bool {
        let count = last - first + 1;
        let lens = |from: usize| {
            self.groups
                .get(from..from + count)
                .map(|groups| groups.iter().map(|group| group.digits.len()).collect::<Vec<_>>())
        };
        count > 1 && lens(first).is_some() && lens(first) == lens(last + 1)
    }

    fn is_national(&self, first: usize, last: usize) -> bool {
        let groups = &self.groups[first..=last];
        let digits = joined(groups);
        let Some(home) = &self.home else { return false };
        // Few digits are a number, and the words around them are many: those are read last.
        let Some(number) = national(&digits, home) else {
            return false;
        };
        let hint = self.hint(first, last);
        if hint == Hint::Amount || hint == Hint::Id {
            return false;
        }
        let bare = groups.len() == 1;
        if bare && hint != Hint::Phone && is_compact_date(&digits) {
            return false;
        }
        let dialled =
            digits.len() > number.significant_len || (digits.starts_with('0') && number.has_zero);
        let bracketed = groups.iter().any(|group| group.gap == Gap::Bracket);
        if dialled || bracketed || hint == Hint::Phone {
            return true;
        }
        if home.has_trunk {
            return matches!(number.kind, Kind::Mobile | Kind::TollFree);
        }
        digits.len() >= 9 || number.kind == Kind::Mobile || !bare
    }

    /// Whether the groups are a mobile's number with its country code, and only the plus is
    /// missing. Landlines are left out: half of all order numbers would be one somewhere.
    fn is_bare_international(&self, first: usize, last: usize) -> bool {
        let groups = &self.groups[first..=last];
        let digits = joined(groups);
        if !(10..=15).contains(&digits.len()) || digits.starts_with('0') || is_compact_date(&digits)
        {
            return false;
        }
        let Some(number) = international(&digits) else {
            return false;
        };
        let hint = self.hint(first, last);
        if hint == Hint::Amount || hint == Hint::Id {
            return false;
        }
        let at_home = self.home.as_ref().is_some_and(|home| home.code == number.code);
        // Nearly every eleven digits after a one are a number in North America.
        if number.code == 1 && !at_home && hint != Hint::Phone {
            return false;
        }
        // The country code stands in a group of its own, or begins the only one.
        let split = groups.len() == 1 || number.code.to_string() == groups[0].digits;
        split && (at_home || hint == Hint::Phone || number.kind == Kind::Mobile)
    }

    fn hint(&self, first: usize, last: usize) -> Hint {
        if words::is_amount_after(self.text, self.groups[last].end) {
            return Hint::Amount;
        }
        words::before(self.text, self.groups[first].start)
    }
}

fn is_id_before(text: &str, start: usize) -> bool {
    words::before(text, start) == Hint::Id
}

/// Whether the dash before a number follows a space, or a word that is longer than the letters of a
/// serial number and not in capitals: `Suresh-99…`, not `INV-99…`.
fn is_name_or_space(before_dash: &str) -> bool {
    let word: Vec<char> = before_dash.chars().rev().take_while(|c| c.is_alphabetic()).collect();
    let apart = before_dash.chars().next_back().is_none_or(char::is_whitespace);
    apart || (word.len() >= 4 && !word.iter().all(|c| c.is_uppercase()))
}

/// Whether words of the letter's script are parted by spaces, so that a letter at a digit makes
/// both one word.
fn is_spaced_script(c: char) -> bool {
    !matches!(u32::from(c), 0xE00..=0xEFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xAC00..=0xD7AF)
}
