//! Finds known numbers in a text, however many are known: for proving that none of them is there.
//!
//! Looking for each number by itself would take as many passes as there are numbers. So the last
//! seven digits of every spelling stand in a table, the text is read once, and only where such seven
//! digits end is the rest compared. What counts is a whole number, in any spelling that [`super::own`]
//! hides: the last seven digits alone are hidden there too, but in a text full of times and keys they
//! occur by chance.

use std::collections::HashMap;

use super::{
    own::bodies,
    stream::{Digit, Escapes, Link, digits, has_escapes},
};
use crate::rules::privacy::phone::Phone;

/// So many digits are looked up at once.
const TAIL: usize = 7;

/// The digits of a spelling, and the place of its number.
type Spelling = (Box<[u8]>, usize);

/// Known numbers, ready to be looked for.
pub struct Finder {
    /// By the last digits as a number: the spellings that end so, and whose they are.
    by_tail: HashMap<u32, Vec<Spelling>>,
    count: usize,
}

impl Finder {
    /// For these numbers. One whose national part is shorter than seven digits is looked for with its
    /// country code alone.
    #[must_use]
    pub fn new<'p>(numbers: impl IntoIterator<Item = &'p Phone>) -> Self {
        let mut finder = Self { by_tail: HashMap::new(), count: 0 };
        for phone in numbers {
            let national = phone.national_digits();
            let mut spellings = bodies(phone.country_code(), national.as_bytes());
            spellings.push([phone.country_code(), national].concat().into_bytes());
            for spelling in spellings {
                if let Some(tail) = spelling.len().checked_sub(TAIL) {
                    let key = spelling[tail..].iter().fold(0, |key, c| push(key, c - b'0'));
                    let known = finder.by_tail.entry(key).or_default();
                    known.push((spelling.into_boxed_slice(), finder.count));
                }
            }
            finder.count += 1;
        }
        finder
    }

    /// How many numbers are looked for.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.count
    }

    /// Whether there is nothing to look for.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Which of the numbers stand in the text, by their places among those that were given.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<usize> {
        let mut found = Vec::new();
        self.look(&digits(text, Escapes::Plain), &mut found);
        if has_escapes(text) {
            self.look(&digits(text, Escapes::Decoded), &mut found);
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn look(&self, stream: &[Digit], found: &mut Vec<usize>) {
        let (mut key, mut held) = (0, 0);
        for (end, digit) in stream.iter().enumerate() {
            if digit.link == Link::Broken {
                (key, held) = (0, 0);
            }
            key = push(key, digit.value) % 10_u32.pow(7);
            held += 1;
            if held < TAIL {
                continue;
            }
            for (spelling, number) in self.by_tail.get(&key).into_iter().flatten() {
                // Held together from its first digit to its last.
                if held >= spelling.len()
                    && stream[end + 1 - spelling.len()..=end]
                        .iter()
                        .zip(spelling)
                        .all(|(digit, wanted)| digit.value == wanted - b'0')
                {
                    found.push(*number);
                }
            }
        }
    }
}

fn push(key: u32, digit: u8) -> u32 {
    key * 10 + u32::from(digit)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_number_is_found_in_every_spelling_and_no_other_is() {
        let known = ["447700900123", "919876543210", "5511987654321", "6421234567"]
            .map(|digits| Phone::from_wa_id(digits).unwrap());
        let finder = Finder::new(&known);
        for (text, whose) in [
            ("call 07700 900123", &[0][..]),
            ("{\"a\":\"+44 (0)7700-900.123\"}", &[0]),
            ("00447700900123@s.whatsapp.net", &[0]),
            ("\u{0669}\u{0668}\u{0667}\u{0666}\u{0665} 43210", &[1]),
            ("9876543210,x,7700900123", &[0, 1]),
            // The ninth digit, which older ids lack.
            ("11 8765-4321", &[2]),
            ("%2B447700900123", &[0]),
            ("7700 then 900123", &[]),
            ("0900123", &[]),
            ("447700900124", &[]),
            ("", &[]),
        ] {
            assert_eq!(finder.find(text), whose, "{text}");
        }
    }
}
