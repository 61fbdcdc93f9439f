//! Every error, once: its exit code, its code for programs, its words for people, and the command
//! that helps. The table of exit codes that `help exit-codes` prints stands here too.

mod message;
mod policy;

use std::{io, path::PathBuf};

use self::message::{Detail, Message};
use crate::{
    ops,
    rules::privacy::lens::SafeText,
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
    #[error("refused over this connection")]
    Refused(Refused),
    /// Another run within this one ended, with that exit code, and said why.
    #[error("ended")]
    Ended(u8),
    /// The change was made, and its report could not be written.
    #[error("unprinted")]
    Unprinted(io::Error),
    /// A file that is there already, and may not be replaced.
    #[error("{} exists", .0.display())]
    Taken(PathBuf),
    /// The operation.
    #[error(transparent)]
    Operation(#[from] ops::Error),
}

/// What a session of somebody who signed in can't do.
#[derive(Debug)]
pub enum Refused {
    /// To change what the session is pinned to, or to reach the machine.
    Pinned {
        /// What was asked for.
        what: String,
        /// Who signed in.
        member: Option<String>,
    },
    /// Anything but joining, with a key that is nobody's.
    Stranger,
    /// Anything, while suspended.
    Suspended {
        /// Who signed in.
        member: String,
    },
    /// To go on without a command.
    NoCommand {
        /// Who signed in.
        member: Option<String>,
    },
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
        let message = Message::of(self);
        let class = message.class;
        let printed = match output.format() {
            Format::Json | Format::Jsonl => output.error_object(&object(message)),
            Format::Table | Format::Csv if message.details.is_empty() => {
                output.error(&message.text, message.hint.as_deref())
            }
            Format::Table | Format::Csv => message
                .details
                .iter()
                .try_for_each(|one| output.error(&one.text, one.hint.as_deref())),
        };
        // With nowhere left to say it, the exit code still tells.
        drop(printed);
        class.exit_code()
    }

    /// As an object: what an error is to programs.
    #[must_use]
    pub fn to_value(&self) -> Value {
        object(Message::of(self))
    }
}

/// An error says what was wrong with what its reader gave.
fn echo(text: String) -> Value {
    Value::Text(SafeText::echo(text))
}

fn object(message: Message) -> Value {
    let mut parts = vec![
        ("code", Value::plain(message.class.code())),
        ("message", echo(message.text)),
        ("hint", message.hint.map(echo).into()),
        ("reason", message.reason.map(Value::plain).into()),
    ];
    if !message.details.is_empty() {
        let place = |at: usize| Value::count(at as u64);
        let fault = |Detail { fault, .. }: Detail| {
            Value::Object(vec![
                ("line", place(fault.line)),
                ("column", place(fault.column)),
                ("problem", echo(fault.problem)),
                ("allowed", fault.allowed.map(echo).into()),
                ("nearest", fault.nearest.map(echo).into()),
            ])
        };
        parts.push(("faults", Value::List(message.details.into_iter().map(fault).collect())));
    }
    Value::Object(vec![("error", Value::Object(parts))])
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

/// The classes of errors: what a script tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// The command line doesn't fit.
    Usage,
    /// The actor may not do this.
    Denied,
    /// No such thing.
    NotFound,
    /// The state is against it.
    Conflict,
    /// The input can't be read.
    BadInput,
    /// The workspace can't be used.
    Unusable,
    /// The output can't be written.
    Output,
    /// A fault of the program.
    Bug,
    /// Somebody said no.
    Cancelled,
}

impl Class {
    /// The process's exit code.
    #[must_use]
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Usage => 2,
            Self::Denied => 3,
            Self::NotFound => 4,
            Self::Conflict => 5,
            Self::BadInput => 6,
            Self::Unusable => 7,
            Self::Output => 8,
            Self::Bug => 70,
            Self::Cancelled => 130,
        }
    }

    /// Its name in JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Usage => "usage",
            Self::Denied => "denied",
            Self::NotFound => "not-found",
            Self::Conflict => "conflict",
            Self::BadInput => "bad-input",
            Self::Unusable => "unusable",
            Self::Output => "output",
            Self::Bug => "bug",
            Self::Cancelled => "cancelled",
        }
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
