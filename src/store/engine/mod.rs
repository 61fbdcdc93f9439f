//! The database engine: the only files that know rusqlite. The rest of the store writes SQL and reads
//! rows by column name; what another engine does differently is in here and in `search`.

mod connection;
pub(super) mod error;
pub(super) mod hint;
mod row;
mod statement;
mod transaction;
mod value;
pub(super) mod watch;
mod watched;

pub(super) use self::{
    connection::Connection,
    row::Row,
    statement::Statement,
    transaction::{Lock, Transaction},
    value::value_of,
};
pub(super) use rusqlite::{
    Params, ToSql, params, params_from_iter,
    types::{Value, ValueRef},
};
