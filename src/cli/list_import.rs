//! What every import of a list shares: the way in, and the table of rows that can't be taken.

use std::{
    fs::File,
    io::{self, BufRead, BufReader},
};

use super::{
    context::Context,
    error::{Exit, Result},
};
use crate::{
    ops::{self, error::InputFault, list_import::Rows},
    store::Mode,
    ui::{Output, Value},
};

/// The fields of a problem: a contract with scripts.
pub const PROBLEM_FIELDS: &[&str] = &["line", "column", "value", "problem", "hint"];

/// The list that is named, `-` for standard input, with its length in bytes where it has one.
pub fn open(file: &str, output: &mut Output) -> ops::Result<(Box<dyn BufRead>, Option<u64>)> {
    if file == "-" {
        return Ok((output.input(), None));
    }
    let opened = File::open(file).and_then(|opened| {
        let about = opened.metadata()?;
        if about.is_dir() { Err(io::ErrorKind::IsADirectory.into()) } else { Ok((opened, about)) }
    });
    match opened {
        Ok((opened, about)) => {
            Ok((Box::new(BufReader::with_capacity(1 << 16, opened)), Some(about.len())))
        }
        Err(error) => Err(ops::Error::Input(Box::new(InputFault {
            file: file.to_owned(),
            line: None,
            column: None,
            problem: format!("can't be opened: {error}"),
            hint: Some("name a file that exists, or `-` for standard input".to_owned()),
        }))),
    }
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
