//! What a member is made of: email, name and status, each checked on the way in.

use std::fmt;

use email_address::{EmailAddress, Options};

use crate::rules::error::{Kind, NameError};

/// Whether a member has joined, and whether they may do anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// Has been asked to join.
    Invited,
    /// Has joined.
    Active,
    /// May do nothing until restored.
    Suspended,
}

impl Status {
    /// What it will be once an invited member has joined.
    #[must_use]
    pub const fn if_joined(self) -> Self {
        match self {
            Self::Invited | Self::Active => Self::Active,
            Self::Suspended => Self::Suspended,
        }
    }

    /// Every status.
    pub const ALL: [Self; 3] = [Self::Invited, Self::Active, Self::Suspended];

    /// Its name in the store, in JSON and in tables.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Active => "active",
            Self::Suspended => "suspended",
        }
    }

    /// The status of that name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.key() == key)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.key())
    }
}

/// A login id: an email address, in plain ASCII.
///
/// Two that differ only in case are the same. Letters outside ASCII are refused, not folded: they
/// are how an address is made to look like another. A domain in another script has its `xn--` form.
#[derive(Debug, Clone)]
pub struct Email(String);

impl Email {
    /// Reads one as a person types it; white space around it is dropped.
    ///
    /// # Errors
    /// [`NameError::Invalid`] that says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        let text = text.trim();
        let invalid = |problem: &str| NameError::invalid(Kind::Email, text, problem);
        if text.is_empty() {
            return Err(invalid("is empty"));
        }
        if !text.is_ascii() {
            return Err(invalid("has letters outside ASCII, which can imitate another address"));
        }
        let options =
            Options::default().with_required_tld().without_domain_literal().without_display_text();
        EmailAddress::parse_with_options(text, options)
            .map_err(|_| invalid("is not an email address such as `name@example.com`"))?;
        Ok(Self(text.to_owned()))
    }

    /// As it was typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What two spellings of the same address have in common.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl fmt::Display for Email {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl PartialEq for Email {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for Email {}

/// Checks a name of a person, a team, a workspace or a label, and drops white space around it.
///
/// # Errors
/// [`NameError::Invalid`] for one that is empty, longer than 200 characters, or holds what a terminal
/// would obey: control characters and those that turn the direction of text.
pub fn check_name(kind: Kind, text: &str) -> Result<String, NameError> {
    let text = text.trim();
    let problem = if text.is_empty() {
        "is empty"
    } else if text.chars().count() > 200 {
        "is longer than 200 characters"
    } else if text.chars().any(is_unprintable) {
        "has control characters"
    } else {
        return Ok(text.to_owned());
    };
    Err(NameError::invalid(kind, text, problem))
}

/// Whether a character acts on a terminal or on the text around it instead of being shown.
///
/// The joiners U+200C and U+200D are left out: Persian names and family emoji are spelled with them.
#[must_use]
pub fn is_unprintable(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{061c}'
                | '\u{200b}'
                | '\u{200e}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{2069}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}
