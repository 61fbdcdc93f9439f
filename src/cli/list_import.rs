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

pub use crate::ops::list_import::Mapping;

/// The fields of a problem: a contract with scripts.
pub const PROBLEM_FIELDS: &[&str] = &["line", "column", "value", "problem", "hint"];

/// Reads an option of the form `COLUMN=FIELD`.
pub fn mapping(text: &str) -> std::result::Result<Mapping, String> {
    let (column, field) = text
        .rsplit_once('=')
        .ok_or_else(|| "write it as `COLUMN=FIELD`, such as `E-mail Address=email`".to_owned())?;
    Ok((column.to_owned(), field.to_owned()))
}

/// Tells which cells of a list were left out.
pub fn say_left_out(rows: &Rows, context: &mut Context) -> io::Result<()> {
    for (column, cells) in rows.left_out.columns() {
        let cells = if cells == 1 { "1 cell".to_owned() } else { format!("{cells} cells") };
        context.output.warn(&format!("left out: {cells} of column `{column}`"))?;
    }
    Ok(())
}

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
