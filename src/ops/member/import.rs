//! `member import`: a list of members, checked row by row and written on the way, under one
//! transaction. If a row can't be taken, nothing of it is kept; unless the good rows were asked for.

mod checks;
mod writer;

use std::io::{BufRead, Write};

use self::writer::Writer;
use crate::{
    formats::members::{Next, Problem, Reader, Rejects, Row, Stop},
    ops::{Error, Outcome, Result, Session, error::InputFault},
    rules::{lens::Shown, permission::Permission},
};

/// How many rows pass between two words on how far it is.
const PROGRESS_STEP: u64 = 256;

/// How to read a list.
#[derive(Debug, Clone, Copy)]
pub struct Import<'a> {
    /// The list as it was named; `-` for standard input.
    pub file: &'a str,
    /// Edit members that exist, instead of refusing their rows.
    pub update: bool,
    /// Make teams that don't exist.
    pub create_teams: bool,
    /// Take the good rows where others can't be taken.
    pub keep_going: bool,
    /// The country whose national form numbers have, where the row names none.
    pub country: Option<&'a str>,
    /// For how many milliseconds invitations are valid; `None` makes none.
    pub invitation: Option<i64>,
}

/// Why a row wasn't taken, as it is reported.
#[derive(Debug, Clone)]
pub struct RowProblem {
    /// On which line the row begins, counted from 1.
    pub line: u64,
    /// In which column.
    pub column: Option<&'static str>,
    /// What stands there.
    pub value: Option<Shown>,
    /// What is wrong.
    pub problem: Shown,
    /// What helps.
    pub hint: Shown,
}

/// What a row does, as a dry run tells it.
#[derive(Debug, Clone)]
pub struct Planned {
    /// On which line the row begins, counted from 1.
    pub line: u64,
    /// Who.
    pub email: Shown,
    /// Their name.
    pub name: Option<Shown>,
    /// Their role.
    pub role: Shown,
    /// Their team.
    pub team: Shown,
    /// What is done: `invite`, `add` or `edit`.
    pub action: &'static str,
}

/// What an import did.
#[derive(Debug, Clone, Default)]
pub struct ImportReport {
    /// How many rows the list has.
    pub rows: u64,
    /// How many members are new.
    pub added: u64,
    /// How many were edited.
    pub edited: u64,
    /// How many are as the list has them.
    pub unchanged: u64,
    /// How many were invited.
    pub invited: u64,
    /// How many teams were made.
    pub teams: u64,
    /// What kept rows from being taken.
    pub problems: Vec<RowProblem>,
    /// What a dry run would do; nothing else fills it.
    pub planned: Vec<Planned>,
}

/// What an import is given beside the list: where rejected rows go, and who is told how far it is.
pub struct Side<'a> {
    /// Where the rows go that can't be taken.
    pub rejects: Option<&'a mut dyn Write>,
    /// Is told how many bytes were read.
    pub progress: &'a mut dyn FnMut(u64),
}

/// Reads a list of members. `report` tells what came of it, also where the answer is an error.
///
/// # Errors
/// Refused without `team-settings`; a list that can't be read, or has rows that can't be taken.
pub fn import(
    session: &mut Session,
    input: impl BufRead,
    how: Import<'_>,
    side: Side<'_>,
    report: &mut ImportReport,
) -> Result<()> {
    let now = session.now();
    let is_dry_run = session.is_dry_run();
    let Side { rejects, progress } = side;
    session.expect_many_rows()?;
    session.change(
        |snapshot, actor| {
            let authorization = actor.authorize(Permission::TeamSettings, now)?;
            Ok((authorization, (snapshot.policy()?, snapshot.teams()?, snapshot.seats()?)))
        },
        |change, actor, (policy, teams, seats)| {
            let mut writer =
                Writer::new(change, actor, &policy, (&teams, seats), how, (now, is_dry_run));
            let read = read(input, rejects, progress, |row| {
                let done = writer.take(row)?;
                if is_dry_run && let Ok(Some(planned)) = &done {
                    report.planned.push(planned.clone());
                }
                Ok(done.map(drop))
            });
            let (rows, problems) = read.map_err(|stop| stop_error(how.file, stop))?;
            writer.tally(report);
            (report.rows, report.problems) = (rows, problems);
            if report.rows == 0 {
                return Err(fault(
                    how.file,
                    "has no rows",
                    "a row stands on the line below the header",
                ));
            }
            if !report.problems.is_empty() && !how.keep_going {
                return Err(not_taken(how.file, report, "nothing was changed"));
            }
            Ok(Outcome::default())
        },
    )?;
    Ok(())
}

