//! A number of things, with the noun in the form that goes with it: `1 chat`, `2 chats`.

use std::fmt;

use super::privacy::safe_text::Piece;

/// A number and its noun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted<N> {
    count: N,
    noun: Noun,
}

impl<N: Copy + PartialEq + From<u8>> Counted<N> {
    /// Whether the count is zero.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.count == N::from(0)
    }
}

/// A noun in one form or the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noun {
    one: &'static str,
    is_one: bool,
}

/// A count with its noun; `one` is the noun's singular.
#[must_use]
pub fn counted<N: Copy + PartialEq + From<u8>>(count: N, one: &'static str) -> Counted<N> {
    Counted { count, noun: noun(count, one) }
}

/// The noun alone, in the form that goes with a count.
#[must_use]
pub fn noun<N: Copy + PartialEq + From<u8>>(count: N, one: &'static str) -> Noun {
    Noun { one, is_one: count == N::from(1) }
}

/// Nouns whose plural ends otherwise than in an `s`.
const IRREGULAR: &[(&str, &str)] = &[("person", "people"), ("entry", "entries")];

impl fmt::Display for Noun {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_one {
            return formatter.write_str(self.one);
        }
        // Words that describe it stand before it.
        match IRREGULAR.iter().find_map(|(one, more)| Some((self.one.strip_suffix(one)?, more))) {
            Some((before, more)) => write!(formatter, "{before}{more}"),
            None => write!(formatter, "{}s", self.one),
        }
    }
}

impl<N: fmt::Display> fmt::Display for Counted<N> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.count, self.noun)
    }
}

impl Piece for Noun {}
impl Piece for Counted<u64> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_one_and_everything_else_is_many() {
        assert_eq!(counted(1_u64, "open chat").to_string(), "1 open chat");
        assert_eq!(counted(0_usize, "chat").to_string(), "0 chats");
        assert_eq!(counted(2_u32, "person").to_string(), "2 people");
        assert_eq!(counted(17_i64, "audit entry").to_string(), "17 audit entries");
        assert_eq!(noun(1_u64, "person").to_string(), "person");
    }
}
