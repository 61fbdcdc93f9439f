//! The rules of the workspace's own rows: members, invitations, keys, seats, figures.

pub mod address;
pub mod analytics;
pub mod api_key;
pub mod billing;
pub mod integration;
pub mod invitation;
pub mod member;
pub mod member_error;
pub mod patience;
pub mod schema_name;
pub mod settings_error;
pub mod sign_in;
pub mod sign_in_error;
pub mod undo_error;
