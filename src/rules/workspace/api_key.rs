//! The organisation's API key: what it looks like, by what it is recognised, and what is kept of it.
//! Where randomness comes from, and who is shown it, is not decided here.

use sha2::{Digest, Sha256};

use super::invitation::ALPHABET;

/// How many characters a key has behind its mark: five random bits each, 200 together.
pub const KEY_LENGTH: usize = 40;

/// What every key begins with, so that people and scanners for secrets tell one when they see it.
const MARK: &str = "rck_";

/// How many characters behind the mark are kept in the clear. The 170 bits that are left can't be
/// tried through.
const RECOGNISED_BY: usize = 6;

/// For how long, in milliseconds, a use that is noted stands for the next ones: an hour. A key may
/// be used many times a second, and each note is a write and an entry of the audit.
pub const USE_STEP: i64 = 60 * 60 * 1000;

/// What the store keeps of a key.
pub type KeyHash = [u8; 32];

/// A key. It has no `Debug` and no `Display`: it is shown once, to whoever made it.
pub struct ApiKey(String);

impl ApiKey {
    /// The key that these random bytes spell; five bits of each are used.
    #[must_use]
    pub fn from_random(bytes: &[u8; KEY_LENGTH]) -> Self {
        let letters = bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)]));
        Self(MARK.chars().chain(letters).collect())
    }

    /// Reads one; white space around it is dropped. `None` for what can't be a key.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let letters = text.strip_prefix(MARK)?;
        let is_key =
            letters.len() == KEY_LENGTH && letters.bytes().all(|letter| ALPHABET.contains(&letter));
        is_key.then(|| Self(text.to_owned()))
    }

    /// What it is recognised by.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.0[..MARK.len() + RECOGNISED_BY]
    }

    /// What the store keeps. A plain hash is enough: 200 random bits can't be tried through.
    #[must_use]
    pub fn hash(&self) -> KeyHash {
        Sha256::digest(self.0.as_bytes()).into()
    }

    /// The whole key, for the one time that it is shown.
    #[must_use]
    pub fn shown_once(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    fn key(first: u8) -> ApiKey {
        ApiKey::from_random(&std::array::from_fn(|at| {
            first.wrapping_add(u8::try_from(at).unwrap())
        }))
    }

    #[test]
    fn a_key_is_read_back_and_nothing_else_is() {
        let text = key(0).shown_once();
        assert_eq!(text, "rck_0123456789ABCDEFGHJKMNPQRSTVWXYZ01234567");
        assert_eq!(key(0).prefix(), "rck_012345");
        assert!(ApiKey::read(&format!(" {text}\r\n")).expect("a key").hash() == key(0).hash());
        assert!(key(0).hash() != key(1).hash());
        for other in [
            "",
            "rck_",
            &text[4..],
            &text[..text.len() - 1],
            &format!("{text}0"),
            &text.to_lowercase(),
            &text.replace('0', "U"),
            &format!("rck_{}", "é".repeat(20)),
        ] {
            assert!(ApiKey::read(other).is_none(), "{other}");
        }
    }
}
