//! Questions: statements with their values, to be asked when it suits.

use rusqlite::types::Value;

/// A statement with its values.
pub(in crate::store) struct Question {
    pub(in crate::store) sql: String,
    pub(in crate::store) values: Vec<Value>,
    /// The most rows to give; `None` for all.
    pub(in crate::store) limit: Option<u64>,
}

impl Question {
    /// For all rows.
    pub(in crate::store) fn new(sql: impl Into<String>, values: Vec<Value>) -> Self {
        Self { sql: sql.into(), values, limit: None }
    }
}
