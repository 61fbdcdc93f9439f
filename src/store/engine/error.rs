//! What can go wrong between the program and the file.

use std::{fmt, io, path::PathBuf};

use rusqlite::ffi::{SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_ERROR};

use crate::rules::error::{Class, Explain};

/// A process that holds the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Its number.
    pub process: u32,
    /// The name of its program.
    pub program: String,
}

impl fmt::Display for Holder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "process {} (`{}`)", self.process, self.program)
    }
}

/// Why the workspace can't be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no file at that path.
    #[error("no workspace at {}", .0.display())]
    Missing(PathBuf),
    /// `init` would overwrite something.
    #[error("`{}` already exists", .0.display())]
    Exists(PathBuf),
    /// The file is something else.
    #[error("`{}` is not a rolecall workspace", .0.display())]
    NotAWorkspace(PathBuf),
    /// A newer version of the program made it.
    #[error(
        "`{}` was made by a newer rolecall (format {found}, this one knows {known})",
        .path.display()
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema's version.
        found: i64,
        /// The newest that this program knows.
        known: i64,
    },
    /// An older version of the program made it.
    #[error("{} is from an older version", .0.display())]
    Older(PathBuf),
    /// There is no backup at that path.
    #[error("no backup at `{}`", .0.display())]
    NoBackup(PathBuf),
    /// The end of a backup is missing.
    #[error("`{}` is a workspace without the end that a backup has", .0.display())]
    CutOff(PathBuf),
    /// The file is no backup.
    #[error("`{}` is not a backup", .0.display())]
    NotABackup(PathBuf),
    /// Its schema isn't what the program makes.
    #[error("the workspace was altered: {0}")]
    Altered(String),
    /// The file has a second name, under which other side files would lie.
    #[error("`{}` has a second name, a hard link", .0.display())]
    Linked(PathBuf),
    /// Where a workspace is to be made, another one's log lies.
    #[error("`{}` is left over from another workspace", .0.display())]
    Leftover(PathBuf),
    /// Another process holds it for longer than the busy timeout: that one, where it is known.
    #[error(
        "{} is using the workspace",
        .0.as_ref().map_or_else(|| "another process".to_owned(), ToString::to_string)
    )]
    Busy(Option<Holder>),
    /// A backup would take the place of what it is made of.
    #[error("`{}` is the workspace itself", .0.display())]
    Itself(PathBuf),
    /// A backup's bytes are not those that were written.
    #[error("`{}` is damaged: it isn't what was backed up", .0.display())]
    Damaged(PathBuf),
    /// A backup is as it was written, but of a workspace that another program had changed.
    #[error("`{}` is the backup of a workspace that another program had changed", .0.display())]
    Rewritten(PathBuf),
    /// It can't be written to.
    #[error("the workspace can't be written to")]
    ReadOnly,
    /// Its content contradicts itself.
    #[error("the workspace is corrupt: {0}")]
    Corrupt(String),
    /// A text that not every engine can store.
    #[error("a text has a NUL in it, which no workspace can store")]
    Nul,
    /// No more messages fit into one file.
    #[error("one workspace holds {0} messages at most, deleted ones counted, and this one is full")]
    Full(i64),
    /// A backup can't be written.
    #[error("`{}` can't be written: {}", .file.display(), plain(.error))]
    Unwritten {
        /// Where it was to be.
        file: PathBuf,
        /// What the operating system says.
        error: io::Error,
    },
    /// The operating system refused.
    #[error("the workspace can't be used: {}", plain(.0))]
    Io(#[from] io::Error),
    /// The server isn't there, doesn't let the program in, or doesn't do what it is asked.
    #[error("the workspace's server can't be used: {problem}")]
    Server {
        /// Why.
        problem: String,
        /// What helps.
        help: String,
    },
    /// The server didn't say whether it kept a change.
    #[error(
        "the connection to the server was lost while it kept the change, which is made whole or not at all"
    )]
    Unknown,
    /// The server kept a change, and no standby says that it has it too.
    #[error(
        "the server kept the change, but no standby confirmed it: who takes the server's place may not have it"
    )]
    Unconfirmed,
    /// What a file is needed for was asked of a server.
    #[error("the workspace lies on a server, and has no file")]
    NoFile,
    /// A row refers to one that isn't there.
    #[error("internal error: the workspace's engine refused: a row refers to none")]
    Dangling,
    /// Anything else that the engine reports, which is a fault of the program.
    #[error("internal error: the workspace's engine refused: {0}")]
    Engine(String),
}

/// The system's words, without its number for them, and without the temporary name that was worked under.
#[must_use]
pub fn plain(error: &io::Error) -> String {
    let words = error.to_string();
    match words.split_once(" (os error") {
        Some((words, _)) => words.to_lowercase(),
        None => words,
    }
}

/// What helps against a fault of the program.
pub const REPORT_IT: &str =
    "this is a fault of rolecall; please report it with the command that led here";

