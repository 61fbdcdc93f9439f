//! The rules' answers about a row's cells, put as problems of the row.

use crate::{
    formats::{
        list::{Field, Problem},
        members::Row,
    },
    ops::{Error, Result},
    rules::error::Error as RuleError,
};

/// What an error says against a cell; one that isn't a rule's is an error of the whole.
pub(super) fn rule<T>(
    row: &Row,
    field: Field,
    value: &str,
    error: Error,
) -> Result<std::result::Result<T, Problem>> {
    match error {
        Error::Rule(error) => Ok(Err(problem(row, field, value, &error))),
        other => Err(other),
    }
}

/// What a rule says against a cell; `value` is what stands there.
pub(super) fn problem(row: &Row, field: Field, value: &str, error: &RuleError) -> Problem {
    let (problem, hint) = match error {
        RuleError::Invalid { problem, .. } => (problem.clone(), "write it in another form".into()),
        RuleError::Phone { problem, .. } => (problem.to_string(), problem.hint().to_owned()),
        RuleError::Unknown { kind, nearest, .. } => {
            let near = nearest.as_ref().map(|near| format!("did you mean `{near}`? "));
            let noun = kind.noun();
            let hint = format!("`rolecall {noun} list` shows what there is");
            (format!("no such {noun}"), near.unwrap_or_default() + &hint)
        }
        RuleError::Denied { actor, refusal, .. } => {
            let (what, hint) = refusal.words(actor);
            (format!("`{actor}` may not {what}"), hint)
        }
        RuleError::SingleOwner => (
            "this workspace's policy allows one owner, and there is one".to_owned(),
            "hand it on with `rolecall member transfer-ownership EMAIL`".to_owned(),
        ),
        RuleError::LastOwner { .. } => (
            "they are the last owner".to_owned(),
            "hand it on with `rolecall member transfer-ownership EMAIL`".to_owned(),
        ),
        RuleError::NoSeats { limit, taken } => (
            format!("no seat is left: {taken} of {limit} are taken"),
            "leave the row out, or get more with `rolecall billing set --seats N`".to_owned(),
        ),
        other => (other.to_string(), "see `rolecall help`".to_owned()),
    };
    Problem::of_cell(row.line(), field.key(), value, problem, hint)
}

/// A row of somebody whom the list, or the workspace, has already.
pub(super) fn taken(row: &Row, email: &str, in_list: bool) -> Problem {
    let (problem, hint) = if in_list {
        ("stands in the list twice", "keep one of the rows")
    } else {
        ("is a member already", "leave the row out, or edit them with `--update`")
    };
    Problem::of_cell(row.line(), Field::Email.key(), email, problem, hint)
}

/// A cell that is needed and empty.
pub(super) fn missing(row: &Row, field: Field, hint: &str) -> Problem {
    let mut problem = Problem::of_line(row.line(), "is missing", hint);
    problem.column = Some(field.key());
    problem
}
