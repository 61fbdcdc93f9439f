//! Why a command didn't do what it was asked, and how that is printed: as a sentence with a hint, or
//! as an object. Each domain's errors word themselves (`rules::error`). The table of exit codes that
//! `help exit-codes` prints stands here too.

mod refused;

use std::{io, path::PathBuf};

pub use self::refused::{Beyond, Refused};
use crate::{
    ops::{
        self,
        error::{REPORT_IT, file_name},
    },
    rules::{
        error::{Class, Explain},
        policy::file::Fault,
        privacy::lens::SafeText,
    },
    store,
    ui::{Format, Output, Value},
};

/// What a command gives back.
pub type Result = std::result::Result<Exit, Error>;

/// How a command ended that did what it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done, or yes.
    Done = 0,
    /// The answer is no.
    No = 1,
    /// Some of the questions could not be answered.
    Unanswered = 4,
}

/// Why a command didn't do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The command line doesn't fit.
    #[error("{message}")]
    Usage {
        /// What is wrong.
        message: String,
        /// What helps.
        hint: String,
    },
    /// Somebody said no.
    #[error("cancelled")]
    Cancelled,
    /// The session can't do this.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// Another run within this one ended, with that exit code, and said why.
    #[error("internal error: a run that ended was reported again")]
    Ended(u8),
    /// The change was made, and its report could not be written.
    #[error("the output could not be written: {0}")]
    Unprinted(io::Error),
    /// A file that is there already, and may not be replaced.
    #[error("`{}` already exists", .0.display())]
    Taken(PathBuf),
    /// The operation.
    #[error(transparent)]
    Operation(#[from] ops::Error),
}

impl Error {
    /// The command line doesn't fit.
    pub fn usage(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Usage { message: message.into(), hint: hint.into() }
    }

    /// Whether the reader of the output has gone away, which is no error: `rolecall … | head`.
    #[must_use]
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Operation(ops::Error::Output(error)) | Self::Unprinted(error)
            if error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// Prints it, and gives the process's exit code.
    pub fn report(&self, output: &mut Output) -> u8 {
        let printed = match (output.format(), self) {
            (Format::Json | Format::Jsonl, _) => output.error_object(&self.to_value()),
            // Each thing that is wrong with the file, rather than the first.
            (_, Self::Operation(ops::Error::PolicyFile { file, faults })) if !faults.is_empty() => {
                let file = file_name(file);
                faults.iter().try_for_each(|fault| {
                    output.error(&format!("`{file}`, {fault}"), fault.hint().as_deref())
                })
            }
            _ => output.error(&self.to_string(), self.hint().as_deref()),
        };
        // With nowhere left to say it, the exit code still tells.
        drop(printed);
        self.class().exit_code()
    }

    /// As an object: what an error is to programs.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut parts = vec![
            ("code", Value::plain(self.class().code())),
            ("message", echo(self.to_string())),
            ("hint", self.hint().map(echo).into()),
            ("reason", self.reason().map(Value::plain).into()),
        ];
        if let Self::Operation(ops::Error::PolicyFile { faults, .. }) = self
            && !faults.is_empty()
        {
            parts.push(("faults", Value::List(faults.iter().map(fault).collect())));
        }
        Value::Object(vec![("error", Value::Object(parts))])
    }
}

impl Explain for Error {
    fn class(&self) -> Class {
        match self {
            Self::Usage { .. } => Class::Usage,
            Self::Cancelled => Class::Cancelled,
            Self::Refused(refused) => refused.class(),
            // Said by the run that ended so.
            Self::Ended(_) => Class::Bug,
            Self::Unprinted(_) => Class::Output,
            Self::Taken(_) => Class::Conflict,
            Self::Operation(error) => error.class(),
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::Usage { hint, .. } => Some(hint.clone()),
            Self::Cancelled => None,
            Self::Refused(refused) => refused.hint(),
            Self::Ended(_) => Some(REPORT_IT.to_owned()),
            Self::Unprinted(_) => {
                Some("the change was made all the same; `rolecall audit list` shows it".to_owned())
            }
            Self::Taken(_) => Some("name another file, or replace it with `--force`".to_owned()),
            Self::Operation(error) => error.hint(),
        }
    }

    fn reason(&self) -> Option<&'static str> {
        match self {
            Self::Refused(refused) => refused.reason(),
            Self::Operation(error) => error.reason(),
            _ => None,
        }
    }
}

/// An error says what was wrong with what its reader gave.
fn echo(text: String) -> Value {
    Value::Text(SafeText::echo(text))
}

fn fault(fault: &Fault) -> Value {
    let place = |at: usize| Value::count(at as u64);
    Value::Object(vec![
        ("line", place(fault.line)),
        ("column", place(fault.column)),
        ("problem", echo(fault.problem.clone())),
        ("allowed", fault.allowed.clone().map(echo).into()),
        ("nearest", fault.nearest.clone().map(echo).into()),
    ])
}

impl Error {
    /// The same error after the change was made.
    #[must_use]
    pub fn after_change(self) -> Self {
        match self {
            Self::Operation(ops::Error::Output(error)) => Self::Unprinted(error),
            other => other,
        }
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        Self::Operation(error.into())
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Operation(error.into())
    }
}

/// The exit codes with their meaning, as `help exit-codes` and the README print them.
pub const EXIT_CODES: [(u8, &str); 11] = [
    (0, "done, or yes"),
    (1, "the answer is no: `can` says no, a test failed, leaks found, something differs"),
    (2, "usage"),
    (3, "denied: the actor may not do this"),
    (4, "no such member, chat, role, …"),
    (5, "conflict with the state: duplicate, last owner, locked cell, …"),
    (6, "bad input data: a row, a file, a number; with its line"),
    (7, "the workspace can't be used: missing, busy, read-only, corrupt, from a newer version"),
    (8, "the output could not be written; the message says whether the change was made"),
    (70, "a bug"),
    (130, "cancelled"),
];
