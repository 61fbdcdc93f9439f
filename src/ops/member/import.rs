//! `member import`: a list of members, checked row by row and written on the way, under one
//! transaction. If a row can't be taken, nothing of it is kept; unless the good rows were asked for.

mod checks;
mod writer;

use std::io::BufRead;

use self::writer::Writer;
use crate::rules::policy::grant::Teams;
use crate::{
    formats::members::Reader,
    ops::{
        Error, Outcome, Result, Session,
        list_import::{self, Rows, Side, no_rows, not_taken},
    },
    rules::privacy::lens::SafeText,
};

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

/// What a row does, as a dry run tells it.
#[derive(Debug, Clone)]
pub struct Planned {
    /// On which line the row begins, counted from 1.
    pub line: u64,
    /// Who.
    pub email: SafeText,
    /// Their name.
    pub name: Option<SafeText>,
    /// Their role.
    pub role: SafeText,
    /// Their team.
    pub team: SafeText,
    /// What is done: `invite`, `add` or `edit`.
    pub action: &'static str,
}

/// What an import did.
#[derive(Debug, Clone, Default)]
pub struct ImportReport {
    /// The rows, and what kept some of them from being taken.
    pub rows: Rows,
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
    /// What a dry run would do; nothing else fills it.
    pub planned: Vec<Planned>,
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
    session.expect_many_rows()?;
    session.change(
        |snapshot, actor| {
            let grant = actor.authorize::<Teams>(now)?;
            Ok((grant, (snapshot.policy()?, snapshot.teams()?, snapshot.seats()?)))
        },
        |change, actor, (policy, teams, seats)| {
            let mut writer =
                Writer::new(change, actor, &policy, (&teams, seats), how, (now, is_dry_run));
            let list = || Reader::open(input);
            let rows = list_import::read(how.file, list, side, |row| {
                let done = writer.take(row)?;
                if is_dry_run && let Ok(Some(planned)) = &done {
                    report.planned.push(planned.clone());
                }
                Ok(done.map(drop))
            })?;
            writer.tally(report);
            report.rows = rows;
            if report.rows.read == 0 {
                return Err(no_rows(how.file));
            }
            if report.rows.refused > 0 && !how.keep_going {
                return Err(not_taken(how.file, &report.rows, "nothing was changed"));
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
        self.rows.complaint(file)
    }
}
