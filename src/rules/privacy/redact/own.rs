//! Finds the chat's own numbers in a text, in whatever spelling. Nothing here asks whether a
//! number is valid: what is found must not depend on the hidden digits.
//!
//! The idea: every spelling of a number ends in the same digits. So its last seven, one after the
//! other with anything but letters between, are the anchor; from there the rest of the number and
//! the prefixes of its country are looked for backwards, and digits that touch are taken along.

use super::few::Few;
use super::stream::{Digit, Escapes, Link, digits, has_escapes, with_plus_and_brackets};
use crate::rules::privacy::phone::Phone;

/// So many digits of a number, standing at its end, are the number without its area code.
const ANCHOR: usize = 7;
/// Stored digits below this are no number; looking for them would hide single digits everywhere.
const FEWEST: usize = 4;

/// Ways to dial out of a country, before the country code.
const DIALLING_OUT: [&[u8]; 8] = [b"", b"00", b"011", b"0011", b"810", b"001", b"009", b"010"];

/// What to look for of one number.
pub(super) struct Own {
    /// The ways to write the whole number without country code and prefixes, the longest first.
    bodies: Vec<Vec<u8>>,
    /// What may stand before a body: a trunk prefix, a country code, both, the way out of a
    /// country. The longest first; `?` is any digit.
    fronts: Vec<Few>,
}

/// A stretch of the text to hide, in bytes.
pub(super) type Span = (usize, usize);

impl Own {
    pub(super) fn new(phone: &Phone) -> Self {
        let bodies = bodies(phone.country_code(), phone.national_digits().as_bytes());
        Self { bodies, fronts: fronts(phone.country_code()) }
    }

    fn find(&self, stream: &[Digit]) -> Vec<(usize, usize)> {
        let mut whole = Vec::new();
        let mut parts = Vec::new();
        for end in 0..stream.len() {
            let Some(hit) = self
                .bodies
                .iter()
                .filter_map(|body| self.hit(stream, end, body))
                .max_by_key(|hit| (hit.rank, std::cmp::Reverse(hit.start)))
            else {
                continue;
            };
            if hit.rank == Rank::Whole { &mut whole } else { &mut parts }
                .push((hit.start, hit.end));
        }
        // Spellings that begin and end with their group of digits come first: where the same digit
        // is repeated, a number could else be seen to begin in the group before it.
        let mut taken: Vec<(usize, usize)> = Vec::new();
        for (start, end) in whole.into_iter().chain(parts) {
            if !taken.iter().any(|(from, to)| start <= *to && *from <= end) {
                taken.push((start, end));
            }
        }
        taken
    }

    fn hit(&self, stream: &[Digit], end: usize, body: &[u8]) -> Option<Hit> {
        let anchor = &body[body.len().saturating_sub(ANCHOR)..];
        let from = begins(stream, end, anchor)?;
        let (mut start, mut rank) = (from, Rank::Part);
        if let Some(first) = begins(stream, end, body) {
            rank = Rank::Ragged;
            start =
                self.fronts.iter().find_map(|front| leads(stream, first, front)).unwrap_or(first);
        }
        let aligned_end = stream.get(end + 1).is_none_or(|next| next.link != Link::Joined);
        let aligned = aligned_end && stream[start].link != Link::Joined;
        if body.len() < ANCHOR && !aligned {
            return None; // the short numbers of small islands: only on their own
        }
        match rank {
            Rank::Ragged if aligned => rank = Rank::Whole,
            // The last digits alone are the number only where a number could end, and where no
            // thousands are parted by commas.
            Rank::Part if !aligned_end || !is_held(&stream[from + 1..=end]) => return None,
            _ => {}
        }
        // Digits that touch are taken along, whatever they are: a carrier's prefix, an extension.
        while stream[start].link == Link::Joined && start > 0 {
            start -= 1;
        }
        let touching =
            stream[end + 1..].iter().take_while(|next| next.link == Link::Joined).count();
        Some(Hit { start, end: end + touching, rank })
    }
}

struct Hit {
    start: usize,
    end: usize,
    rank: Rank,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// Only the last digits.
    Part,
    /// The whole number, with other digits touching it.
    Ragged,
    /// The whole number, on its own.
    Whole,
}

/// So many digits a text needs at least for this number to be in it. Asked of every number before
/// its spellings are made, so it is told by the number's length: no spelling leaves out more than
/// leading zeros and two digits.
pub(super) fn fewest_digits(phone: &Phone) -> usize {
    let digits = phone.national_digits().trim_start_matches('0').len();
    digits.saturating_sub(2).clamp(FEWEST, ANCHOR)
}

