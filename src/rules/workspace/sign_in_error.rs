//! What stands in the way of whoever signs in.

use super::sign_in::KeyFault;
use crate::rules::error::{Class, Explain};

/// What stands in the way of whoever signs in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignInError {
    /// Too many wrong codes were tried from where another one comes.
    #[error("too many wrong codes were tried from here")]
    TooManyCodes {
        /// From when on the next is looked at, in milliseconds since 1970.
        until: i64,
    },
    /// Whoever signed in is no member.
    #[error("{} here", stranger(.key.as_deref()))]
    Stranger {
        /// The fingerprint of their key; `None` where a service knows them by other means.
        key: Option<String>,
    },
    /// A text that is no key one can sign in with.
    #[error("{}", key_fault(*.0).0)]
    UnfitKey(KeyFault),
}

impl Explain for SignInError {
    fn class(&self) -> Class {
        match self {
            Self::TooManyCodes { .. } => Class::Conflict,
            Self::Stranger { .. } => Class::Denied,
            Self::UnfitKey(_) => Class::BadInput,
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::TooManyCodes { until } => {
                format!("try the code from the mail again after {}", to_the_second(*until))
            }
            Self::Stranger { .. } => "join with the code from your mail: `invite accept EMAIL \
                 --code CODE`; or sign in with another key: `ssh -i FILE -o IdentitiesOnly=yes …`"
                .to_owned(),
            Self::UnfitKey(fault) => key_fault(*fault).1.to_owned(),
        })
    }

    fn reason(&self) -> Option<&'static str> {
        match self {
            Self::TooManyCodes { .. } => Some("too-many-codes"),
            Self::Stranger { .. } => Some("unknown-key"),
            Self::UnfitKey(_) => None,
        }
    }
}

fn stranger(key: Option<&str>) -> String {
    key.map_or_else(
        || "the one who signed in isn't a member".into(),
        |key| format!("key `{key}` is nobody's"),
    )
}

const fn key_fault(fault: KeyFault) -> (&'static str, &'static str) {
    match fault {
        KeyFault::Private => (
            "this is a private key, which nobody else may have",
            "give the public one, from the file whose name ends in `.pub`",
        ),
        KeyFault::Weak => (
            "keys of this kind are no longer accepted by OpenSSH",
            "make one with `ssh-keygen -t ed25519`",
        ),
        KeyFault::Unreadable => (
            "this is not a public key as OpenSSH writes it",
            "give one line such as `ssh-ed25519 AAAA… ada@laptop`, from a `.pub` file",
        ),
    }
}

/// The next whole second: before it, the code is still not looked at.
fn to_the_second(at: i64) -> String {
    jiff::Timestamp::from_second(at.div_euclid(1000) + 1)
        .map_or_else(|_| "a while".to_owned(), |at| at.to_string())
}
