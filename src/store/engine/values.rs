//! The values that a statement is run with.

use rusqlite::{
    Error,
    types::{ToSql, ToSqlOutput, ValueRef},
};

use super::value_of;
use crate::store::engine::error;

/// What a value is in a column, if both engines can store it: PostgreSQL has no text with a NUL in it.
pub(super) fn storable(value: &dyn ToSql) -> rusqlite::Result<ToSqlOutput<'_>> {
    let value = value.to_sql()?;
    match value_of(&value) {
        ValueRef::Text(text) if text.contains(&0) => {
            Err(Error::ToSqlConversionFailure(Box::new(error::Error::Nul)))
        }
        _ => Ok(value),
    }
}

/// A value that is held against that when it is bound.
pub(super) struct Storable<'v>(pub(super) &'v dyn ToSql);

impl ToSql for Storable<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        storable(self.0)
    }
}

/// Values for the places of a statement, in order. What [`params!`](super::params) makes is one, and so are
/// arrays, tuples and vectors of what can stand in a column.
pub(in crate::store) trait Values {
    /// Gives them to `take`, as every engine takes them.
    fn with<R>(self, take: impl FnOnce(&[&dyn ToSql]) -> R) -> R;
}

impl Values for &[&dyn ToSql] {
    fn with<R>(self, take: impl FnOnce(&[&dyn ToSql]) -> R) -> R {
        take(self)
    }
}

impl<T: ToSql> Values for Vec<T> {
    fn with<R>(self, take: impl FnOnce(&[&dyn ToSql]) -> R) -> R {
        let values: Vec<_> = self.iter().map(|value| value as &dyn ToSql).collect();
        take(&values)
    }
}

/// No values: of a type that is told from the empty array alone.
impl Values for [&dyn ToSql; 0] {
    fn with<R>(self, take: impl FnOnce(&[&dyn ToSql]) -> R) -> R {
        take(&[])
    }
}

macro_rules! arrays {
    ($($length:literal)*) => {$(
        impl<T: ToSql> Values for [T; $length] {
            fn with<R>(self, take: impl FnOnce(&[&dyn ToSql]) -> R) -> R {
                take(&self.each_ref().map(|value| value as &dyn ToSql))
            }
        }

        impl<T: ToSql> Values for &[T; $length] {
            fn with<R>(self, take: impl FnOnce(&[&dyn ToSql]) -> R) -> R {
                take(&self.each_ref().map(|value| value as &dyn ToSql))
            }
        }
    )*};
}

arrays! { 1 2 3 4 5 6 7 8 }

macro_rules! tuples {
    ($(($($name:ident)*))*) => {$(
        impl<$($name: ToSql),*> Values for ($($name,)*) {
            fn with<R>(self, take: impl FnOnce(&[&dyn ToSql]) -> R) -> R {
                #[expect(non_snake_case, reason = "a type's name is its value's here")]
                let ($($name,)*) = self;
                take(&[$(&$name),*])
            }
        }
    )*};
}

tuples! { (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) (A B C D E F G H I) }
