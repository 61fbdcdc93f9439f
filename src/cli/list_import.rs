//! What every import of a list shares: the way in, and the table of rows that can't be taken.

use std::io;

use super::{
    context::Context,
    error::{Exit, Result},
};
use crate::{
    ops::{self, list_import::Rows},
    store::Mode,
    ui::Value,
};

/// The fields of a problem: a contract with scripts.
pub const PROBLEM_FIELDS: &[&str] = &["line", "column", "value", "problem", "hint"];

/// Ends an import whose rows are told: with its error, or with the rows that it couldn't take.
pub fn end(
    ended: ops::Result<()>,
    complaint: Option<ops::Error>,
    mode: Mode,
    context: &mut Context,
) -> Result {
    ended?;
    if mode == Mode::DryRun {
        context.output.say("dry run: nothing was changed")?;
    }
    match complaint {
        Some(error) => Err(error.into()),
        None => Ok(Exit::Done),
    }
}

/// Prints why rows weren't taken.
pub fn print_problems(rows: &Rows, context: &mut Context) -> io::Result<()> {
    let mut list = context.output.list(PROBLEM_FIELDS, None);
    for problem in &rows.problems {
        list.row(vec![
            Value::count(problem.line),
            problem.column.map(Value::plain).into(),
            problem.value.clone().into(),
            problem.problem.clone().into(),
            problem.hint.clone().into(),
        ])?;
    }
    list.end()?;
    let told = u64::try_from(rows.problems.len()).unwrap_or(u64::MAX);
    match rows.refused.saturating_sub(told) {
        0 => Ok(()),
        more => context.output.warn(&format!("{more} more rows can't be taken")),
    }
}
