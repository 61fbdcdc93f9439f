//! Signing in: the public keys that members sign in with, and how often somebody may try a code.
//! The server that checks signatures is not ours; a key comes here once it has proved itself.

use ssh_key::{Algorithm, HashAlg, PublicKey as SshKey};

/// How many characters a line with a key may have. The longest RSA key in use takes 3,000.
pub const LONGEST_KEY: usize = 16 * 1024;

/// How many characters of a comment are kept.
const LONGEST_COMMENT: usize = 100;

/// A public key, as OpenSSH writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    /// The algorithm and the key: `ssh-ed25519 AAAA…`.
    pub text: String,
    /// What people know it by: `SHA256:…`.
    pub fingerprint: String,
    /// What its owner wrote beside it, such as `ada@laptop`.
    pub comment: String,
}

/// Why a text is no key that one can sign in with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyFault {
    /// It is a private key.
    Private,
    /// It doesn't read as a public key.
    Unreadable,
    /// Its algorithm is refused by today's servers.
    Weak,
}

impl PublicKey {
    /// Reads one line of a `.pub` file.
    ///
    /// # Errors
    /// A [`KeyFault`].
    pub fn read(text: &str) -> Result<Self, KeyFault> {
        if text.contains("PRIVATE KEY") {
            return Err(KeyFault::Private);
        }
        let line = text.trim();
        if line.len() > LONGEST_KEY || line.chars().any(char::is_control) {
            return Err(KeyFault::Unreadable);
        }
        let mut key = SshKey::from_openssh(line).map_err(|_| KeyFault::Unreadable)?;
        if matches!(key.algorithm(), Algorithm::Dsa) {
            return Err(KeyFault::Weak);
        }
        let comment = key.comment().chars().take(LONGEST_COMMENT).collect();
        let fingerprint = key.fingerprint(HashAlg::Sha256).to_string();
        key.set_comment("");
        let text = key.to_openssh().map_err(|_| KeyFault::Unreadable)?.trim_end().to_owned();
        Ok(Self { text, fingerprint, comment })
    }

    /// Who signed in by it, as the audit names them.
    #[must_use]
    pub fn operator(&self) -> String {
        operator(&self.fingerprint, &self.comment)
    }
}

/// A key's fingerprint and its comment, as the audit names whoever signed in by it.
#[must_use]
pub fn operator(fingerprint: &str, comment: &str) -> String {
    if comment.is_empty() { fingerprint.to_owned() } else { format!("{fingerprint} {comment}") }
}

/// Whether a text can be a fingerprint, as `ssh-keygen -l` prints it.
#[must_use]
pub fn is_fingerprint(text: &str) -> bool {
    text.strip_prefix("SHA256:").is_some_and(|hash| {
        hash.len() == 43
            && hash.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '/'))
    })
}

/// How many wrong codes slow nobody down: people mistype.
const FREE_TRIES: u32 = 3;

/// The longest wait after a wrong code: an hour, in milliseconds.
const LONGEST_WAIT: i64 = 60 * 60 * 1000;

/// After how long wrong codes are forgotten: a day, in milliseconds.
pub const FORGOTTEN_AFTER: i64 = 24 * 60 * 60 * 1000;

/// The wrong codes that somebody tried: a key, a network address, or a user of the system. They are
/// counted by who tries and not by the invitation, so that nobody can lock an invited person out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrongCodes {
    /// How many there were.
    pub count: u32,
    /// When the last was tried, in milliseconds since 1970.
    pub last_at: i64,
}

impl WrongCodes {
    /// After one more.
    #[must_use]
    pub fn and_one(before: Option<Self>, now: i64) -> Self {
        let count = before.filter(|wrong| !wrong.is_forgotten(now)).map_or(0, |wrong| wrong.count);
        Self { count: count.saturating_add(1), last_at: now }
    }

    /// From when on the next code is looked at: each wrong one doubles the wait.
    #[must_use]
    pub fn next_at(self, now: i64) -> i64 {
        let Some(over) = self.count.checked_sub(FREE_TRIES).filter(|over| *over > 0) else {
            return now;
        };
        // 2^12 seconds are more than the longest wait.
        let wait = (1000 << over.min(12)).min(LONGEST_WAIT);
        // A clock that was put back makes nobody wait longer.
        self.last_at.min(now).saturating_add(wait)
    }

    /// Whether it is so long ago that it doesn't count any more.
    #[must_use]
    pub const fn is_forgotten(self, now: i64) -> bool {
        now.saturating_sub(self.last_at) >= FORGOTTEN_AFTER
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const ED25519: &str =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMoyMnlLFIgU3zgRiJcgtPCtYJ4ZnhYEjWjKxbXL5R7x";

    #[test]
    fn a_line_of_a_pub_file_is_a_key() {
        let key = PublicKey::read(&format!("{ED25519} ada@laptop\n")).unwrap();
        assert_eq!((key.text.as_str(), key.comment.as_str()), (ED25519, "ada@laptop"));
        assert!(is_fingerprint(&key.fingerprint), "{}", key.fingerprint);
        assert_eq!(key.operator(), format!("{} ada@laptop", key.fingerprint));
        let bare = PublicKey::read(ED25519).unwrap();
        assert_eq!(
            (bare.fingerprint.clone(), bare.operator()),
            (key.fingerprint, bare.fingerprint)
        );
    }

    #[test]
    fn what_is_no_public_key_is_told_apart() {
        let private =
            "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n-----END OPENSSH PRIVATE KEY-----";
        assert_eq!(PublicKey::read(private), Err(KeyFault::Private));
        let two = format!("{ED25519}\n{ED25519}");
        let options = format!("command=\"sh\" {ED25519}");
        let unlike = ED25519.replace("ssh-ed25519 ", "ssh-rsa ");
        for text in ["", "ssh-ed25519", "nonsense", &two, &options, &unlike, &"a".repeat(20_000)] {
            assert_eq!(PublicKey::read(text), Err(KeyFault::Unreadable), "{text}");
        }
    }

    #[test]
    fn each_wrong_code_doubles_the_wait_and_a_day_forgets_them() {
        let mut wrong = None;
        let mut waits = Vec::new();
        for _ in 0..20 {
            let next = WrongCodes::and_one(wrong, 5000);
            waits.push(next.next_at(5000) - 5000);
            wrong = Some(next);
        }
        assert_eq!(waits[..7], [0, 0, 0, 2000, 4000, 8000, 16_000]);
        assert!(waits.is_sorted() && waits[19] == LONGEST_WAIT);
        let back = WrongCodes { count: 4, last_at: 9_000_000 };
        assert_eq!(back.next_at(5000), 7000);
        let fresh = WrongCodes::and_one(wrong, 5000 + FORGOTTEN_AFTER);
        assert_eq!(fresh.count, 1);
    }
}
