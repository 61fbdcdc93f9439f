//! What stops an import, or one thing of it.

use crate::{
    formats::place::{Place, ReadError},
    ops::{Error, error::InputFault},
    rules, store,
};

/// Why something was not brought in.
pub(super) enum Fault {
    /// It can't be read, or can't be so. The rest may still be good.
    Input(ReadError),
    /// Nothing of the file can be brought in.
    Whole(ReadError),
    /// It is of somebody who was erased since.
    Erased,
    /// The rules, or the store, are against it.
    Other(Error),
}

impl Fault {
    /// One that a thing's own content is the reason of.
    pub(super) fn input(place: &Place, problem: impl Into<String>, hint: &str) -> Self {
        Self::Input(fault(place, problem, hint))
    }

    /// One that holds for all that follows, too.
    pub(super) fn whole(place: &Place, problem: impl Into<String>, hint: &str) -> Self {
        Self::Whole(fault(place, problem, hint))
    }
}

fn fault(place: &Place, problem: impl Into<String>, hint: &str) -> ReadError {
    ReadError { place: place.clone(), problem: problem.into(), hint: hint.to_owned() }
}

/// The place as people read it, and what is wrong there.
pub(super) fn input_error(file: &str, error: &ReadError) -> InputFault {
    let at = match error.place.pointer.as_str() {
        "" => String::new(),
        pointer => format!(" at `{pointer}`"),
    };
    InputFault {
        file: file.to_owned(),
        // Line 0 is the file as a whole.
        line: Some(error.place.line).filter(|line| *line > 0),
        column: error.place.column,
        problem: format!("{}{at}", error.problem),
        hint: Some(error.hint.clone()),
    }
}

impl From<ReadError> for Fault {
    fn from(error: ReadError) -> Self {
        Self::Input(error)
    }
}

impl From<store::Error> for Fault {
    fn from(error: store::Error) -> Self {
        Self::Other(error.into())
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Other(error)
    }
}

impl<E> From<E> for Fault
where
    rules::error::Error: From<E>,
{
    fn from(error: E) -> Self {
        Self::Other(rules::error::Error::from(error).into())
    }
}
