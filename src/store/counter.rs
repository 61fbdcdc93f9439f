//! How far the keys of a table are counted, in a change under way.

/// The last key of a table.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) struct Counter {
    pub(in crate::store) last: i64,
    /// Whether this change took any.
    pub(in crate::store) is_used: bool,
}