impl Explain for Error {
    fn class(&self) -> Class {
        match self {
            Self::Exists(_) | Self::Itself(_) => Class::Conflict,
            Self::NotABackup(_) | Self::NoBackup(_) | Self::CutOff(_) | Self::Nul => {
                Class::BadInput
            }
            Self::Engine(_) | Self::Dangling => Class::Bug,
            Self::Unwritten { .. } => Class::Output,
            _ => Class::Unusable,
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Missing(_) => {
                "make one with `rolecall init --owner EMAIL`, or name another with \
                 `--workspace PATH`"
            }
            Self::Exists(_) => "name another file with `--workspace PATH`",
            Self::Itself(_) => "name another file",
            Self::Damaged(_) => "use another backup",
            Self::Rewritten(file) => {
                return Some(format!(
                    "`rolecall audit verify --workspace {}` tells what was changed; use a backup \
                     from before",
                    file.display()
                ));
            }
            Self::NotAWorkspace(_) => "it was left untouched; name another with `--workspace PATH`",
            Self::Newer { .. } => "it was left untouched; use the newer rolecall",
            Self::Older(_) => "`rolecall doctor --fix` brings it to this version",
            Self::NoBackup(_) => "check the path, and whether the disk is there",
            Self::CutOff(_) => {
                "if it was a backup, it was cut off: use another; a workspace is opened with \
                 `--workspace PATH`"
            }
            Self::NotABackup(_) => "name a file that `rolecall backup FILE` wrote",
            Self::Altered(_) => "another program changed its tables; restore it from a backup",
            Self::Linked(_) => {
                "two names for one file can lose each other's changes; remove one of them"
            }
            Self::Leftover(_) => "remove it, or name another file with `--workspace PATH`",
            Self::Busy(_) => "try again when it has finished",
            Self::ReadOnly => "check who may write to the file and its folder",
            Self::Corrupt(_) => "restore it from a backup",
            Self::Nul => "take it out: the file is damaged, or is no text",
            Self::Full(_) => "begin another workspace with `rolecall init --workspace PATH`",
            Self::Unwritten { .. } => "nothing was written; check the folder and the disk",
            Self::Io(_) => "check the file, its folder and the disk",
            Self::Server { help, .. } => help,
            Self::Unknown => {
                "look before you do it again: `rolecall audit list --limit 1` tells whether it was made"
            }
            Self::Unconfirmed => {
                "don't do it again: see that a standby follows the server, then look with `rolecall audit list --limit 1`"
            }
            Self::NoFile => "`rolecall workspace move` brings it into a file",
            Self::Engine(_) | Self::Dangling => REPORT_IT,
        };
        Some(hint.to_owned())
    }

    fn reason(&self) -> Option<&'static str> {
        match self {
            Self::Altered(_) => Some("altered"),
            Self::Unknown => Some("unknown"),
            Self::Unconfirmed => Some("unconfirmed"),
            _ => None,
        }
    }
}

impl Error {
    /// A server that can't be used, and what helps.
    pub(in crate::store) fn server(problem: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Server { problem: problem.into(), help: help.into() }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        match error.sqlite_error_code() {
            None if matches!(error, rusqlite::Error::ToSqlConversionFailure(_)) => Self::Nul,
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => Self::Busy(None),
            Some(Code::ReadOnly | Code::PermissionDenied | Code::CannotOpen) => Self::ReadOnly,
            Some(Code::NotADatabase | Code::DatabaseCorrupt) => Self::Corrupt(error.to_string()),
            Some(Code::DiskFull | Code::SystemIoFailure) => {
                Self::Io(io::Error::other(error.to_string()))
            }
            _ if is_damage(&error) => Self::Corrupt(match error {
                // Without the statement that met it: to its reader that is noise.
                rusqlite::Error::SqlInputError { msg, .. } => msg,
                other => other.to_string(),
            }),
            _ => Self::Engine(error.to_string()),
        }
    }
}

/// Whether the rows, or the tables, are not as the program left them: the version was checked, so
/// what doesn't fit its own schema was damaged from outside.
fn is_damage(error: &rusqlite::Error) -> bool {
    use rusqlite::Error as E;
    match error {
        E::QueryReturnedNoRows
        | E::InvalidColumnType(..)
        | E::FromSqlConversionFailure(..)
        | E::IntegralValueOutOfRange(..)
        | E::Utf8Error(..) => true,
        // Keys are counted on, never chosen: one that is taken means that the count is not what it was.
        E::SqliteFailure(code, _) if code.extended_code == SQLITE_CONSTRAINT_PRIMARYKEY => true,
        // The schema was compared when the file was opened, and the statements are the program's own:
        // where the engine can't carry one out, what it keeps for itself is damaged, such as the
        // full-text index.
        E::SqliteFailure(code, _) | E::SqlInputError { error: code, .. } => {
            code.extended_code == SQLITE_ERROR
        }
        _ => false,
    }
}

/// A value that its column can't have.
pub(in crate::store) fn unfit(column: &str) -> Error {
    Error::Corrupt(format!("`{column}` has a value that it can't have"))
}

/// What the store's functions give back.
pub type Result<T, E = Error> = std::result::Result<T, E>;
