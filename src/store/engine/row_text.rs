//! A row as a text, for what keeps rows of any table: a JSON object of its columns, in their order.

use std::fmt::Write;

use rusqlite::types::{Value as Column, ValueRef};
use serde_json::{Map, Value};

use super::Row;
use crate::store::engine::error::{Error, Result};

fn broken() -> Error {
    Error::Corrupt("a row that was kept is broken".to_owned())
}

/// The columns of a row, by these names.
pub(in crate::store) fn row_text(row: &Row<'_>, names: &[String]) -> Result<String> {
    let mut text = String::from("{");
    for (place, name) in names.iter().enumerate() {
        let value = match row.raw(place)? {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(number) => number.into(),
            ValueRef::Text(text) => std::str::from_utf8(text).map_err(|_| broken())?.into(),
            ValueRef::Real(_) | ValueRef::Blob(_) => return Err(broken()),
        };
        let gap = if place == 0 { "" } else { "," };
        // Writing to a text can't fail.
        let _ = write!(text, "{gap}{}:{value}", Value::from(name.as_str()));
    }
    text.push('}');
    Ok(text)
}

/// The columns that a text names.
pub(in crate::store) fn columns_of(text: &str) -> Result<Map<String, Value>> {
    serde_json::from_str(text).map_err(|_| broken())
}

/// The values of these columns, of a row that a text names; nothing for those that it doesn't.
pub(in crate::store) fn values_of(text: &str, columns: &[impl AsRef<str>]) -> Result<Vec<Column>> {
    let row = columns_of(text)?;
    columns.iter().map(|name| row.get(name.as_ref()).map_or(Ok(Column::Null), column)).collect()
}

/// The values of a key, of which the text is a list.
pub(in crate::store) fn key_of(text: &str) -> Result<Vec<Column>> {
    let values: Vec<Value> = serde_json::from_str(text).map_err(|_| broken())?;
    values.iter().map(column).collect()
}

/// A value as it stands in a column.
pub(in crate::store) fn column(value: &Value) -> Result<Column> {
    match value {
        Value::Null => Ok(Column::Null),
        Value::String(text) => Ok(Column::Text(text.clone())),
        Value::Number(number) => number.as_i64().map(Column::Integer).ok_or_else(broken),
        _ => Err(broken()),
    }
}
