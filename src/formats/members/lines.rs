//! JSON, an object a line; the brackets and commas around and between the objects of an array with
//! a line each are passed over.

use std::{
    fmt,
    io::{BufRead, Read},
};

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

use super::{
    Column, Next, Problem, Row, Stop,
    budget::{Budget, Meter},
};

/// A reader of objects, a line each.
pub(super) struct Lines<R: Read> {
    input: Budget<R>,
    meter: Meter,
    line: u64,
}

/// An object's parts in their order, also those that stand twice.
struct Parts(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Parts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Parts;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Parts, A::Error> {
                let mut parts = Vec::new();
                while let Some(part) = map.next_entry()? {
                    parts.push(part);
                }
                Ok(Parts(parts))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(input: Budget<R>) -> Self {
        let meter = input.meter();
        Self { input, meter, line: 0 }
    }

    pub(super) fn position(&self) -> u64 {
        self.meter.total()
    }

    pub(super) fn next(&mut self, row: &mut Row) -> Result<Next, Stop> {
        loop {
            self.line += 1;
            row.line = self.line;
            row.raw.text.clear();
            match self.input.read_until(b'\n', &mut row.raw.text) {
                Ok(0) => return Ok(Next::End),
                Ok(_) => self.meter.refill(),
                Err(_) if self.meter.is_spent() => {
                    return Err(Stop::Problem(Problem::of_line(
                        self.line,
                        "the line is longer than 1 MiB",
                        "write one object a line; nothing behind it was read",
                    )));
                }
                Err(error) => return Err(error.into()),
            }
            let text = row.raw.text.trim_ascii();
            let text = text.strip_suffix(b",").unwrap_or(text).trim_ascii_end();
            if !matches!(text, b"" | b"[" | b"]") {
                let object = text.to_vec();
                row.raw.text = object;
                return Ok(match fill(row) {
                    Ok(()) => Next::Row,
                    Err(problem) => Next::Bad(problem),
                });
            }
        }
    }
}

fn fill(row: &mut Row) -> Result<(), Problem> {
    row.clear();
    let line = row.line;
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
            return Err(Problem::of_cell(line, column, &name, "stands twice", hint));
        }
        match value {
            _ if column == Column::Problem => {}
            Value::Null => {}
            Value::String(text) if text.contains('\0') => {
                let hint = "leave it out";
                return Err(Problem::of_cell(line, column, &text, "has a NUL in it", hint));
            }
            Value::String(text) => row.set(column, text.trim()),
            other => {
                let hint = "put it into quotation marks";
                let value = other.to_string();
                return Err(Problem::of_cell(line, column, &value, "is not a text", hint));
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
