//! The workspace's file: making it, opening it, deleting it.

pub(super) mod deletion;
pub(super) mod file;
