//! Invitations: the one-time code, and what comes of trying one. Where randomness comes from, and
//! how a code reaches its reader, is not decided here.

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::member::Status;
use crate::rules::{
    id::MemberId,
    policy::grant::{Grant, Joining, Needed},
};

/// How many characters a code has, without the hyphens: five bits each, 140 together.
pub const CODE_LENGTH: usize = 28;

/// How long an invitation is valid where nothing else is said: seven days, in milliseconds.
pub const VALID_FOR: i64 = 7 * 24 * 60 * 60 * 1000;

/// The letters of a code (Crockford's): none that is taken for another in print.
pub(in crate::rules) const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many characters stand between two hyphens.
const GROUP: usize = 4;

/// What the store keeps of a code.
pub type CodeHash = [u8; 32];

/// A one-time code. It has no `Debug` and no `Display`: it goes into one mail, and nowhere else.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(String);

impl Code {
    /// The code that these random bytes spell; five bits of each are used.
    #[must_use]
    pub fn from_random(bytes: &[u8; CODE_LENGTH]) -> Self {
        Self(bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect())
    }

    /// Reads one as a person types it: in any case, with or without hyphens and spaces, and with
    /// the letters that look like digits. `None` for what can't be a code.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        // Nothing that a person types is longer, and nothing longer is worth looking at.
        if text.len() > 4 * CODE_LENGTH {
            return None;
        }
        let mut code = String::with_capacity(CODE_LENGTH);
        for character in text.chars().filter(|c| !matches!(c, '-' | ' ' | '\t' | '\n' | '\r')) {
            code.push(match character.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                letter if letter.is_ascii() && ALPHABET.contains(&(letter as u8)) => letter,
                _ => return None,
            });
        }
        (code.len() == CODE_LENGTH).then_some(Self(code))
    }

    /// Takes a code back from the outbox, where it waits for its mail.
    #[must_use]
    pub fn from_storage(text: String) -> Self {
        Self(text)
    }

    /// The code, for the outbox.
    #[must_use]
    pub fn raw_for_storage(&self) -> &str {
        &self.0
    }

    /// The code in groups, for the mail.
    #[must_use]
    pub fn for_mail(&self) -> String {
        let groups: Vec<_> = self.0.as_bytes().chunks(GROUP).map(String::from_utf8_lossy).collect();
        groups.join("-")
    }

    /// What the store keeps. A plain hash is enough: 140 random bits can't be tried through.
    #[must_use]
    pub fn hash(&self) -> CodeHash {
        Sha256::digest(self.0.as_bytes()).into()
    }
}

/// How an invitation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It can be accepted.
    Pending,
    /// It was.
    Accepted,
    /// Its time has passed.
    Expired,
    /// It was taken back, or too many wrong codes were tried.
    Revoked,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Pending, Self::Accepted, Self::Expired, Self::Revoked];

    /// Its name in the store, in JSON and in tables.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Accepted => "accepted",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// As it is at that time: what is kept as pending may have expired.
    #[must_use]
    pub fn at(self, now: i64, expires_at: i64) -> Self {
        if self == Self::Pending && now >= expires_at { Self::Expired } else { self }
    }
}

/// What a trial of a code needs to know of the invitation.
#[derive(Debug, Clone, Copy)]
pub struct Door {
    /// How it is kept.
    pub state: State,
    /// When it expires, in milliseconds since 1970.
    pub expires_at: i64,
    /// How many wrong codes were tried.
    pub wrong_tries: u32,
    /// Of its code.
    pub code_hash: CodeHash,
}

/// Who tries a code: the member that it was sent to, or who pretends to be.
#[derive(Debug, Clone, Copy)]
pub struct Guest<'a> {
    /// The member.
    pub member: MemberId,
    /// Their login id.
    pub email: &'a str,
    /// How they stand.
    pub status: Status,
}

/// What came of trying a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trial {
    /// It opens: the member joins.
    Opens,
    /// It is wrong.
    Wrong,
    /// There is nothing to open: expired, revoked, used, or the member is suspended.
    Closed,
}

/// Tries a code at a door. The grant is for noting what came of it, also a wrong try.
///
/// The hash is compared in constant time, and also where the answer is known without it.
#[must_use]
pub fn try_code(door: Door, guest: Guest<'_>, code: &str, now: i64) -> (Trial, Grant<Joining>) {
    let hash = Code::read(code).map_or([0; 32], |code| code.hash());
    let is_right = bool::from(hash.ct_eq(&door.code_hash));
    let is_open =
        door.state.at(now, door.expires_at) == State::Pending && guest.status == Status::Invited;
    let trial = match (is_open, is_right) {
        (false, _) => Trial::Closed,
        (true, true) => Trial::Opens,
        (true, false) => Trial::Wrong,
    };
    let grant = match trial {
        Trial::Opens => Grant::new((guest.member, guest.email), now, Needed::nothing()),
        // Nobody has shown who they are.
        Trial::Closed | Trial::Wrong => Grant::for_stranger(now),
    };
    (trial, grant)
}

/// A code was tried for somebody whom nobody invited: there is nothing to open.
#[must_use]
pub fn try_for_nobody(now: i64) -> (Trial, Grant<Joining>) {
    (Trial::Closed, Grant::for_stranger(now))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    fn code(seed: u8) -> Code {
        let mut next = seed;
        Code::from_random(&std::array::from_fn(|_| {
            next += 1;
            next - 1
        }))
    }

    fn guest(status: Status) -> Guest<'static> {
        Guest { member: MemberId(1), email: "a@x.test", status }
    }

    fn door() -> Door {
        Door { state: State::Pending, expires_at: 100, wrong_tries: 0, code_hash: code(1).hash() }
    }

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let sent = code(0).for_mail();
        assert_eq!(sent, "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV");
        for typed in [sent.to_lowercase(), sent.replace('-', " "), sent.replace("01", "OI")] {
            assert!(Code::read(&typed) == Some(code(0)), "{typed}");
        }
        for typed in ["", "0123", &format!("{sent}0"), &sent.replace('0', "U"), &"é".repeat(28)] {
            assert!(Code::read(typed).is_none(), "{typed}");
        }
    }

    #[test]
    fn only_the_right_code_at_the_right_time_opens() {
        let right = code(1).for_mail();
        let tried = |door, status, text: &str, now| try_code(door, guest(status), text, now).0;
        assert_eq!(tried(door(), Status::Invited, &right, 99), Trial::Opens);
        assert_eq!(tried(door(), Status::Invited, &right, 100), Trial::Closed);
        assert_eq!(tried(door(), Status::Active, &right, 1), Trial::Closed);
        assert_eq!(tried(door(), Status::Suspended, &right, 1), Trial::Closed);
        for state in [State::Accepted, State::Revoked] {
            assert_eq!(tried(Door { state, ..door() }, Status::Invited, &right, 1), Trial::Closed);
        }
        for wrong in [code(2).for_mail(), String::new(), "garbage".to_owned()] {
            let trial = tried(door(), Status::Invited, &wrong, 1);
            assert_eq!(trial, Trial::Wrong);
        }
    }
}
