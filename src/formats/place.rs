//! Where in the input something stands, and what is wrong there. No customer data: a place is
//! numbers and keys, a problem names keys only.

use std::fmt;

/// A spot in the input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// 1-based line where the payload starts; for a fault in the JSON itself, the line of the fault.
    pub line: u64,
    /// 1-based column in bytes on that line, where it is known.
    pub column: Option<u64>,
    /// JSON pointer inside the document, such as `/entry/0/changes/0/value/messages/3`; in an
    /// array of payloads it begins with the payload's index. Empty for the document itself.
    pub pointer: String,
}

/// One payload, or one part of it, that could not be read.
///
/// Neither text nor digits of a customer ever stand in it: it may be printed as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// Where it is.
    pub place: Place,
    /// What is wrong: one lower-case sentence, keys in backticks.
    pub problem: String,
    /// What helps.
    pub hint: String,
}

impl ReadError {
    pub(super) fn new(place: Place, problem: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { place, problem: problem.into(), hint: hint.into() }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}", self.place.line)?;
        if let Some(column) = self.place.column {
            write!(formatter, ", column {column}")?;
        }
        if !self.place.pointer.is_empty() {
            write!(formatter, ", `{}`", self.place.pointer)?;
        }
        write!(formatter, ": {}", self.problem)
    }
}

impl std::error::Error for ReadError {}
