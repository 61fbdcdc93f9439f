//! The values that a statement is run with.

use rusqlite::types::ToSql;

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

tuples! { (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) }
