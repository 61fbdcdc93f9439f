//! A row of JSON, as cells.

use serde_json::Value;

use super::{Column, Row};
use crate::formats::list::{Parts, Problem};

/// Reads a row's JSON line into its cells.
pub(super) fn fill(row: &mut Row) -> Result<(), Problem> {
    row.clear();
    let line = row.raw.line;
    let Parts(parts) = serde_json::from_slice(&row.raw.text).map_err(|error| {
        let problem = if std::str::from_utf8(&row.raw.text).is_err() {
            "the line is not in UTF-8".to_owned()
        } else {
            format!("no JSON object can be read at column {}", error.column())
        };
        Problem::of_line(line, problem, "write one object a line, such as `{\"email\": \"…\"}`")
    })?;
    let mut seen = [false; Column::COUNT];
    for (name, value) in parts {
        let column = Column::from_name(&name).ok_or_else(|| Column::unknown(line, &name))?;
        if std::mem::replace(&mut seen[column as usize], true) {
            let hint = "name each part once";
            return Err(Problem::of_cell(line, column.key(), &name, "stands twice", hint));
        }
        match value {
            _ if column == Column::Problem => {}
            Value::Null => {}
            Value::String(text) if text.contains('\0') => {
                let hint = "leave it out";
                return Err(Problem::of_cell(line, column.key(), &text, "has a NUL in it", hint));
            }
            Value::String(text) => row.set(column, text.trim()),
            other => {
                let hint = "put it into quotation marks";
                let value = other.to_string();
                return Err(Problem::of_cell(line, column.key(), &value, "is not a text", hint));
            }
        }
    }
    let both = seen[Column::Name as usize]
        && (seen[Column::FirstName as usize] || seen[Column::LastName as usize]);
    if both {
        let hint = "keep `name`, or `first_name` and `last_name`";
        return Err(Problem::of_line(line, "the name stands in two ways", hint));
    }
    Ok(())
}
