//! The columns of a list of contacts. What is no field of its own is a trait.

use super::cell;
use crate::formats::list::{Column, Field, Mapping};

/// The columns of our own lists before the traits.
pub const FIXED: [&str; 5] = ["phone", "name", "whatsapp_username", OWN_MARK, "opted_in"];
/// The one behind them.
pub const LAST: &str = "tags";
/// The one that holds the traits where they are too many for a column each.
pub const TRAITS: &str = "traits";
/// The column that no other program's list has.
pub(super) const OWN_MARK: &str = "whatsapp_user_id";
/// Before the name of a trait that could be taken for something else.
const PREFIX: &str = "trait.";

/// What the column of a trait is called in a list of our own.
#[must_use]
pub fn trait_name(key: &str) -> String {
    let is_simple = !key.is_empty()
        && key.trim() == key
        && !key.starts_with(PREFIX)
        && own_column(key) == Column::Other(key.to_owned());
    if is_simple { key.to_owned() } else { format!("{PREFIX}{key}") }
}

/// What a header, or a key, of our own names: its exact words, and traits.
pub(super) fn own_column(name: &str) -> Column {
    let is_own = FIXED.contains(&name) || [LAST, TRAITS, "country_code"].contains(&name);
    match Field::from_name(name).filter(|_| is_own) {
        Some(field) => Column::Known(field, name.to_owned()),
        None if name == Field::Problem.key() => Column::Known(Field::Problem, name.to_owned()),
        None if name.is_empty() => Column::LeftOut,
        None => Column::Other(name.strip_prefix(PREFIX).unwrap_or(name).to_owned()),
    }
}

/// What anybody's header names.
pub(super) fn any_column(name: &str, map: &[Mapping]) -> Column {
    match Column::of(cell::without_mark(name.trim()), map) {
        // A contact has these as traits.
        Column::Known(Field::Email | Field::Role | Field::Team, name) => Column::Other(name),
        Column::Known(Field::Traits, name) if name != TRAITS => Column::Other(name),
        Column::Other(name) => {
            Column::Other(name.strip_prefix(PREFIX).map_or_else(|| name.clone(), str::to_owned))
        }
        column => column,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trait_is_never_taken_for_a_column() {
        for key in [
            "city",
            "name",
            "Name",
            "phone",
            "tags",
            "traits",
            "problem",
            "",
            " city",
            "trait.x",
            "trait.",
            "whatsapp_user_id",
            "country_code",
            "opted_in",
            "Phone Number",
        ] {
            assert_eq!(own_column(&trait_name(key)), Column::Other(key.to_owned()), "{key:?}");
        }
        assert_eq!(trait_name("city"), "city");
        assert_eq!(trait_name("Email"), "Email");
        assert_eq!(trait_name("name"), "trait.name");
    }
}
