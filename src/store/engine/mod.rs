//! The database engines: the only files that know rusqlite, or PostgreSQL. The rest of the store writes SQL
//! for both and reads rows by column name; what they do differently is in here and in `search`.

mod connection;
mod copy;
pub(super) mod error;
pub(super) mod hint;
mod lock;
mod notice;
#[cfg(feature = "postgres")]
pub(super) mod postgres;
mod question;
mod row;
pub(super) mod row_sum;
pub(super) mod row_text;
mod statement;
mod transaction;
mod value;
mod values;
pub(super) mod watch;
pub(super) mod watched;

pub(super) use self::{
    connection::Connection, lock::Lock, question::Question, row::Row, statement::Statement,
    transaction::Transaction, value::value_of, values::Values,
};
pub(super) use rusqlite::{
    ToSql, params,
    types::{Value, ValueRef},
};
