//! PostgreSQL: the same statements over a connection to a server. One workspace is one schema.

pub(in crate::store) mod address;
mod cell;
mod dialect;
mod failure;
mod schema;
mod server;

pub(super) use self::{
    cell::{name, place, value},
    dialect::{parameter_count, translated},
    server::{Rows, Server},
};
