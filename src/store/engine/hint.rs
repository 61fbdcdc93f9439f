//! What tells SQLite's planner how to read a table. PostgreSQL has its own planner, and nothing in the place
//! of these.

/// Reads the whole table in the order in which it is stored, past every index.
pub(in crate::store) const SCAN: &str = "NOT INDEXED";

/// Reads the chats in the order of time, along the index of that order.
pub(in crate::store) const CHATS_BY_TIME: &str = "INDEXED BY chat_by_time";

/// Reads the audit's entries about revealed numbers alone.
pub(in crate::store) const AUDIT_REVEALS: &str = "INDEXED BY audit_reveals";

/// Reads the audit's entries about backups alone.
pub(in crate::store) const AUDIT_BACKUPS: &str = "INDEXED BY audit_backups";

/// Reads the table before this word before the one after it.
pub(in crate::store) const THEN: &str = "CROSS JOIN";

/// What stands in the place of each for an engine that has no such words.
#[cfg(feature = "postgres")]
pub(super) const ELSEWHERE: [(&str, &str); 5] =
    [(SCAN, ""), (CHATS_BY_TIME, ""), (AUDIT_REVEALS, ""), (AUDIT_BACKUPS, ""), (THEN, "JOIN")];
