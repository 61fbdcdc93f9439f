//! Sums of rows: the same for the same rows, in whatever order they came and went.

use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};

use super::Row;
use crate::store::engine::error::Result;

/// A sum of rows' hashes, as a number of 256 bits, the lowest byte first.
pub(in crate::store) type RowSum = [u8; 32];

/// The first plus the second, as numbers of 256 bits.
pub(in crate::store) fn add(first: RowSum, second: RowSum) -> RowSum {
    let mut carry = 0;
    let mut sum = first;
    for (byte, other) in sum.iter_mut().zip(second) {
        let whole = u16::from(*byte) + u16::from(other) + carry;
        [*byte, _] = whole.to_le_bytes();
        carry = whole >> 8;
    }
    sum
}

/// What is added to take that away again.
pub(super) fn negated(sum: RowSum) -> RowSum {
    let mut one = RowSum::default();
    one[0] = 1;
    add(sum.map(|byte| !byte), one)
}

/// A hash of values in their order, each with its type and its length: so no two lists of them look alike.
#[derive(Default)]
pub(in crate::store) struct Hasher(Sha256);

impl Hasher {
    /// Takes the next value.
    pub(in crate::store) fn take(&mut self, value: ValueRef<'_>) {
        let (kind, bytes): (u8, &[u8]) = match &value {
            ValueRef::Null => (0, &[]),
            ValueRef::Integer(number) => (1, &number.to_le_bytes()),
            ValueRef::Real(number) => (2, &number.to_le_bytes()),
            ValueRef::Text(text) => (3, text),
            ValueRef::Blob(bytes) => (4, bytes),
        };
        let mut head = [kind; 9];
        head[1..].copy_from_slice(&(bytes.len() as u64).to_le_bytes());
        self.0.update(head);
        self.0.update(bytes);
    }

    /// Takes a row, column by column.
    pub(in crate::store) fn take_row(&mut self, row: &Row<'_>) -> Result<()> {
        (0..row.column_count()).try_for_each(|place| {
            self.take(row.raw(place)?);
            Ok(())
        })
    }

    /// The hash of all that was taken.
    pub(in crate::store) fn end(self) -> RowSum {
        self.0.finalize().into()
    }
}

/// A hash of these values.
pub(in crate::store) fn hash<'v>(values: impl IntoIterator<Item = ValueRef<'v>>) -> RowSum {
    let mut hasher = Hasher::default();
    values.into_iter().for_each(|value| hasher.take(value));
    hasher.end()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use rusqlite::types::ValueRef;

    use super::{RowSum, add, hash, negated};

    #[test]
    fn what_goes_again_leaves_no_trace() {
        let rows = ["a", "b", "c"].map(|text| hash([ValueRef::Text(text.as_bytes())]));
        let all = rows.into_iter().fold(RowSum::default(), add);
        assert_eq!(add(all, negated(rows[1])), add(rows[2], rows[0]));
        assert_eq!(add(rows[0], negated(rows[0])), RowSum::default());
    }

    #[test]
    fn no_two_lists_of_values_look_alike() {
        let [ab, c] = ["ab", "c"].map(|text| ValueRef::Text(text.as_bytes()));
        let [a, bc] = ["a", "bc"].map(|text| ValueRef::Text(text.as_bytes()));
        assert_ne!(hash([ab, c]), hash([a, bc]));
        assert_ne!(hash([ValueRef::Null]), hash([ValueRef::Text(b"")]));
        assert_ne!(hash([ValueRef::Text(b"1")]), hash([ValueRef::Integer(1)]));
    }
}
