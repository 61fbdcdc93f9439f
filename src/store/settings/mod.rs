//! The settings pages' rows, and the workspace's own.

pub(super) mod api_key;
pub(super) mod business_profile;
pub(super) mod integration;
pub(super) mod setting;
pub(super) mod workspace;
