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
//!
//! [roles.admin.permissions]      # what is left out is off
//! inbox = true
//! "users.export" = true
//!
//! [roles.supervisor]
//! like = "teammate"              # the built-in role that gives rank and locked cells
//! ```

mod cells;
mod fault;
mod read;
mod role;
mod value;
mod write;

#[cfg(test)]
mod round_trip;
#[cfg(test)]
mod tests;

pub use fault::Fault;
pub use read::read;
pub use write::write;

use super::policy::Policy;

/// What a policy file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyFile {
    /// The roles with their permissions and masks.
    pub policy: Policy,
    /// The teams there are to be; `None` where the file does not speak of teams.
    pub teams: Option<Vec<String>>,
}

impl From<Policy> for PolicyFile {
    /// A file that does not speak of teams.
    fn from(policy: Policy) -> Self {
        Self { policy, teams: None }
    }
}

/// The keys of a file and of a role in it: the one list that reading checks against.
mod keys {
    pub(super) const SINGLE_OWNER: &str = "single_owner";
    pub(super) const TEAMS: &str = "teams";
    pub(super) const ROLES: &str = "roles";
    pub(super) const FILE: [&str; 3] = [SINGLE_OWNER, TEAMS, ROLES];

    pub(super) const TITLE: &str = "title";
    pub(super) const LIKE: &str = "like";
    pub(super) const MASKS: &str = "masks";
    pub(super) const PERMISSIONS: &str = "permissions";
    pub(super) const ROLE: [&str; 4] = [TITLE, LIKE, MASKS, PERMISSIONS];
}
