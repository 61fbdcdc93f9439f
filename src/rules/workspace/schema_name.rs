//! The name of a schema on a server, where a workspace lies.

use crate::rules::error::{Kind, NameError};

/// The most bytes that a server keeps of a name.
const LONGEST: usize = 63;

/// The schema of a workspace whose address names none.
const DEFAULT: &str = "rolecall";

/// A well-formed name, which means the same in quotes and without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaName(String);

impl Default for SchemaName {
    fn default() -> Self {
        Self(DEFAULT.to_owned())
    }
}

impl SchemaName {
    /// Reads a name; `None` where it isn't well formed.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let is_plain =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        let is_well_formed =
            !text.is_empty() && text.len() <= LONGEST && text.bytes().all(is_plain);
        is_well_formed.then(|| Self(text.to_owned()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Goes on only if names can be made of it that are longer by that number of bytes.
    ///
    /// # Errors
    /// A name that is too long.
    pub fn with_room_for(self, bytes: usize) -> Result<Self, NameError> {
        let most = LONGEST.saturating_sub(bytes);
        if self.0.len() <= most {
            return Ok(self);
        }
        Err(NameError::invalid(Kind::Schema, &self.0, format!("has more than {most} characters")))
    }

    /// Reads a name that somebody gave.
    ///
    /// # Errors
    /// A name that isn't well formed.
    pub fn given(text: &str) -> Result<Self, NameError> {
        let problem = "has something else than letters from a to z, digits and `_`";
        Self::read(text).ok_or_else(|| NameError::invalid(Kind::Schema, text, problem))
    }
}

#[cfg(test)]
mod tests {
    use super::SchemaName;

    #[test]
    fn a_name_that_would_need_quotes_is_none() {
        for text in ["rolecall", "t_1", "9", "_", &"a".repeat(63)] {
            assert!(SchemaName::given(text).is_ok(), "{text}");
        }
        for text in ["", "Acme", "a-b", "a\"b", "a'b", "a b", "a;b", "é", &"a".repeat(64)] {
            assert!(SchemaName::given(text).is_err(), "{text}");
        }
    }

    #[test]
    fn longer_names_are_made_of_it_only_where_they_fit() {
        let name = |length: usize| SchemaName::read(&"a".repeat(length)).unwrap_or_default();
        assert!(name(55).with_room_for(8).is_ok());
        assert!(name(56).with_room_for(8).is_err());
    }
}
