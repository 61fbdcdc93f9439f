//! `member import`: a list of members, checked row by row and written on the way, under one
//! transaction. If a row can't be taken, nothing of it is kept; unless the good rows were asked for.

mod checks;
mod repeats;
mod writer;

use std::{
    collections::{BTreeMap, HashSet},
    io::{self, BufRead},
};

use self::{repeats::Repeats, writer::Writer};
use crate::rules::policy::{grant::Teams, matrix::Policy};
use crate::{
    formats::{
        list::Mapping,
        members::{Reader, Row},
    },
    ops::{
        Error, Outcome, Result, Session,
        effect::{Effect, Whose, measure},
        list_import::{self, Rows, Side, no_rows, not_taken},
    },
    rules::privacy::lens::SafeText,
    store::{Census, Change},
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
    /// What columns hold whose names don't say it.
    pub map: &'a [Mapping],
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
    /// How many of the new members have each role.
    pub roles: BTreeMap<String, u64>,
    /// How many teams were made.
    pub teams: u64,
    /// What a dry run would do to each person; nothing else fills it.
    pub planned: Vec<Planned>,
    /// Who is an owner now who wasn't.
    pub owners: Vec<String>,
    /// In a dry run, what it means for people.
    pub effects: Vec<Effect>,
    /// The first entry of the audit that tells of it.
    pub entry: Option<i64>,
    /// Whether chats or accounts had waited for somebody who is new.
    pub settles: bool,
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
    let outcome = session.change(
        |snapshot, actor| {
            let grant = actor.authorize::<Teams>(now)?;
            Ok((grant, (snapshot.policy()?, snapshot.teams()?)))
        },
        |change, actor, (policy, teams)| {
            let mut writer = Writer::new(change, actor, &policy, &teams, how, now)?;
            let people = if is_dry_run { Some(change.census()?) } else { None };
            // Who stands there twice is known only at the end, so the list is read twice.
            let mut copy = Vec::new();
            writer.repeats = repeats(how, Copied { input, copy: &mut copy })?;
            let list = || Reader::open(copy.as_slice(), how.map, !how.update);
            let mut take = |row: &mut Row| {
                let taken = writer.take(row)?;
                Ok(taken.map(|planned| report.planned.extend(planned.filter(|_| is_dry_run))))
            };
            let rows = list_import::read(how.file, list, side, &mut take)?;
            writer.tally(report);
            report.rows = rows;
            if report.rows.read == 0 {
                return Err(no_rows(how.file));
            }
            if report.rows.refused > 0 && !how.keep_going {
                return Err(not_taken(how.file, &report.rows, "nothing was changed"));
            }
            if let Some(people) = people {
                report.effects = effects(change, &policy, &people, report)?;
            }
            Ok(Outcome::default())
        },
    )?;
    report.entry = outcome.entry;
    Ok(())
}

/// What a list means for people: for who is edited, and by the roles of who is new.
fn effects(
    change: &Change<'_, Teams>,
    policy: &Policy,
    before: &Census,
    report: &ImportReport,
) -> Result<Vec<Effect>> {
    let mut edited = measure(change, (policy, before), (policy, &change.census()?))?;
    for touched in [&mut edited.members, &mut edited.invited] {
        touched.retain(|touched| touched.effect.role_before.is_some());
    }
    let mut effects = edited.lines(&HashSet::new());
    for (name, members) in &report.roles {
        let role = policy.role(name)?;
        if !role.is_owner() {
            let whose = Whose::Role(name.clone());
            effects.extend(Effect::of_newcomer(&whose, role, *members));
        }
    }
    Ok(effects)
}

/// Who stands in the list more than once.
fn repeats(how: Import<'_>, input: impl BufRead) -> Result<Repeats> {
    let mut repeats = Repeats::default();
    let list = || Reader::open(input, how.map, !how.update);
    let side = Side { rejects: None, progress: &mut |_| {} };
    list_import::read(how.file, list, side, &mut |row: &mut Row| {
        repeats.note(row);
        Ok(Ok(()))
    })?;
    Ok(repeats)
}

/// An input that keeps what was read of it.
struct Copied<'c, R> {
    input: R,
    copy: &'c mut Vec<u8>,
}

impl<R: BufRead> io::Read for Copied<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.input.read(buffer)?;
        self.copy.extend_from_slice(&buffer[..length]);
        Ok(length)
    }
}

impl<R: BufRead> BufRead for Copied<'_, R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.input.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        if let Ok(available) = self.input.fill_buf() {
            self.copy.extend_from_slice(&available[..amount.min(available.len())]);
        }
        self.input.consume(amount);
    }
}

impl ImportReport {
    /// What is to be said of a list whose good rows were taken: nothing, where all of them were.
    #[must_use]
    pub fn complaint(&self, file: &str) -> Option<Error> {
        self.rows.complaint(file)
    }
}
