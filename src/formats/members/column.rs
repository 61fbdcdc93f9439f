//! The columns of a list of members, with the names that other programs give them.

use crate::{formats::list::Problem, rules::nearest::nearest};

/// A column that is understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// The login id.
    Email,
    /// The whole name.
    Name,
    /// The first part of the name.
    FirstName,
    /// The last part of the name.
    LastName,
    /// The number.
    Phone,
    /// The country whose national form the number may have.
    Country,
    /// The role.
    Role,
    /// The team.
    Team,
    /// Why a row was rejected, as a former import wrote it; it isn't read.
    Problem,
}

impl Column {
    /// How many there are.
    pub(super) const COUNT: usize = 9;

    /// Every column with its names, its own first; lower case, words parted by an underscore.
    const NAMES: [(Self, &'static [&'static str]); Self::COUNT] = [
        (Self::Email, &["email", "e_mail", "email_address", "login", "login_id"]),
        (Self::Name, &["name", "full_name", "display_name"]),
        (Self::FirstName, &["first_name", "firstname", "given_name"]),
        (Self::LastName, &["last_name", "lastname", "surname", "family_name"]),
        (
            Self::Phone,
            &["phone", "phone_number", "contact_number", "mobile", "mobile_number", "number"],
        ),
        (Self::Country, &["country", "country_code"]),
        (Self::Role, &["role"]),
        (Self::Team, &["team", "team_name"]),
        (Self::Problem, &["problem"]),
    ];

    /// Its own name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        Self::NAMES[self as usize].1[0]
    }

    /// The column of that name, in any case, with spaces, hyphens or underscores.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        let is_separator = |c: char| c.is_whitespace() || c == '-' || c == '_';
        let words: Vec<_> = name.split(is_separator).filter(|word| !word.is_empty()).collect();
        let name = words.join("_").to_lowercase();
        Self::NAMES
            .iter()
            .find(|(_, names)| names.contains(&name.as_str()))
            .map(|(column, _)| *column)
    }

    /// What is wrong with a name that is no column's.
    pub(super) fn unknown(line: u64, name: &str) -> Problem {
        let near = nearest(name, Self::NAMES.iter().map(|(column, _)| column.key()))
            .map(|near| format!("did you mean `{near}`? "))
            .unwrap_or_default();
        Problem {
            line,
            column: None,
            value: Some(name.to_owned()),
            problem: "no such column".to_owned(),
            hint: format!(
                "{near}the columns are email, name (or first_name and last_name), phone, country, \
                 role and team"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Column;

    #[test]
    fn a_column_is_known_by_its_names() {
        for (index, (column, names)) in Column::NAMES.iter().enumerate() {
            assert_eq!(*column as usize, index);
            assert!(names.iter().all(|name| Column::from_name(name) == Some(*column)));
        }
        assert_eq!(Column::from_name(" E-Mail "), Some(Column::Email));
        assert_eq!(Column::from_name("First  Name"), Some(Column::FirstName));
        assert_eq!(Column::from_name("rol"), None);
    }
}