impl ImportReport {
    /// What is to be said of a list whose good rows were taken: nothing, where all of them were.
    #[must_use]
    pub fn complaint(&self, file: &str) -> Option<Error> {
        let is_whole = self.problems.is_empty();
        (!is_whole).then(|| not_taken(file, self, "the others were taken"))
    }
}

/// Reads every row; gives their number, and the problems of those that weren't taken.
fn read(
    input: impl BufRead,
    rejects: Option<&mut dyn Write>,
    progress: &mut dyn FnMut(u64),
    mut take: impl FnMut(&Row) -> Result<std::result::Result<(), Problem>>,
) -> std::result::Result<(u64, Vec<RowProblem>), Halt> {
    let mut reader = Reader::open(input)?;
    let mut rejects: Option<Rejects<_>> =
        rejects.map(|out| reader.rejects(out)).transpose().map_err(Stop::Io)?;
    let mut problems = Vec::new();
    let mut rows = 0;
    let mut row = Row::default();
    loop {
        let problem = match reader.next(&mut row)? {
            Next::End => break,
            Next::Bad(problem) => Err(problem),
            Next::Row => take(&row).map_err(Halt::Error)?,
        };
        rows += 1;
        if let Err(problem) = problem {
            if let Some(rejects) = &mut rejects {
                rejects.write(&row, &problem).map_err(Stop::Io)?;
            }
            problems.push(shown(problem));
        }
        if rows % PROGRESS_STEP == 0 {
            progress(reader.position());
        }
    }
    // Before anything is kept: a row that was neither taken nor written down would be lost.
    rejects.map_or(Ok(()), Rejects::finish).map_err(Stop::Io)?;
    Ok((rows, problems))
}

/// What ends the reading before the list does.
enum Halt {
    Stop(Stop),
    Error(Error),
}

impl From<Stop> for Halt {
    fn from(stop: Stop) -> Self {
        Self::Stop(stop)
    }
}

fn shown(problem: Problem) -> RowProblem {
    RowProblem {
        line: problem.line,
        column: problem.column,
        value: problem.value.map(Shown::plain),
        problem: Shown::plain(problem.problem),
        hint: Shown::plain(problem.hint),
    }
}

fn stop_error(file: &str, halt: Halt) -> Error {
    match halt {
        Halt::Error(error) => error,
        Halt::Stop(Stop::Io(error)) => Error::Output(error),
        Halt::Stop(Stop::Problem(problem)) => {
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

fn fault(file: &str, problem: &str, hint: &str) -> Error {
    Error::Input(Box::new(InputFault {
        file: file.to_owned(),
        line: None,
        column: None,
        problem: problem.to_owned(),
        hint: Some(hint.to_owned()),
    }))
}

fn not_taken(file: &str, report: &ImportReport, rest: &str) -> Error {
    let (bad, rows) = (report.problems.len(), report.rows);
    let line = report.problems.first().map(|problem| problem.line);
    Error::Input(Box::new(InputFault {
        file: file.to_owned(),
        line,
        column: None,
        problem: format!("{bad} of {rows} rows can't be taken, this one the first; {rest}"),
        hint: Some("the list of problems says what is wrong with each".to_owned()),
    }))
}
