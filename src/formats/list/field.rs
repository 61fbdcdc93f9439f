//! The fields that a list of people has, with the names that other programs give their columns:
//! Interakt, Google Contacts, Outlook, HubSpot, Chatwoot and WATI. Contacts and members share them.

/// What a column, or a key of an object, holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// A number, with its place in the order in which numbers are preferred; 0 is one that somebody
    /// mapped.
    Phone(u8),
    /// A calling code or a country, whose national form the number may have.
    Country,
    /// An email address; a member's login id.
    Email,
    /// The whole name.
    Name,
    /// The first name.
    FirstName,
    /// What stands between first and last name.
    MiddleName,
    /// The last name.
    LastName,
    /// A member's role.
    Role,
    /// A member's team.
    Team,
    /// Whether a contact agreed to be written to.
    OptedIn,
    /// A contact's tags.
    Tags,
    /// A contact's `WhatsApp` username.
    Username,
    /// `WhatsApp`'s business-scoped id of a contact.
    UserId,
    /// A contact's traits as an object.
    Traits,
    /// Why an earlier import rejected the row; it is left out.
    Problem,
}

/// Each field with its names, its own first. Case, blanks and punctuation don't count.
const NAMES: [(Field, &[&str]); 19] = [
    // Where a list has several, WhatsApp's is the one that they write from.
    (Field::Phone(1), &["whatsapp number", "whatsapp phone number", "wa id"]),
    (Field::Phone(2), &["phone", "phone number"]),
    (
        Field::Phone(3),
        &["mobile", "mobile number", "mobile phone", "mobile phone number", "cell phone"],
    ),
    (Field::Phone(4), &["contact number", "number", "primary phone", "phone 1 - value", "phone 1"]),
    (
        Field::Phone(5),
        &["phone 2 - value", "phone 3 - value", "phone 4 - value", "home phone", "home phone 2"],
    ),
    (
        Field::Phone(6),
        &["business phone", "business phone 2", "company main phone", "other phone", "car phone"],
    ),
    (Field::Country, &["country_code", "country calling code"]),
    (
        Field::Email,
        &[
            "email",
            "email address",
            "login",
            "login id",
            "e-mail 1 - value",
            "e-mail 1",
            "work email",
            "user principal name",
            "email address [required]",
        ],
    ),
    (Field::Name, &["name", "full name", "display name", "contact name"]),
    (Field::FirstName, &["first_name", "given name"]),
    (Field::MiddleName, &["middle_name", "additional name"]),
    (Field::LastName, &["last_name", "surname", "family name"]),
    (Field::Role, &["role"]),
    (Field::Team, &["team", "team name"]),
    (Field::OptedIn, &["opted_in", "whatsapp opted in", "allow broadcast", "opt in"]),
    (Field::Tags, &["tags", "labels", "categories", "group membership", "contact tags"]),
    (Field::Username, &["whatsapp_username"]),
    (Field::UserId, &["whatsapp_user_id"]),
    (Field::Traits, &["traits"]),
];

impl Field {
    /// The field that a column of that name holds.
    pub(in crate::formats) fn from_name(name: &str) -> Option<Self> {
        let plain = plain(name);
        let mut all =
            NAMES.iter().flat_map(|(field, names)| names.iter().map(move |it| (field, it)));
        // As rejects are written: a column `Problem` is somebody's own.
        if name == Self::Problem.key() {
            return Some(Self::Problem);
        }
        all.find(|(_, known)| is_plain_of(&plain, known)).map(|(field, _)| *field)
    }

    /// Its own name.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Phone(_) => "phone",
            Self::Problem => "problem",
            _ => {
                let own = NAMES.iter().find(|(field, _)| *field == self);
                own.and_then(|(_, names)| names.first()).copied().unwrap_or_default()
            }
        }
    }
}

/// A name's letters and digits in lower case.
fn plain(name: &str) -> String {
    let letters = name.chars().filter(|sign| sign.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

fn is_plain_of(plain: &str, name: &str) -> bool {
    name.bytes().filter(u8::is_ascii_alphanumeric).eq(plain.bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_known_by_each_of_its_names_and_no_name_is_two_fields() {
        for (field, names) in NAMES {
            for name in names {
                assert_eq!(Field::from_name(name), Some(field), "{name}");
                assert_eq!(Field::from_name(&name.to_uppercase()), Some(field), "{name}");
            }
            assert_eq!(Field::from_name(field.key()).map(Field::key), Some(field.key()));
        }
        assert_eq!(Field::from_name(" E-Mail "), Some(Field::Email));
        assert_eq!(Field::from_name("First  Name"), Some(Field::FirstName));
        assert_eq!(Field::from_name("rol"), None);
        assert_eq!(Field::from_name(""), None);
    }
}
