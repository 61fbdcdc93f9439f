//! The rules' answers about a row's cells, put as problems of the row.

use crate::{
    formats::{
        list::{Field, Problem},
        members::Row,
    },
    ops::{Error, Result},
    rules::error::{Error as RuleError, Explain, NameError},
};

/// What an error says against a cell; one that isn't a rule's is an error of the whole.
pub(super) fn rule<T>(
    row: &Row,
    field: Field,
    value: &str,
    error: Error,
) -> Result<std::result::Result<T, Problem>> {
    match error {
        Error::Rule(error) => Ok(Err(problem(row, field, value, error))),
        other => Err(other),
    }
}

/// What a rule says against a cell; `value` is what stands there.
pub(super) fn problem(
    row: &Row,
    field: Field,
    value: &str,
    error: impl Into<RuleError>,
) -> Problem {
    let (problem, hint) = match error.into() {
        RuleError::Name(error @ NameError::Invalid { .. }) => {
            (error.problem(), "write it in another form".to_owned())
        }
        RuleError::Name(error) => (error.problem(), error.hint().unwrap_or_default()),
        other => (other.to_string(), other.hint().unwrap_or_default()),
    };
    Problem::of_cell(row.line(), field.key(), value, problem, hint)
}

/// A row of somebody whom the workspace has already.
pub(super) fn taken(row: &Row, email: &str) -> Problem {
    let hint = "leave the row out, or edit them with `--update`";
    Problem::of_cell(row.line(), Field::Email.key(), email, "is a member already", hint)
}

/// A cell that is needed and empty.
pub(super) fn missing(row: &Row, field: Field, hint: &str) -> Problem {
    let mut problem = Problem::of_line(row.line(), "is missing", hint);
    problem.column = Some(field.key());
    problem
}
