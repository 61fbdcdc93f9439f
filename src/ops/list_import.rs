//! Reading a list from outside row by row, whatever it is a list of: each row is taken, or told of
//! with its problem and written to where rejected rows go.

use std::io::Write;

use crate::{
    formats::list::{LeftOut, List, Next, Problem, Rejects, Stop},
    ops::{Error, Result, error::InputFault},
    rules::privacy::lens::SafeText,
};

pub use crate::formats::list::Mapping;

/// How many rows pass between two words on how far it is.
const PROGRESS_STEP: u64 = 256;

/// So many problems are told one by one; the others are counted.
const MOST_TOLD: usize = 10_000;

/// Why a row wasn't taken, as it is reported.
#[derive(Debug, Clone)]
pub struct RowProblem {
    /// On which line the row begins, counted from 1.
    pub line: u64,
    /// In which column.
    pub column: Option<&'static str>,
    /// What stands there.
    pub value: Option<SafeText>,
    /// What is wrong.
    pub problem: SafeText,
    /// What helps.
    pub hint: SafeText,
}

/// What an import is given beside the list: where rejected rows go, and who is told how far it is.
pub struct Side<'a> {
    /// Where the rows go that can't be taken.
    pub rejects: Option<&'a mut dyn Write>,
    /// Is told how many bytes were read.
    pub progress: &'a mut dyn FnMut(u64),
}

/// What came of a list's rows.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    /// How many there are.
    pub read: u64,
    /// How many of them weren't taken.
    pub refused: u64,
    /// Why not: of each, or of the first ten thousand.
    pub problems: Vec<RowProblem>,
    /// Cells that were left out, since their column has no meaning here.
    pub left_out: LeftOut,
}

impl Rows {
    /// What is to be said of a list whose good rows were taken: nothing, where all of them were.
    #[must_use]
    pub fn complaint(&self, file: &str) -> Option<Error> {
        (self.refused > 0).then(|| not_taken(file, self, "the others can"))
    }

    fn refuse(&mut self, problem: Problem) {
        self.refused += 1;
        if self.problems.len() < MOST_TOLD {
            self.problems.push(shown(problem));
        }
    }
}

/// What takes a list's rows.
pub trait Take<Row> {
    /// How many rows are read before the first of them is taken.
    fn at_once(&self) -> usize {
        1
    }

    /// Is told which rows will be taken next.
    ///
    /// # Errors
    /// The store's.
    fn look_up(&mut self, _rows: &[Row]) -> Result<()> {
        Ok(())
    }

    /// Takes a row, or says what is wrong with it.
    ///
    /// # Errors
    /// What ends the import.
    fn take(&mut self, row: &mut Row) -> Result<std::result::Result<(), Problem>>;
}

impl<Row, F: FnMut(&mut Row) -> Result<std::result::Result<(), Problem>>> Take<Row> for F {
    fn take(&mut self, row: &mut Row) -> Result<std::result::Result<(), Problem>> {
        self(row)
    }
}

/// Reads every row of the list that `open` begins to read, and gives each to `taker`.
///
/// # Errors
/// What can't be read on; what `taker` fails with.
pub fn read<L: List>(
    file: &str,
    open: impl FnOnce() -> std::result::Result<L, Stop>,
    side: Side<'_>,
    taker: &mut impl Take<L::Row>,
) -> Result<Rows> {
    let Side { rejects, progress } = side;
    let mut list = open().map_err(|stop| stop_error(file, stop))?;
    let mut rejects: Option<Rejects<_>> = rejects.map(|out| list.rejects(out)).transpose()?;
    let mut rows = Rows::default();
    let mut block: Vec<_> = (0..taker.at_once()).map(|_| L::Row::default()).collect();
    let mut end = None;
    while end.is_none() {
        let mut problems = Vec::with_capacity(block.len());
        for row in &mut block {
            match list.next(row) {
                Ok(Next::Row) => problems.push(Ok(())),
                Ok(Next::Bad(problem)) => problems.push(Err(problem)),
                Ok(Next::End) => end = Some(Ok(())),
                Err(stop) => end = Some(Err(stop)),
            }
            if end.is_some() {
                break;
            }
        }
        taker.look_up(block.get(..problems.len()).unwrap_or_default())?;
        for (row, problem) in block.iter_mut().zip(problems) {
            let problem = match problem {
                Ok(()) => taker.take(row)?,
                bad => bad,
            };
            rows.read += 1;
            if let Err(problem) = problem {
                if let Some(rejects) = &mut rejects {
                    rejects.write(L::raw(row), &problem)?;
                }
                rows.refuse(problem);
            }
            if rows.read.is_multiple_of(PROGRESS_STEP) {
                progress(list.position());
            }
        }
    }
    end.unwrap_or(Ok(())).map_err(|stop| stop_error(file, stop))?;
    // Before anything is kept: a row that was neither taken nor written down would be lost.
    rejects.map_or(Ok(()), Rejects::finish)?;
    rows.left_out = list.left_out().clone();
    Ok(rows)
}

fn shown(problem: Problem) -> RowProblem {
    RowProblem {
        line: problem.line,
        column: problem.column,
        value: problem.value.map(SafeText::echo),
        problem: SafeText::echo(problem.problem),
        hint: SafeText::echo(problem.hint),
    }
}

fn stop_error(file: &str, stop: Stop) -> Error {
    match stop {
        Stop::Io(error) => error.into(),
        Stop::Problem(problem) => {
            let value = problem.value.map(|value| format!(": `{value}`")).unwrap_or_default();
            Error::Input(Box::new(InputFault {
                file: file.to_owned(),
                line: Some(problem.line),
                column: None,
                problem: format!("{}{value}", problem.problem),
                hint: Some(problem.hint),
            }))
        }
    }
}

/// A list with a header and nothing below.
pub(super) fn no_rows(file: &str) -> Error {
    Error::Input(Box::new(InputFault {
        file: file.to_owned(),
        line: None,
        column: None,
        problem: "has no rows".to_owned(),
        hint: Some("a row stands on the line below the header".to_owned()),
    }))
}

/// A list with rows that can't be taken, and what became of the others.
pub(super) fn not_taken(file: &str, rows: &Rows, rest: &str) -> Error {
    let (bad, read) = (rows.refused, rows.read);
    let line = rows.problems.first().map(|problem| problem.line);
    Error::Input(Box::new(InputFault {
        file: file.to_owned(),
        line,
        column: None,
        problem: if bad == read {
            format!("none of its {read} rows can be taken, this one the first")
        } else {
            format!("{bad} of {read} rows can't be taken, this one the first; {rest}")
        },
        hint: Some("the list of problems says what is wrong with each".to_owned()),
    }))
}
