//! Values as a statement has them in its text.

use postgres_protocol::escape::escape_literal;
use rusqlite::types::ValueRef;

use crate::{
    rules::hex::Hex,
    store::engine::error::{Error, Result, unfit},
};

/// The values of a row.
pub(super) fn tuple(values: &[ValueRef<'_>]) -> Result<String> {
    let values = values.iter().copied().map(literal).collect::<Result<Vec<_>>>()?;
    Ok(format!("({})", values.join(", ")))
}

pub(super) fn literal(value: ValueRef<'_>) -> Result<String> {
    Ok(match value {
        ValueRef::Null => "NULL".to_owned(),
        ValueRef::Integer(number) => format!("({number})"),
        ValueRef::Text(text) => {
            escape_literal(std::str::from_utf8(text).map_err(|_| unfit("a text"))?)
        }
        ValueRef::Blob(bytes) => format!("'\\x{}'::bytea", Hex(bytes)),
        ValueRef::Real(_) => {
            return Err(Error::Engine("a value that no statement has in its text".to_owned()));
        }
    })
}
