//! What a server refuses, in the store's words. Its own words may hold a customer's, so of what it says only
//! the code is kept.

use std::{error::Error as _, io};

use postgres::error::{Severity, SqlState};

use crate::store::engine::error::Error;

impl From<postgres::Error> for Error {
    fn from(error: postgres::Error) -> Self {
        let Some(code) = error.code() else {
            let is_of_the_network =
                error.source().is_some_and(<dyn std::error::Error>::is::<io::Error>);
            return if error.is_closed() || is_of_the_network {
                lost()
            } else {
                Self::Engine(error.to_string())
            };
        };
        match code {
            &SqlState::LOCK_NOT_AVAILABLE
            | &SqlState::T_R_SERIALIZATION_FAILURE
            | &SqlState::T_R_DEADLOCK_DETECTED => Self::Busy(None),
            &SqlState::READ_ONLY_SQL_TRANSACTION => Self::server(
                "it takes no changes: it is a standby, or was set so",
                "name the server that takes them, or all: `postgres://USER@HOST,HOST/DATABASE`",
            ),
            &SqlState::INSUFFICIENT_PRIVILEGE => Self::server(
                "its login may not do that there",
                "use the login that owns the workspace's schema",
            ),
            &SqlState::DISK_FULL | &SqlState::OUT_OF_MEMORY => {
                Self::Io(io::Error::other("the server has no more room"))
            }
            // Keys are counted on, never chosen; and the statements are held against the schema by tests.
            &SqlState::UNIQUE_VIOLATION
            | &SqlState::UNDEFINED_TABLE
            | &SqlState::UNDEFINED_COLUMN
            | &SqlState::UNDEFINED_FUNCTION
            | &SqlState::DATATYPE_MISMATCH
            | &SqlState::DATA_CORRUPTED
            | &SqlState::INDEX_CORRUPTED => {
                Self::Corrupt(format!("the server says {}", code.code()))
            }
            &SqlState::FOREIGN_KEY_VIOLATION => Self::Dangling,
            code if ends_the_connection(&error, code) => lost(),
            code if stands_in_the_way(code) => Self::server(
                format!("it refused a statement with code {}", code.code()),
                "look into its log for what stands in the way: a trigger or a limit of its own",
            ),
            code => Self::Engine(code.code().to_owned()),
        }
    }
}

/// Why there is no connection.
pub(super) fn refused(error: &postgres::Error) -> Error {
    let Some(code) = error.code() else {
        return if error.to_string().starts_with("authentication") {
            login()
        } else {
            Error::server(
                "it can't be reached",
                "check the host and the port of its address, and whether it runs",
            )
        };
    };
    match code {
        code if code.code().starts_with("28") => login(),
        &SqlState::INVALID_CATALOG_NAME => Error::server(
            "there is no such database",
            "make it with `createdb`, or name another in the address",
        ),
        &SqlState::CANNOT_CONNECT_NOW => {
            Error::server("it is starting or stopping", "try again in a moment")
        }
        &SqlState::TOO_MANY_CONNECTIONS => Error::server(
            "it takes no more connections",
            "try again in a moment, or raise its `max_connections`",
        ),
        code if code.code().starts_with("57") => lost(),
        code => Error::server(
            format!("it refuses the connection with code {}", code.code()),
            "check the settings in its address, and its log",
        ),
    }
}

fn login() -> Error {
    Error::server(
        "the server refuses this login",
        "check the user in its address, and the password in `PGPASSWORD` or `~/.pgpass`",
    )
}

fn lost() -> Error {
    Error::server(
        "the connection to the server was lost",
        "a change that was under way is not made; try again",
    )
}

/// Whether something refused that isn't the program's: a trigger or a check, or a limit of the server's.
fn stands_in_the_way(code: &SqlState) -> bool {
    ["P0", "23", "53", "54", "55"].iter().any(|class| code.code().starts_with(class))
}

fn ends_the_connection(error: &postgres::Error, code: &SqlState) -> bool {
    let code = code.code();
    let severity = error.as_db_error().and_then(postgres::error::DbError::parsed_severity);
    code.starts_with("08")
        || code.starts_with("57")
        || matches!(severity, Some(Severity::Fatal | Severity::Panic))
}
