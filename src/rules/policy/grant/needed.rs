//! What an action needed of whoever did it: kept in its audit entry by the code that asked for it,
//! and read back from there to decide the action again under another policy.

use std::fmt;

use crate::rules::policy::permission::Permission;

/// One thing that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// To be an owner, whatever the policy says.
    Owner,
    /// A permission.
    Permission(Permission),
    /// To see the chat that the entry is about.
    Sight,
    /// To be covered for the account of that number by own, same-team or other-teams.
    Account(String),
    /// To be the member whom the entry is about.
    Own,
}

/// Everything that was asked for. Empty where nobody's permission was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needed(Vec<Need>);

/// What stands in the audit where nothing was asked.
const NOTHING: &str = "nothing";

impl Needed {
    /// Nobody's permission is asked, such as for accepting an invitation.
    #[must_use]
    pub const fn nothing() -> Self {
        Self(Vec::new())
    }

    /// The owner's alone.
    #[must_use]
    pub fn owner() -> Self {
        Self(vec![Need::Owner])
    }

    /// That permission.
    #[must_use]
    pub fn permission(permission: Permission) -> Self {
        Self(vec![Need::Permission(permission)])
    }

    /// One thing.
    #[must_use]
    pub fn one(need: Need) -> Self {
        Self(vec![need])
    }

    /// And that as well.
    #[must_use]
    pub fn and(mut self, need: Need) -> Self {
        self.0.push(need);
        self
    }

    /// Each thing that was asked for.
    #[must_use]
    pub fn needs(&self) -> &[Need] {
        &self.0
    }

    /// As the audit has it; `None` for a text that this version doesn't know.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text == NOTHING {
            return Some(Self::nothing());
        }
        text.split(' ').map(Need::parse).collect::<Option<_>>().map(Self)
    }
}

impl Need {
    fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "owner" => Self::Owner,
            "sight" => Self::Sight,
            "own" => Self::Own,
            _ => match word.strip_prefix("account:") {
                Some(number) => Self::Account(number.to_owned()),
                None => Self::Permission(Permission::from_key(word)?),
            },
        })
    }
}

impl fmt::Display for Need {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Owner => formatter.write_str("owner"),
            Self::Permission(permission) => formatter.write_str(permission.key()),
            Self::Sight => formatter.write_str("sight"),
            Self::Account(number) => write!(formatter, "account:{number}"),
            Self::Own => formatter.write_str("own"),
        }
    }
}

impl fmt::Display for Needed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut words = self.0.iter();
        match words.next() {
            None => formatter.write_str(NOTHING),
            Some(first) => {
                write!(formatter, "{first}")?;
                words.try_for_each(|word| write!(formatter, " {word}"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_needed_is_read_as_it_was_written() {
        let permissions = Permission::all().map(Need::Permission);
        let others =
            [Need::Owner, Need::Sight, Need::Account("+14155550110".to_owned()), Need::Own];
        let all: Vec<_> = permissions.chain(others).collect();
        for first in &all {
            for second in &all {
                let needed = Needed::one(first.clone()).and(second.clone());
                assert_eq!(Needed::parse(&needed.to_string()), Some(needed));
            }
        }
        assert_eq!(Needed::parse("nothing"), Some(Needed::nothing()));
        assert_eq!(Needed::parse("no-such-permission"), None);
        assert_eq!(Needed::parse(""), None);
    }
}
