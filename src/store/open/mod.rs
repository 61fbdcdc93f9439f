//! The workspace's file: making it, opening it, deleting it.

pub(super) mod backup;
pub(super) mod deletion;
pub(super) mod derived;
pub(super) mod file;
pub(super) mod health;
pub(super) mod holder;
pub(super) mod kept_name;
pub(super) mod notice;
pub(super) mod plain_file;
pub(super) mod schema;
pub(super) mod temp;
pub(super) mod unfinished;
