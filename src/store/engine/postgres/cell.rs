//! Values on their way to a server and back. A column is a whole number, a text or bytes, as in a file;
//! what a server adds of its own (truth values, sums of any length) is read as these.

use std::error::Error as AnyError;

use bytes::BytesMut;
use postgres::types::{FromSql, IsNull, Kind, ToSql as Bound, Type};
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};

use super::answer::AnswerRow;
use crate::store::engine::{
    error::{Error, Result, unfit},
    value_of,
    values::storable,
};

/// A value on its way to the server.
#[derive(Debug)]
pub(super) struct Parameter<'v>(ToSqlOutput<'v>);

/// Values with their types, which a server can't always tell from where they stand.
#[derive(Debug)]
pub(super) struct Parameters<'v> {
    values: Vec<Parameter<'v>>,
    pub(super) types: Vec<Type>,
    /// Which of them are nothing. They are written into the statement's text, and given all the same.
    pub(super) is_null: Vec<bool>,
}

impl<'v> Parameters<'v> {
    pub(super) fn of(values: &'v [&'v dyn ToSql]) -> Result<Self> {
        let values = values.iter().map(|value| Ok(Parameter(storable(*value)?)));
        let values = values.collect::<Result<Vec<_>>>()?;
        let types = values.iter().map(|value| match value_of(&value.0) {
            ValueRef::Integer(_) => Type::INT8,
            ValueRef::Real(_) => Type::FLOAT8,
            ValueRef::Null | ValueRef::Text(_) => Type::TEXT,
            ValueRef::Blob(_) => Type::BYTEA,
        });
        let types = types.collect();
        let is_null = values.iter().map(|it| matches!(value_of(&it.0), ValueRef::Null)).collect();
        Ok(Self { values, types, is_null })
    }

    /// As they are, without types.
    pub(super) fn plain(&self) -> impl Iterator<Item = ValueRef<'_>> {
        self.values.iter().map(|value| value_of(&value.0))
    }

    /// For a statement that was prepared.
    pub(super) fn bound(&self) -> Vec<&(dyn Bound + Sync)> {
        self.values.iter().map(|value| value as _).collect()
    }

    /// For a statement that is sent with them.
    pub(super) fn typed(&self) -> Vec<(&(dyn Bound + Sync), Type)> {
        self.bound().into_iter().zip(self.types.iter().cloned()).collect()
    }
}

impl Bound for Parameter<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn AnyError + Sync + Send>> {
        match value_of(&self.0) {
            ValueRef::Null => Ok(IsNull::Yes),
            ValueRef::Integer(number) => match *kind {
                Type::INT4 => Bound::to_sql(&i32::try_from(number)?, kind, out),
                _ => Bound::to_sql(&number, kind, out),
            },
            ValueRef::Real(number) => Bound::to_sql(&number, kind, out),
            ValueRef::Text(text) => Bound::to_sql(&std::str::from_utf8(text)?, kind, out),
            ValueRef::Blob(bytes) => Bound::to_sql(&bytes, kind, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    postgres::types::to_sql_checked!();
}

/// A value of a row.
struct Came<'r>(ValueRef<'r>);

impl<'r> FromSql<'r> for Came<'r> {
    fn from_sql(kind: &Type, raw: &'r [u8]) -> Result<Self, Box<dyn AnyError + Sync + Send>> {
        Ok(Self(match *kind {
            Type::BOOL => ValueRef::Integer(bool::from_sql(kind, raw)?.into()),
            Type::INT2 => ValueRef::Integer(i16::from_sql(kind, raw)?.into()),
            Type::INT4 => ValueRef::Integer(i32::from_sql(kind, raw)?.into()),
            Type::INT8 => ValueRef::Integer(i64::from_sql(kind, raw)?),
            Type::FLOAT8 => ValueRef::Real(f64::from_sql(kind, raw)?),
            Type::NUMERIC => ValueRef::Integer(whole_number(raw).ok_or("not a whole number")?),
            Type::BYTEA => ValueRef::Blob(raw),
            _ => ValueRef::Text(raw),
        }))
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn AnyError + Sync + Send>> {
        Ok(Self(ValueRef::Null))
    }

    fn accepts(kind: &Type) -> bool {
        matches!(kind.kind(), Kind::Simple)
    }
}

/// A number as a server writes those of any length: by four digits at a time, the highest first.
fn whole_number(raw: &[u8]) -> Option<i64> {
    let word = |at: usize| Some(i16::from_be_bytes([*raw.get(at)?, *raw.get(at + 1)?]));
    let (count, weight, sign) = (word(0)?, word(2)?, word(4)?);
    let mut number: i128 = 0;
    for place in 0..=weight {
        let digits = if place < count { word(8 + 2 * usize::try_from(place).ok()?)? } else { 0 };
        number = number.checked_mul(10_000)?.checked_add(digits.into())?;
    }
    (count <= weight + 1 || count == 0).then_some(())?;
    i64::try_from(if sign == 0 { number } else { -number }).ok()
}

/// The value at that place of a row.
pub(in crate::store::engine) fn value(row: AnswerRow<'_>, at: usize) -> Result<ValueRef<'_>> {
    match row {
        AnswerRow::Came(came) => {
            came.try_get::<_, Came<'_>>(at).map(|came| came.0).map_err(|_| unfit(name(row, at)))
        }
        AnswerRow::Ahead(row) => row.value(at),
    }
}

/// The name of the column at that place.
pub(in crate::store::engine) fn name(row: AnswerRow<'_>, at: usize) -> &str {
    match row {
        AnswerRow::Came(row) => row.columns().get(at).map_or("a column", |column| column.name()),
        AnswerRow::Ahead(row) => row.name(at),
    }
}

/// The place of a column by its name.
pub(in crate::store::engine) fn place(row: AnswerRow<'_>, column: &str) -> Result<usize> {
    let place = match row {
        AnswerRow::Came(row) => row.columns().iter().position(|other| other.name() == column),
        AnswerRow::Ahead(row) => row.place(column),
    };
    place.ok_or_else(|| Error::Engine(format!("no column `{column}`")))
}

/// How many columns a row has.
pub(in crate::store::engine) fn count(row: AnswerRow<'_>) -> usize {
    match row {
        AnswerRow::Came(row) => row.columns().len(),
        AnswerRow::Ahead(row) => row.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::whole_number;

    #[test]
    fn sums_of_any_length_are_read_as_whole_numbers() {
        let raw =
            |words: &[i16]| words.iter().flat_map(|word| word.to_be_bytes()).collect::<Vec<_>>();
        assert_eq!(whole_number(&raw(&[0, 0, 0, 0])), Some(0));
        assert_eq!(whole_number(&raw(&[1, 0, 0, 0, 42])), Some(42));
        assert_eq!(whole_number(&raw(&[1, 1, 0, 0, 42])), Some(420_000));
        assert_eq!(whole_number(&raw(&[2, 1, 0x4000, 0, 1, 5])), Some(-10_005));
        assert_eq!(whole_number(&raw(&[1, -1, 0, 1, 5000])), None);
        assert_eq!(whole_number(&raw(&[5, 4, 0, 0, 922, 3372, 368, 5477, 5808])), None);
    }
}
