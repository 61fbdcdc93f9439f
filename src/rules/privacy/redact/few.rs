//! A few digits, kept where they are needed: a list hides in so many texts that what each of them
//! would ask of the memory shows. Knows nothing of what the digits mean.

use std::ops::Deref;

/// No spelling of a number has more digits.
const MOST: usize = 24;
/// And as many can come of it: a prefix that is read twice puts four digits before each time.
const ROOM: usize = MOST + 8;

/// ASCII digits, and whatever else stands for one.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Few {
    bytes: [u8; ROOM],
    len: usize,
}

impl Few {
    /// Nothing where there are too many for a number.
    pub(super) fn new(of: &[u8]) -> Option<Self> {
        let mut few = Self::default();
        few.bytes.get_mut(..of.len()).filter(|_| of.len() <= MOST)?.copy_from_slice(of);
        few.len = of.len();
        Some(few)
    }

    /// What doesn't fit is left out.
    pub(super) fn push(&mut self, digit: u8) {
        if let Some(place) = self.bytes.get_mut(self.len) {
            *place = digit;
            self.len += 1;
        }
    }

    /// The parts, one after the other.
    pub(super) fn of(parts: [&[u8]; 3]) -> Self {
        let mut few = Self::default();
        parts.into_iter().flatten().for_each(|digit| few.push(*digit));
        few
    }
}

impl Deref for Few {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}
