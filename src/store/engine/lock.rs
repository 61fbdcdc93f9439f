//! What transactions hold.

/// What a transaction holds from its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Lock {
    /// One state of the database, to read from.
    Read,
    /// The right to write, which only one transaction has at a time.
    Write,
}
