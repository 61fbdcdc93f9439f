//! The kept table of the world's numbering plans, and how it is read. What its answers mean for a
//! number that someone wrote is `valid`'s.
//!
//! The library that knows the plans takes longer to load than a page of chats to print. What hiding
//! asks of it is a finite set of digit strings for each country, and these are kept as one automaton
//! that is read where it lies: `numbers.bin`, held against the library by the tests of `valid`. After
//! an update of the library, this makes it anew from the library's data:
//!
//! ```text
//! cargo run --manifest-path tests/numbers/Cargo.toml
//! ```
//!
//! The file is words of sixteen bits, the lower byte first: how many plans and rules there are, the
//! plans by calling code, the rules, and the states.

use std::{cmp::Ordering, ops::Range};

#[cfg(test)]
pub(super) mod tests;

static TABLE: &[u8] = include_bytes!("numbers.bin");

/// Where the plans begin, and how many words each has.
const PLANS: usize = 2;
const PLAN: usize = 6;
/// How many words a rule has.
const RULE: usize = 2;
/// A national number has at least so many digits.
const FEWEST_DIGITS: usize = 2;

/// The numbers of one calling code. A code's numbers are spelled alike in all of its regions.
#[derive(Clone, Copy)]
pub(super) struct Plan {
    pub(super) code: u16,
    /// Bit `n` for numbers of `n + 2` digits.
    lengths: u16,
    local_lengths: u16,
    number: State,
    trunk: State,
    way_out: State,
}

/// What the whole of some digits is.
#[derive(Clone, Copy)]
pub(super) struct Judgement {
    /// They are like a number of the code's main region, whether or not they are one.
    pub(super) is_viable: bool,
    /// What kind of number they are, if they are one.
    pub(super) kind: Option<Kind>,
}

/// The kinds of valid numbers, as far as hiding tells them apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// A landline where those differ from mobiles, and whatever else there is.
    Other,
    /// A mobile, or what may be one.
    Mobile,
    TollFree,
}

/// How a prefix that was read becomes the first digits of a number.
#[derive(Clone, Copy)]
pub(super) struct Rule {
    /// How many digits come before, go from the prefix's start and go from its end, a half byte
    /// each; fifteen go where none stays.
    counts: u16,
    /// The digits that come before, the last in the lowest half byte.
    before: u16,
}

#[derive(Clone, Copy)]
struct State(u16);

impl Plan {
    /// Nothing where no country has such a code.
    pub(super) fn of(code: u16) -> Option<Self> {
        let (mut from, mut to) = (0, usize::from(word(0)));
        while from < to {
            let middle = usize::midpoint(from, to);
            let at = PLANS + middle * PLAN;
            match word(at).cmp(&code) {
                Ordering::Less => from = middle + 1,
                Ordering::Greater => to = middle,
                Ordering::Equal => return Some(Self::at(at)),
            }
        }
        None
    }

    fn at(at: usize) -> Self {
        let state = |field| State(word(at + field));
        Self {
            code: word(at),
            lengths: word(at + 1),
            local_lengths: word(at + 2),
            number: state(3),
            trunk: state(4),
            way_out: state(5),
        }
    }

    /// Whether numbers of so many digits exist.
    pub(super) fn has_length(self, digits: usize) -> bool {
        has(self.lengths & !self.local_lengths, digits)
    }

    /// Whether so many digits are dialled only without an area code.
    pub(super) fn has_local_length(self, digits: usize) -> bool {
        has(self.local_lengths, digits)
    }

    /// Whether all numbers have fewer digits.
    pub(super) fn is_too_long(self, digits: usize) -> bool {
        digits >= FEWEST_DIGITS + 16
            || (digits >= FEWEST_DIGITS && self.lengths >> (digits - FEWEST_DIGITS) == 0)
    }

    /// Whether it is the code of a country: a code of none has no way out of it.
    pub(super) fn is_of_a_country(self) -> bool {
        self.way_out.0 != 0
    }

    pub(super) fn judge(self, digits: &[u8]) -> Judgement {
        let output = digits.iter().fold(self.number, |state, digit| state.after(*digit)).output();
        let kind = match output >> 1 {
            1 => Some(Kind::Other),
            2 => Some(Kind::Mobile),
            3 => Some(Kind::TollFree),
            _ => None,
        };
        Judgement { is_viable: output & 1 != 0, kind }
    }

    /// How many of the digits are what is dialled before a number within the country, and what
    /// becomes of them.
    pub(super) fn trunk(self, digits: &[u8]) -> Option<(usize, Rule)> {
        prefix(self.trunk, digits)
    }

    /// How many of the digits lead out of the country.
    pub(super) fn way_out(self, digits: &[u8]) -> Option<usize> {
        prefix(self.way_out, digits).map(|(len, _)| len)
    }
}

impl Rule {
    fn at(place: u16) -> Self {
        let at = PLANS + usize::from(word(0)) * PLAN + usize::from(place) * RULE;
        Self { counts: word(at), before: word(at + 1) }
    }

    /// The digits that the number begins with instead of the prefix.
    pub(super) fn before(self) -> impl Iterator<Item = u8> {
        let half_byte = move |place: u16| (self.before >> (4 * place)).to_le_bytes()[0] & 15;
        (0..self.counts & 15).rev().map(move |place| b'0' + half_byte(place))
    }

    /// Which digits of a prefix of so many stay, after those.
    pub(super) fn kept(self, len: usize) -> Range<usize> {
        let from_start = usize::from(self.counts >> 4 & 15);
        match usize::from(self.counts >> 8 & 15) {
            15 => len..len,
            from_end => from_start..len.saturating_sub(from_end),
        }
    }
}

/// Of the ways to read a prefix the automaton knows one: the last end that it comes to.
fn prefix(start: State, digits: &[u8]) -> Option<(usize, Rule)> {
    let mut state = start;
    let mut found = None;
    for len in 0..=digits.len() {
        let output = state.output();
        let at_end_only = output & 16 != 0;
        if output != 0 && (!at_end_only || len == digits.len()) {
            found = Some((len, output & 15));
        }
        if let Some(digit) = digits.get(len) {
            state = state.after(*digit);
        }
    }
    found.map(|(len, counted)| (len, Rule::at(counted.saturating_sub(1))))
}

impl State {
    /// A state's first word has what it says of the digits so far, above nine bits: one for each
    /// digit that leads elsewhere than the digit before it. Then come the states that they lead to.
    fn word(self) -> u16 {
        word(self.place())
    }

    fn place(self) -> usize {
        let before = PLANS + usize::from(word(0)) * PLAN + usize::from(word(1)) * RULE;
        before + usize::from(self.0)
    }

    fn output(self) -> u16 {
        self.word() >> 9
    }

    fn after(self, digit: u8) -> Self {
        let up_to = (1_u16 << digit.saturating_sub(b'0').min(9)) - 1;
        let others = (self.word() & up_to).count_ones();
        Self(word(self.place() + 1 + others as usize))
    }
}

fn has(lengths: u16, digits: usize) -> bool {
    (FEWEST_DIGITS..FEWEST_DIGITS + 16).contains(&digits)
        && lengths >> (digits - FEWEST_DIGITS) & 1 != 0
}

fn word(at: usize) -> u16 {
    match TABLE.get(2 * at..2 * at + 2) {
        Some([low, high]) => u16::from_le_bytes([*low, *high]),
        _ => 0,
    }
}
