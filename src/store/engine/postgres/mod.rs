//! PostgreSQL: the same statements over a connection to a server. One workspace is one schema.

pub(in crate::store) mod address;
mod ahead;
mod answer;
mod cell;
mod dialect;
mod failure;
mod hosts;
mod rows;
mod schema;
mod server;
mod snapshot;
mod tls;
mod transaction;

pub(super) use self::{
    answer::AnswerRow,
    cell::{count, name, place, value},
    dialect::{parameter_count, translated},
    rows::Rows,
    server::Server,
    snapshot::CheckVersion,
};
