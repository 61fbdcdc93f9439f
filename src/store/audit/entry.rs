//! An entry of the audit, as a change hands it over.

use crate::rules::policy::{caller::Via, grant::Needed};

/// What one change did to one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// What was done, such as `member.add`.
    pub action: &'static str,
    /// To what.
    pub object: String,
    /// The fields it changed, as they were: a JSON object.
    pub before: Option<String>,
    /// The same, as they are now.
    pub after: Option<String>,
    /// What it needed, where that isn't what the change as a whole did.
    pub needed: Option<Needed>,
    /// What it leaves out, kept for taking it back.
    pub kept: Vec<Kept>,
}

/// Who really runs a change, and how its actor was chosen: columns of the audit.
#[derive(Debug, Clone)]
pub struct Attribution {
    /// The system's user and host, or the key that signed in.
    pub operator: String,
    /// How the acting member was chosen.
    pub via: Via,
    /// Whether they set the clock by hand.
    pub clock_is_set: bool,
    /// The entry that the change takes back.
    pub undoes: Option<i64>,
}

/// A table of which a change may keep rows as they were.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A member.
    Member,
    /// A key by which a member signs in.
    Key,
    /// A team.
    Team,
    /// An account.
    Account,
}

impl Kind {
    /// Every kind.
    pub(in crate::store) const ALL: [Self; 4] =
        [Self::Member, Self::Key, Self::Team, Self::Account];

    pub(in crate::store) const fn table(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Key => "member_key",
            Self::Team => "team",
            Self::Account => "account",
        }
    }
}

/// Something that is kept with an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// A row as it was, as the text of a JSON object.
    Row(Kind, String),
    /// A value under a name.
    Value(&'static str, String),
    /// A tag that was given to these contacts or taken from them, as ranges of keys.
    Tag(String, String),
}
