//! The columns of a list of contacts. What is no column of its own is a trait.

use csv::ByteRecord;

use super::cell;
use crate::formats::{interakt::contacts::Column as Interakt, list::Problem};

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Column {
    Phone,
    CountryCode,
    Name,
    FirstName,
    LastName,
    Username,
    UserId,
    OptedIn,
    Tags,
    /// All traits, or those without a column of their own: a JSON object.
    Traits,
    Trait(String),
    /// Nothing that is read: a column without a name, or why a former import rejected the row.
    Nothing,
}

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
        && Column::of_own(key) == Column::Trait(key.to_owned());
    if is_simple { key.to_owned() } else { format!("{PREFIX}{key}") }
}

impl Column {
    /// What a header of our own names: its exact words, and traits.
    fn of_own(name: &str) -> Self {
        match name {
            "phone" => Self::Phone,
            "country_code" => Self::CountryCode,
            "name" => Self::Name,
            "whatsapp_username" => Self::Username,
            OWN_MARK => Self::UserId,
            "opted_in" => Self::OptedIn,
            LAST => Self::Tags,
            TRAITS => Self::Traits,
            "problem" | "" => Self::Nothing,
            other => Self::Trait(other.strip_prefix(PREFIX).unwrap_or(other).to_owned()),
        }
    }

    /// What anybody's header names: Interakt's words in any case, and a few more.
    fn of_any(name: &str) -> Self {
        let name = name.trim();
        match Interakt::of(name) {
            Interakt::Name => Self::Name,
            Interakt::FirstName => Self::FirstName,
            Interakt::LastName => Self::LastName,
            Interakt::CountryCode => Self::CountryCode,
            Interakt::PhoneNumber => Self::Phone,
            Interakt::OptedIn => Self::OptedIn,
            Interakt::Trait(key) => match key.to_lowercase().as_str() {
                "mobile" | "mobile number" | "number" | "contact number" => Self::Phone,
                "tags" => Self::Tags,
                "problem" | "" => Self::Nothing,
                _ => Self::Trait(key),
            },
        }
    }

    /// Whether a name is that of a column of its own, and so tells what stands between cells.
    pub(super) fn is_known(name: &str) -> bool {
        let is_own = !matches!(Self::of_own(name), Self::Trait(_) | Self::Nothing);
        is_own || !matches!(Self::of_any(name), Self::Trait(_) | Self::Nothing)
    }

    /// Its name in a problem; a trait's own name is the customer's.
    pub(super) const fn key(&self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::CountryCode => "country_code",
            Self::Name | Self::FirstName | Self::LastName => "name",
            Self::Username => "whatsapp_username",
            Self::UserId => OWN_MARK,
            Self::OptedIn => "opted_in",
            Self::Tags => LAST,
            Self::Traits => TRAITS,
            Self::Trait(_) => "trait",
            Self::Nothing => "problem",
        }
    }
}

/// The columns that a header names.
pub(super) fn columns(header: &ByteRecord, is_own: bool) -> Result<Vec<Column>, Problem> {
    let problem = |problem, hint| Err(Problem::of_line(1, problem, hint));
    let mut columns: Vec<Column> = Vec::with_capacity(header.len());
    for (place, name) in header.iter().enumerate() {
        // What is left of a line's end that is written as two characters.
        let name =
            if place + 1 == header.len() { name.strip_suffix(b"\r").unwrap_or(name) } else { name };
        let Ok(name) = std::str::from_utf8(name) else {
            return problem(
                "the first row is not in UTF-8",
                "save the file as UTF-8: \"CSV UTF-8\" in a spreadsheet",
            );
        };
        let column = if is_own {
            Column::of_own(&cell::read(name).unwrap_or_default())
        } else {
            Column::of_any(cell::without_mark(name.trim()))
        };
        if column != Column::Nothing && columns.contains(&column) {
            return Err(Problem::of_cell(
                1,
                column.key(),
                name,
                "the column stands twice",
                "name each column once",
            ));
        }
        columns.push(column);
    }
    if !columns.contains(&Column::Phone) {
        return problem(
            "no column is called `phone` or `Phone Number`",
            "the first line names the columns: name, phone, opted_in, tags, and any other as a trait",
        );
    }
    let has_parts = columns.contains(&Column::FirstName) || columns.contains(&Column::LastName);
    if columns.contains(&Column::Name) && has_parts {
        return problem(
            "the name stands in two ways",
            "keep `name`, or `first_name` and `last_name`",
        );
    }
    Ok(columns)
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
            assert_eq!(Column::of_own(&trait_name(key)), Column::Trait(key.to_owned()), "{key:?}");
        }
        assert_eq!(trait_name("city"), "city");
        assert_eq!(trait_name("Email"), "Email");
        assert_eq!(trait_name("name"), "trait.name");
    }
}
