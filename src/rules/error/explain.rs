//! What is said of every error, beside the error itself: its sentence is its `Display`, and the rest
//! is [`Explain`]'s. How it is laid out, as text or as JSON, is for `cli::error`.

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

/// An error that tells its reader what to do. Its `Display` is one sentence in lower case, with what
/// was wrong with the input in backticks.
pub trait Explain: std::fmt::Display {
    /// What a script tells it by.
    fn class(&self) -> Class;

    /// What helps, with a command where there is one.
    fn hint(&self) -> Option<String>;

    /// The rule that was against it, as it stands in JSON.
    fn reason(&self) -> Option<&'static str> {
        None
    }
}

/// The first few of some ids, and how many more there are, for a sentence.
#[must_use]
pub fn name_some(ids: &[i64]) -> String {
    const MOST: usize = 10;
    let named: Vec<_> = ids.iter().take(MOST).map(ToString::to_string).collect();
    match ids.len().saturating_sub(MOST) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

/// Names for a sentence, each in backticks: all of a few, else the first of them and how many more.
#[must_use]
pub fn quote_some(names: &[String]) -> String {
    const MOST: usize = 20;
    let shown: Vec<_> = names.iter().take(MOST).map(|name| format!("`{name}`")).collect();
    match names.len().saturating_sub(MOST) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
