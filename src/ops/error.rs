//! Everything that can stop an operation. Words, hints and exit codes are `cli::error`'s.

use crate::{rules, store};

/// Why an operation didn't happen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The rules, or the state, are against it.
    #[error(transparent)]
    Rule(#[from] rules::error::Error),
    /// The workspace can't be used.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The input can't be read.
    #[error("bad input")]
    Input(Box<InputFault>),
    /// A policy file, or one of expectations, has faults: every one of them.
    #[error("bad policy file")]
    PolicyFile {
        /// The file as it was named.
        file: String,
        /// The faults, in the order in which they stand.
        faults: Vec<rules::policy::file::Fault>,
    },
    /// Something that can't happen did: a fault of the program.
    #[error("{0}")]
    Bug(String),
    /// The way out is closed: the reader has gone away, or the disk is full.
    #[error(transparent)]
    Output(#[from] std::io::Error),
}

/// What is wrong with a file that was to be read, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFault {
    /// The file as it was named; `-` for standard input.
    pub file: String,
    /// Which line, counted from 1.
    pub line: Option<u64>,
    /// Which column, counted from 1.
    pub column: Option<u64>,
    /// What is wrong, as a sentence without the place. It holds nothing that a customer wrote.
    pub problem: String,
    /// What helps.
    pub hint: Option<String>,
}

/// What an operation gives back.
pub type Result<T> = std::result::Result<T, Error>;
