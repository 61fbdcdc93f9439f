//! A workspace's file, or its schema on a server: making it, opening it, deleting it.

pub(super) mod backup;
pub(super) mod deletion;
pub(super) mod derived;
pub(super) mod file;
pub(super) mod health;
pub(super) mod holder;
pub(super) mod kept_name;
pub(super) mod moving;
#[cfg(not(feature = "postgres"))]
mod no_server;
pub(super) mod notice;
pub(super) mod place;
pub(super) mod plain_file;
pub(super) mod schema;
#[cfg(feature = "postgres")]
pub(super) mod server;
pub(super) mod temp;
pub(super) mod unfinished;
