//! Questions that are asked with the beginning of a transaction, in one round trip. Such a message has no places
//! for values, and gives texts: so the values stand in it as literals, and the rows come as JSON.

use std::{fmt, rc::Rc};

use postgres::SimpleQueryMessage;
use rusqlite::types::{Value, ValueRef};
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};

use super::{
    dialect::with_literals,
    literal::{literal, tuple},
};
use crate::store::engine::{
    Question,
    error::{Result, unfit},
};

/// The questions as statements.
pub(super) fn statements(questions: &[Question]) -> Result<String> {
    questions.iter().map(statement).collect()
}

fn statement(Question { sql, values, limit }: &Question) -> Result<String> {
    let values: Vec<_> = values.iter().map(|value| literal(value.into())).collect::<Result<_>>()?;
    let sql = with_literals(sql, &values);
    let limit = limit.map_or_else(String::new, |limit| format!("\nLIMIT {limit}"));
    Ok(format!("SELECT json_agg(answer) FROM ({sql}{limit}) AS answer;\n"))
}

/// The first value of the first row of each query in an answer.
pub(super) fn results(messages: Vec<SimpleQueryMessage>) -> Vec<Option<String>> {
    let value = |message: SimpleQueryMessage| match message {
        SimpleQueryMessage::Row(row) => Some(row.get(0).map(str::to_owned)),
        _ => None,
    };
    messages.into_iter().filter_map(value).collect()
}

/// Statements that answer for each of these keys, one row a key and in the order of keys, what other statements
/// answer for the key in their places.
pub(super) fn for_each(statements: &[&str], keys: &[Vec<Value>]) -> Result<String> {
    let width = keys.first().map_or(0, Vec::len);
    let names: Vec<_> = (1..=width).map(|part| format!("each.key_{part}")).collect();
    let columns: Vec<_> = (1..=width).map(|part| format!("key_{part}")).collect();
    let columns = columns.join(", ");
    let mut rows = Vec::with_capacity(keys.len());
    for (place, key) in (0..).zip(keys) {
        let values =
            std::iter::once(ValueRef::Integer(place)).chain(key.iter().map(ValueRef::from));
        rows.push(tuple(&values.collect::<Vec<_>>())?);
    }
    let rows = rows.join(", ");
    let each = |sql: &&str| {
        let sql = with_literals(sql, &names);
        format!(
            "SELECT (SELECT json_agg(answer) FROM ({sql}) AS answer)
                FROM (VALUES {rows}) AS each (place, {columns}) ORDER BY place;\n"
        )
    };
    Ok(statements.iter().map(each).collect())
}

/// Rows that came ahead.
pub(in crate::store) type AheadRows = Rc<Vec<AheadRow>>;

/// Reads the rows of an answer; there are none where it is empty.
pub(super) fn rows(answer: Option<&str>) -> Result<AheadRows> {
    let rows = serde_json::from_str::<Option<Vec<AheadRow>>>(answer.unwrap_or("null"));
    rows.map(|rows| rows.unwrap_or_default().into()).map_err(|_| unfit("an answer"))
}

/// A row that came ahead: its columns in order.
#[derive(Debug)]
pub(in crate::store) struct AheadRow(Vec<(String, Value)>);

impl AheadRow {
    pub(super) fn value(&self, at: usize) -> Result<ValueRef<'_>> {
        self.0.get(at).map(|(_, value)| value.into()).ok_or_else(|| unfit("a column"))
    }

    pub(super) fn name(&self, at: usize) -> &str {
        self.0.get(at).map_or("a column", |(name, _)| name)
    }

    pub(super) fn place(&self, column: &str) -> Option<usize> {
        self.0.iter().position(|(name, _)| name == column)
    }

    pub(in crate::store::engine) const fn len(&self) -> usize {
        self.0.len()
    }
}

/// A value of JSON. No column that is asked for ahead holds bytes or fractions.
struct Cell(Value);

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Word {
            Whole(i64),
            Truth(bool),
            Text(String),
        }
        let word = Option::<Word>::deserialize(from)?;
        Ok(Self(match word {
            None => Value::Null,
            Some(Word::Whole(number)) => number.into(),
            Some(Word::Truth(truth)) => i64::from(truth).into(),
            Some(Word::Text(text)) => text.into(),
        }))
    }
}

impl<'de> Deserialize<'de> for AheadRow {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Columns;

        impl<'de> Visitor<'de> for Columns {
            type Value = AheadRow;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a row")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<AheadRow, A::Error> {
                let mut columns = Vec::new();
                while let Some((name, Cell(value))) = map.next_entry()? {
                    columns.push((name, value));
                }
                Ok(AheadRow(columns))
            }
        }

        from.deserialize_map(Columns)
    }
}
