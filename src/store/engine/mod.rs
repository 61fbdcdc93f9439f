//! The engine: transactions, the sequence of keys, and what can go wrong below.

pub(super) mod error;
pub(super) mod sequence;
pub(super) mod transaction;
