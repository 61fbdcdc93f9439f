//! The token that every change needs. It can only be had from a rule that said yes, so a write
//! that nobody decided on does not compile.

use crate::rules::id::MemberId;

/// That a member may make a change, and when they make it.
#[derive(Debug, Clone)]
pub struct Authorization {
    member: Option<MemberId>,
    email: String,
    at: i64,
}

impl Authorization {
    /// For the rules alone.
    pub(in crate::rules) fn granted(member: MemberId, email: &str, at: i64) -> Self {
        Self { member: Some(member), email: email.to_owned(), at }
    }

    /// For making a workspace: there is no member yet whom a rule could be asked about.
    #[must_use]
    pub fn founding(email: &str, at: i64) -> Self {
        Self { member: None, email: email.to_owned(), at }
    }

    /// Who makes the change; `None` while the workspace is being made.
    #[must_use]
    pub const fn member(&self) -> Option<MemberId> {
        self.member
    }

    /// Their email.
    #[must_use]
    pub fn email(&self) -> &str {
        &self.email
    }

    /// When, in milliseconds since 1970.
    #[must_use]
    pub const fn at(&self) -> i64 {
        self.at
    }
}
