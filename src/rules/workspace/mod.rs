//! The rules of the workspace's own rows: members, invitations, keys, seats, figures.

pub mod address;
pub mod analytics;
pub mod api_key;
pub mod billing;
pub mod integration;
pub mod invitation;
pub mod member;
pub mod patience;
pub mod sign_in;
