//! The language of a template, as `WhatsApp` writes it: `en`, `en_US`, `fil`.

use std::fmt;

use crate::rules::{
    error::{Kind, NameError},
    privacy::safe_text::Piece,
};

/// A language, or one as it is spoken in a country. Which of them `WhatsApp` knows changes from year to
/// year and is not checked.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Language(String);

impl Language {
    /// Reads one in any case, with `_` or `-` between its parts: webhooks have `en-US` for what the
    /// rest of the interface calls `en_US`.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        let trimmed = text.trim();
        let mut parts = trimmed.split(['_', '-']);
        let language = parts.next().unwrap_or_default();
        let country = parts.next();
        let are_letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
        let is_language = (2..=3).contains(&language.len()) && are_letters(language);
        let is_country = country.is_none_or(|country| country.len() == 2 && are_letters(country));
        if !is_language || !is_country || parts.next().is_some() {
            return Err(NameError::invalid(
                Kind::Language,
                text,
                "is not one such as `en` or `en_US`",
            ));
        }
        let language = language.to_ascii_lowercase();
        Ok(Self(match country {
            Some(country) => format!("{language}_{}", country.to_ascii_uppercase()),
            None => language,
        }))
    }

    /// As it was stored.
    #[must_use]
    pub fn from_storage(text: String) -> Self {
        Self(text)
    }

    /// As `WhatsApp` writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

/// At most two letters and a country: nothing of anybody's.
impl Piece for Language {}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::Language;

    #[test]
    fn a_language_is_written_as_whatsapp_does() {
        for (text, written) in [
            ("en", "en"),
            ("EN-us", "en_US"),
            (" pt_br ", "pt_BR"),
            ("fil", "fil"),
            ("prs_AF", "prs_AF"),
        ] {
            assert_eq!(Language::parse(text).unwrap().as_str(), written);
        }
        for bad in ["", "e", "engl", "en_", "en_USA", "en_US_x", "é", "e1", "en US", "_US"] {
            assert!(Language::parse(bad).is_err(), "{bad}");
        }
    }
}
