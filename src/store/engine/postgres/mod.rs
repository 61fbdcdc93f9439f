//! PostgreSQL: the same statements over a connection to a server. One workspace is one schema.

pub(in crate::store) mod address;
mod ahead;
mod answer;
mod cell;
mod dialect;
mod failure;
mod hosts;
mod line;
mod literal;
mod many;
mod rows;
mod schema;
mod server;
mod snapshot;
mod tls;
mod transaction;
mod updates;
mod waiting;
mod wire;

pub(super) use self::{
    ahead::AheadRows,
    answer::AnswerRow,
    cell::{count, name, place, value},
    dialect::{parameter_count, translated},
    line::write_line,
    rows::Rows,
    server::Server,
    snapshot::CheckVersion,
};
