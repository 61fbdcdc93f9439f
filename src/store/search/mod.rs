//! Full-text search over messages.

pub(super) mod assigned;
pub(super) mod find;
pub(super) mod index;
pub(super) mod key;
pub(super) mod look;
pub(super) mod queue;
pub(super) mod words;
