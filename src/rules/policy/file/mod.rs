//! A policy as a file that people read, review and keep under version control: TOML in, policy out
//! ([`read`]), and back ([`write()`]). Text only: opening and saving files is done elsewhere, and so
//! is comparing a file with the workspace.
//!
//! ```toml
//! single_owner = false           # optional: at most one owner at any time
//! teams = ["Sales", "Support"]   # optional
//!
//! [roles.admin]
//! title = "Admin"                # optional: else the built-in title, else the name
//! masks = ["number"]             # optional: "number", "traits"
//! texts = "digits"               # optional: "numbers" (the default), "digits", "hidden"
//!
//! [roles.admin.permissions]      # what is left out is off
//! inbox = true
//! "users.export" = true
//!
//! [roles.supervisor]
//! like = "teammate"              # the built-in role that gives rank and locked cells
//!
//! [members.ann]                  # made up, for the tests; so are `[accounts.…]` and `[chats.…]`
//! role = "supervisor"
//!
//! [[test]]                       # what the policy is expected to say
//! member = "ann"                 # or `role = "supervisor"`
//! cannot = ["billing"]
//! ```

mod cells;
mod fault;
mod read;
mod role;
mod suite;
mod test;
mod value;
mod write;

#[cfg(test)]
mod round_trip;
#[cfg(test)]
mod tests;

pub use fault::Fault;
pub use read::{TestFile, read, read_tests};
pub use write::write;

use super::{expectation::Suite, matrix::Policy};

/// What a policy file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyFile {
    /// The roles with their permissions and masks.
    pub policy: Policy,
    /// The teams there are to be; `None` where the file does not speak of teams.
    pub teams: Option<Vec<String>>,
    /// What it is expected to say, where the file says so itself. Not part of the policy: it is
    /// checked when the file is applied, and not kept.
    pub suite: Suite,
}

impl From<Policy> for PolicyFile {
    /// A file that speaks of no teams and has no tests.
    fn from(policy: Policy) -> Self {
        Self { policy, teams: None, suite: Suite::default() }
    }
}

/// The keys of a file and of a role in it: the one list that reading checks against.
mod keys {
    pub(in crate::rules) const SINGLE_OWNER: &str = "single_owner";
    pub(in crate::rules) const TEAMS: &str = "teams";
    pub(in crate::rules) const ROLES: &str = "roles";
    pub(in crate::rules) const FILE: [&str; 7] =
        [SINGLE_OWNER, TEAMS, ROLES, MEMBERS, ACCOUNTS, CHATS, TEST];

    // In a file of tests, which may name its policy instead of saying it.
    pub(in crate::rules) const POLICY: &str = "policy";
    pub(in crate::rules) const PRESET: &str = "preset";
    pub(in crate::rules) const TEST_FILE: [&str; 9] =
        [POLICY, PRESET, SINGLE_OWNER, TEAMS, ROLES, MEMBERS, ACCOUNTS, CHATS, TEST];

    pub(in crate::rules) const MEMBERS: &str = "members";
    pub(in crate::rules) const ACCOUNTS: &str = "accounts";
    pub(in crate::rules) const CHATS: &str = "chats";
    pub(in crate::rules) const TEST: &str = "test";

    pub(in crate::rules) const ROLE_NAME: &str = "role";
    pub(in crate::rules) const TEAM: &str = "team";
    pub(in crate::rules) const STATUS: &str = "status";
    pub(in crate::rules) const MEMBER: [&str; 3] = [ROLE_NAME, TEAM, STATUS];
    pub(in crate::rules) const CONNECTOR: &str = "connector";
    pub(in crate::rules) const ACCOUNT: &str = "account";
    pub(in crate::rules) const ASSIGNEE: &str = "assignee";
    pub(in crate::rules) const CHAT: [&str; 2] = [ACCOUNT, ASSIGNEE];

    pub(in crate::rules) const NAME: &str = "name";
    pub(in crate::rules) const MEMBER_NAME: &str = "member";
    pub(in crate::rules) const REASON: &str = "reason";
    pub(in crate::rules) const CAN: &str = "can";
    pub(in crate::rules) const CANNOT: &str = "cannot";
    pub(in crate::rules) const SEES: &str = "sees";
    pub(in crate::rules) const DOES_NOT_SEE: &str = "does_not_see";
    pub(in crate::rules) const MASKED: &str = "masked";
    pub(in crate::rules) const NOT_MASKED: &str = "not_masked";
    pub(in crate::rules) const EXPECTATIONS: [&str; 6] =
        [CAN, CANNOT, SEES, DOES_NOT_SEE, MASKED, NOT_MASKED];
    pub(in crate::rules) const TEST_KEYS: [&str; 11] = [
        NAME,
        MEMBER_NAME,
        ROLE_NAME,
        MASKS,
        REASON,
        CAN,
        CANNOT,
        SEES,
        DOES_NOT_SEE,
        MASKED,
        NOT_MASKED,
    ];
    pub(in crate::rules) const PERMISSION: &str = "permission";
    pub(in crate::rules) const WITH_REASON: [&str; 2] = [PERMISSION, REASON];

    pub(in crate::rules) const TITLE: &str = "title";
    pub(in crate::rules) const LIKE: &str = "like";
    pub(in crate::rules) const MASKS: &str = "masks";
    pub(in crate::rules) const TEXTS: &str = "texts";
    pub(in crate::rules) const REVEALS: &str = "reveals_per_day";
    pub(in crate::rules) const PERMISSIONS: &str = "permissions";
    pub(in crate::rules) const ROLE: [&str; 6] = [TITLE, LIKE, MASKS, TEXTS, REVEALS, PERMISSIONS];
}
