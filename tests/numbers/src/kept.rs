//! The kept file: words of sixteen bits, the lower byte first, which the program reads in place. What
//! stands where is told again where it is read, in `src/rules/privacy/redact/table.rs`.

use crate::automaton::{Automaton, State};
use crate::metadata::Kind;
use crate::prefixes::Rule;

/// A national number has at least so many digits.
const FEWEST_DIGITS: i32 = 2;
/// Where a state's output begins, above a bit for each digit that leads elsewhere than the one
/// before it.
const OUTPUT: u32 = 9;

/// What is kept of one calling code.
pub struct Plan {
    pub code: u16,
    /// How many digits a number may have: bit `n` for `n + 2`.
    pub lengths: u16,
    /// How many there may be without an area code.
    pub local_lengths: u16,
    /// The states from which the number, the prefix before it and the way out of the country are
    /// read.
    pub states: [u32; 3],
}

pub fn lengths(of: &[i32]) -> u16 {
    // Minus one says that there are none.
    of.iter().filter(|len| **len != -1).fold(0, |bits, len| {
        assert!((FEWEST_DIGITS..FEWEST_DIGITS + 16).contains(len), "{len} digits");
        bits | 1 << (len - FEWEST_DIGITS)
    })
}

pub fn both_lengths(kind: &Kind) -> (u16, u16) {
    (lengths(&kind.lengths), lengths(&kind.local_lengths))
}

pub fn file(plans: &[Plan], rules: &[Rule], automaton: &Automaton) -> Vec<u8> {
    let places = places(&automaton.states);
    let place = |state: u32| places[state as usize];
    let mut words = vec![count(plans.len()), count(rules.len())];
    for plan in plans {
        words.extend([plan.code, plan.lengths, plan.local_lengths]);
        words.extend(plan.states.map(place));
    }
    words.extend(rules.iter().flat_map(rule));
    for state in &automaton.states {
        words.push(edges(state) | u16::from(state.output) << OUTPUT);
        words.extend(runs(state).map(place));
    }
    words.into_iter().flat_map(u16::to_le_bytes).collect()
}

/// Where each state's words begin, counted from the first state.
fn places(states: &[State]) -> Vec<u16> {
    let mut next = 0;
    let sizes = states.iter().map(|state| 1 + runs(state).count());
    sizes.map(|size| (count(next), next += size).0).collect()
}

fn edges(state: &State) -> u16 {
    assert!(state.output >> (16 - OUTPUT) == 0, "an output beside nine bits");
    let differs = |digit: &usize| state.next[*digit] != state.next[digit - 1];
    (1..10).filter(differs).fold(0, |bits, digit| bits | 1 << (digit - 1))
}

/// Where the digits lead, neighbours that lead to the same state as one.
fn runs(state: &State) -> impl Iterator<Item = u32> {
    let edges = edges(state);
    (0..10)
        .filter(move |digit| *digit == 0 || edges & 1 << (digit - 1) != 0)
        .map(|digit| state.next[digit])
}

/// How many digits are put before, go from the start and go from the end, a half byte each, where
/// fifteen is all; then those that are put before, the last in the lowest half byte.
fn rule(rule: &Rule) -> [u16; 2] {
    assert!(rule.before.len() <= 4, "four digits in a word");
    let before = u16::from_str_radix(&format!("0{}", rule.before), 16).expect("digits");
    let (start, end) = (u16::from(rule.from_start), u16::from(rule.from_end.unwrap_or(15)));
    assert!(start < 15 && (end < 15 || rule.from_end.is_none()), "half bytes");
    [count(rule.before.len()) | start << 4 | end << 8, before]
}

fn count(of: usize) -> u16 {
    u16::try_from(of).expect("places of sixteen bits")
}