/// The stretches of the text that hold one of the numbers, in order and apart; `stream` is its
/// digits.
pub(super) fn spans(text: &str, stream: &[Digit], own: &[Own]) -> Vec<Span> {
    let mut found = Vec::new();
    look(text, stream, own, &mut found);
    if has_escapes(text) {
        look(text, &digits(text, Escapes::Decoded), own, &mut found);
    }
    found.sort_unstable();
    found.dedup_by(|next, kept| {
        let overlaps = next.0 < kept.1;
        if overlaps {
            kept.1 = kept.1.max(next.1);
        }
        overlaps
    });
    found
}

fn look(text: &str, stream: &[Digit], own: &[Own], found: &mut Vec<Span>) {
    for number in own {
        found.extend(number.find(stream).into_iter().map(|(first, last)| {
            with_plus_and_brackets(text, stream[first].start, stream[last].end)
        }));
    }
}

/// Where the wanted digits begin if they end at `end`, no letter between them.
fn begins(stream: &[Digit], end: usize, wanted: &[u8]) -> Option<usize> {
    let start = (end + 1).checked_sub(wanted.len())?;
    let window = &stream[start..=end];
    let same = window.iter().zip(wanted).rev().all(|(digit, wanted)| digit.value == wanted - b'0');
    (same && window[1..].iter().all(|digit| digit.link != Link::Broken)).then_some(start)
}

/// Where the prefix begins if it ends right before `first`, held together by tight signs.
fn leads(stream: &[Digit], first: usize, front: &[u8]) -> Option<usize> {
    let start = first.checked_sub(front.len())?;
    let same = stream[start..first]
        .iter()
        .zip(front)
        .all(|(digit, wanted)| *wanted == b'?' || digit.value == wanted - b'0');
    (same && is_held(&stream[start + 1..=first]) && stream[start].link != Link::Joined)
        .then_some(start)
}

fn is_held(digits: &[Digit]) -> bool {
    digits.iter().all(|digit| matches!(digit.link, Link::Joined | Link::Tight))
}

pub(super) fn bodies(country_code: &str, national: &[u8]) -> Vec<Vec<u8>> {
    let mut bodies = vec![national.to_vec()];
    let without_zeros: &[u8] = &national[national.iter().take_while(|b| **b == b'0').count()..];
    bodies.push(without_zeros.to_vec());
    match (country_code, national) {
        ("52", [b'1', ten @ ..]) if ten.len() == 10 => bodies.push(ten.to_vec()),
        ("54", _) => {
            let ten = national.strip_prefix(b"9").filter(|ten| ten.len() == 10).unwrap_or(national);
            bodies.push(ten.to_vec());
            // Inside the country a mobile is written with a 15 after an area code of 2 to 4 digits.
            for area in 2..=4.min(ten.len()) {
                bodies.push([&ten[..area], b"15", &ten[area..]].concat());
                bodies.push([b"15", &ten[area..]].concat());
            }
        }
        // The ninth digit: ids made before it came lack it, people write it; or the reverse.
        ("55", [a, b, b'9', eight @ ..]) if eight.len() == 8 => {
            bodies.push([&[*a, *b], eight].concat());
        }
        ("55", [a, b, eight @ ..]) if eight.len() == 8 => {
            bodies.push([&[*a, *b, b'9'], eight].concat());
        }
        _ => {}
    }
    bodies.retain(|body| body.len() >= FEWEST && body.iter().all(u8::is_ascii_digit));
    bodies.sort_by_key(|body| std::cmp::Reverse(body.len()));
    bodies.dedup();
    bodies
}

fn fronts(country_code: &str) -> Vec<Few> {
    let own: &[&[u8]] = match country_code {
        "1" => &[b"1"],
        "7" => &[b"8", b"810"],
        "36" => &[b"06"],
        "52" => &[b"1", b"01", b"044", b"045"],
        "54" => &[b"9", b"09"],
        "55" => &[b"0??", b"9090", b"90??"],
        "57" => &[b"03", b"05", b"07", b"09", b"0?"],
        "370" | "993" | "998" => &[b"8"],
        "375" => &[b"8", b"80"],
        "976" => &[b"01", b"02"],
        _ => &[],
    };
    let mut fronts = Vec::with_capacity((own.len() + 2) * (DIALLING_OUT.len() + 1));
    for trunk in own.iter().copied().chain([b"".as_slice(), b"0"]) {
        fronts.push(Few::of([trunk, b"", b""]));
        for out in DIALLING_OUT {
            fronts.push(Few::of([out, country_code.as_bytes(), trunk]));
        }
    }
    fronts.retain(|front: &Few| !front.is_empty());
    fronts.sort_by_key(|front| std::cmp::Reverse(front.len()));
    fronts.dedup();
    fronts
}
