//! The audit: writing entries, listing them, reading them for replay.

mod backup;
pub(super) mod chain;
pub(super) mod entry;
pub(super) mod kept;
pub(super) mod link;
pub(super) mod list;
pub(super) mod read;
pub(super) mod reveal;
pub(super) mod value;
pub(super) mod write;
