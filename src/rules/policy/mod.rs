//! Who may do what: permissions and roles, the matrix and its presets, one decision, the chats it
//! opens, what a change of it means, and the policy as a file.

pub mod account_past;
pub mod actor;
pub mod authority;
pub mod caller;
pub mod change;
pub mod danger;
pub mod decision;
pub mod effect;
pub mod error;
pub mod escalation;
pub mod expectation;
pub mod file;
pub mod grant;
pub mod mask;
pub mod matrix;
pub mod permission;
pub(in crate::rules) mod permission_set;
pub mod preset;
pub mod reading;
pub mod refusal;
pub mod remedy;
pub mod role;
pub mod scope;
pub mod sight_given;
pub mod warning;
