//! Integrations: which there are, whose they are, and how a secret is named without being kept. The
//! program talks to none of them; it keeps what whoever does has to know.

use std::path::Path;

use crate::rules::id::MemberId;

/// What an integration connects to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Service {
    /// Pipedrive's panel.
    Pipedrive,
    /// `HubSpot`'s chat view.
    Hubspot,
    /// An address of one's own that is told what happens.
    Webhook,
}

impl Service {
    /// Every service.
    pub const ALL: [Self; 3] = [Self::Pipedrive, Self::Hubspot, Self::Webhook];

    /// Its name in the store, in JSON and in tables.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Pipedrive => "pipedrive",
            Self::Hubspot => "hubspot",
            Self::Webhook => "webhook",
        }
    }

    /// The service of that name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|service| service.key() == key)
    }
}

/// Whether somebody who is no owner sees an integration, and may remove it: the organisation's, and
/// their own. What is another's is, for them, not there.
#[must_use]
pub fn is_open_to(member: MemberId, is_owner: bool, integration_of: Option<MemberId>) -> bool {
    is_owner || integration_of.is_none_or(|owner| owner == member)
}

/// The longest name of an environment variable that is taken.
const LONGEST_NAME: usize = 64;

/// Where a secret stands: never the secret itself. A hash of it would be of no use to the program
/// that needs it, so all that is kept is where that program finds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretPlace(String);

impl SecretPlace {
    /// In an environment variable, such as `PIPEDRIVE_TOKEN`.
    ///
    /// # Errors
    /// What is wrong, as a sentence that doesn't repeat the text: it may be the secret itself.
    pub fn variable(name: &str) -> Result<Self, &'static str> {
        let is_letter =
            |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
        let is_name = (1..=LONGEST_NAME).contains(&name.len())
            && name.bytes().all(is_letter)
            && !name.starts_with(|first: char| first.is_ascii_digit())
            && name.contains('_');
        if is_name {
            Ok(Self(format!("env:{name}")))
        } else {
            Err("is no name of an environment variable, in capitals with a `_`")
        }
    }

    /// In a file, by its path from the root.
    ///
    /// # Errors
    /// As [`SecretPlace::variable`].
    pub fn file(path: &str) -> Result<Self, &'static str> {
        if !Path::new(path).is_absolute() || path.len() > 1024 || path.chars().any(char::is_control)
        {
            return Err("is no path of a file from the root");
        }
        Ok(Self(format!("file:{path}")))
    }

    /// As it is kept and shown: `env:NAME` or `file:/path`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    #[test]
    fn a_place_is_no_secret() {
        let place = SecretPlace::variable("PIPEDRIVE_TOKEN").expect("a name");
        assert_eq!(place.as_str(), "env:PIPEDRIVE_TOKEN");
        // As the services write their tokens.
        for token in [
            "pat-na1-1234abcd-12ab-34cd-56ef-1234567890ab",
            "1f2e3d4c5b6a79881f2e3d4c5b6a79881f2e3d4c",
            "8D7C6B5A4F3E2D1C",
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "1_A",
            "",
            "A B_C",
        ] {
            assert!(SecretPlace::variable(token).is_err(), "{token}");
            assert!(SecretPlace::file(token).is_err(), "{token}");
        }
        assert_eq!(SecretPlace::file("/etc/hook").expect("a path").as_str(), "file:/etc/hook");
    }

    #[test]
    fn what_is_anothers_is_not_there_but_for_an_owner() {
        let (me, other) = (MemberId(1), MemberId(2));
        assert!(is_open_to(me, false, None) && is_open_to(me, false, Some(me)));
        assert!(!is_open_to(me, false, Some(other)));
        assert!(is_open_to(me, true, Some(other)));
    }
}
