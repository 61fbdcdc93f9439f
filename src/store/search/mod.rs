//! Full-text search over messages.

pub(super) mod assigned;
pub(super) mod check;
pub(super) mod find;
pub(super) mod index;
pub(super) mod indexing;
pub(super) mod key;
pub(super) mod look;
#[cfg(feature = "postgres")]
mod on_server;
pub(super) mod queue;
mod scratch;
pub(super) mod table;
#[cfg(feature = "postgres")]
mod tokens;
pub(super) mod words;

/// The statements by which the engine makes the tables that it keeps the two indexes in.
pub(super) fn shadow_tables() -> Vec<String> {
    let parts = [
        "_data'(id INTEGER PRIMARY KEY, block BLOB)",
        "_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID",
        "_config'(k PRIMARY KEY, v) WITHOUT ROWID",
    ];
    let tables = ["message_search", "name_search"];
    let made = |table| parts.iter().map(move |part| format!("CREATE TABLE '{table}{part}"));
    tables.iter().flat_map(made).collect()
}
