//! Everything that can stop an operation.

use crate::{
    rules::{
        self,
        error::{Class, Explain},
        policy::actor::Actor,
    },
    store,
};

/// Why an operation didn't happen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The rules, or the state, are against it.
    #[error(transparent)]
    Rule(rules::error::Error),
    /// The workspace can't be used.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The input can't be read.
    #[error(transparent)]
    Input(Box<InputFault>),
    /// A policy file, or one of expectations, has faults: every one of them.
    #[error("{}", first_fault(.file, .faults))]
    PolicyFile {
        /// The file as it was named.
        file: String,
        /// The faults, in the order in which they stand.
        faults: Vec<rules::policy::file::Fault>,
    },
    /// Something that can't happen did: a fault of the program, which nothing tells apart.
    #[error("internal error: {0:#}")]
    Bug(anyhow::Error),
    /// The way out is closed: the reader has gone away, or the disk is full.
    #[error("the output could not be written: {0}")]
    Output(std::io::Error),
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        // The system's own error of that kind is about a file that is written.
        if error.kind() != std::io::ErrorKind::FileTooLarge || error.raw_os_error().is_some() {
            return Self::Output(error);
        }
        Self::Input(Box::new(InputFault {
            file: "-".to_owned(),
            line: None,
            column: None,
            problem: "is longer than one command takes over a connection".to_owned(),
            hint: Some("nothing was changed; send it in parts".to_owned()),
        }))
    }
}

impl Error {
    /// The same, with the commands alone in its hint that list something for this actor.
    #[must_use]
    pub(super) fn told_to(mut self, actor: &Actor) -> Self {
        if let Self::Rule(rules::error::Error::Name(name)) = &mut self {
            name.list_by(|kind| actor.listing(kind));
        }
        self
    }
}

/// What is wrong with a file that was to be read, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{}`{}{}: {problem}", file_name(.file), place("line", *.line), place("column", *.column))]
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

/// An error of any domain.
impl<E> From<E> for Error
where
    rules::error::Error: From<E>,
{
    fn from(error: E) -> Self {
        Self::Rule(error.into())
    }
}

/// What an operation gives back.
pub type Result<T> = std::result::Result<T, Error>;

impl Explain for Error {
    fn class(&self) -> Class {
        match self {
            Self::Rule(error) => error.class(),
            Self::Store(error) => error.class(),
            Self::Input(_) | Self::PolicyFile { .. } => Class::BadInput,
            Self::Bug(_) => Class::Bug,
            Self::Output(_) => Class::Output,
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::Rule(error) => error.hint(),
            Self::Store(error) => error.hint(),
            Self::Input(fault) => fault.hint.clone(),
            Self::PolicyFile { faults, .. } => {
                faults.first().and_then(rules::policy::file::Fault::hint)
            }
            Self::Bug(_) => Some(REPORT_IT.to_owned()),
            Self::Output(_) => Some("nothing was changed; check the disk and the pipe".to_owned()),
        }
    }

    fn reason(&self) -> Option<&'static str> {
        match self {
            Self::Rule(error) => error.reason(),
            Self::Store(error) => error.reason(),
            _ => None,
        }
    }
}

/// What helps against a fault of the program.
pub use crate::store::REPORT_IT;

/// A file as people know it.
#[must_use]
pub fn file_name(file: &str) -> &str {
    if file == "-" { "standard input" } else { file }
}

fn place(what: &str, number: Option<u64>) -> String {
    number.map(|number| format!(", {what} {number}")).unwrap_or_default()
}

fn first_fault(file: &str, faults: &[rules::policy::file::Fault]) -> String {
    let file = file_name(file);
    match faults {
        [only] => format!("`{file}`, {only}"),
        [first, rest @ ..] => format!("`{file}`, {first}, and {} more", rest.len()),
        [] => format!("`{file}` can't be read"),
    }
}
