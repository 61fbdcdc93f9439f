//! What a server refuses, in the store's words. Its own words may hold a customer's, so of what it says only
//! the code is kept.

use std::io;

use postgres::error::SqlState;

use crate::store::engine::error::Error;

impl From<postgres::Error> for Error {
    fn from(error: postgres::Error) -> Self {
        let Some(code) = error.code() else {
            return Self::Server(if error.is_closed() {
                "the connection to the server was lost".to_owned()
            } else {
                "the server can't be reached".to_owned()
            });
        };
        match code {
            &SqlState::LOCK_NOT_AVAILABLE
            | &SqlState::T_R_SERIALIZATION_FAILURE
            | &SqlState::T_R_DEADLOCK_DETECTED => Self::Busy(None),
            &SqlState::INSUFFICIENT_PRIVILEGE | &SqlState::READ_ONLY_SQL_TRANSACTION => {
                Self::ReadOnly
            }
            &SqlState::DISK_FULL | &SqlState::OUT_OF_MEMORY => {
                Self::Io(io::Error::other("the server has no more room"))
            }
            // Keys are counted on, never chosen; and the statements are held against the schema by tests.
            &SqlState::UNIQUE_VIOLATION
            | &SqlState::UNDEFINED_TABLE
            | &SqlState::UNDEFINED_COLUMN
            | &SqlState::DATA_CORRUPTED
            | &SqlState::INDEX_CORRUPTED => {
                Self::Corrupt(format!("the server says {}", code.code()))
            }
            &SqlState::FOREIGN_KEY_VIOLATION => Self::Dangling,
            code if code.code().starts_with("28") => {
                Self::Server("the server refuses this login".to_owned())
            }
            code if code.code().starts_with("08") || code.code().starts_with("57") => {
                Self::Server("the connection to the server was lost".to_owned())
            }
            code if code.code() == "3D000" => Self::Server("there is no such database".to_owned()),
            code => Self::Engine(code.code().to_owned()),
        }
    }
}
