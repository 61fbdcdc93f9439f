//! `contact import`: a list of contacts, Interakt's or our own, checked row by row and written on the
//! way, under one transaction. If a row can't be taken, nothing of it is kept; unless the good rows
//! were asked for. What is known already changes nothing, so a list may be imported again.

mod known;
mod writer;

use std::io::BufRead;

use self::writer::Writer;
use crate::{
    formats::{contacts::Reader, list::Mapping},
    ops::{
        Changed, Error, Outcome, Result, Session, import_undo,
        list_import::{Rows, Side, no_rows, not_taken, read},
    },
    rules::policy::permission::Permission,
};

/// How to read a list.
#[derive(Debug, Clone, Copy)]
pub struct Import<'a> {
    /// The list as it was named; `-` for standard input.
    pub file: &'a str,
    /// Change contacts that are known, instead of refusing rows that would.
    pub update: bool,
    /// Take the good rows where others can't be taken.
    pub keep_going: bool,
    /// The country whose national form numbers have, where the row names none.
    pub country: Option<&'a str>,
    /// What columns hold whose names don't say it.
    pub map: &'a [Mapping],
}

/// What an import did.
#[derive(Debug, Clone, Default)]
pub struct ImportReport {
    /// The rows, and what kept some of them from being taken.
    pub rows: Rows,
    /// How many contacts are new.
    pub added: u64,
    /// How many were changed.
    pub changed: u64,
    /// How many are as the list has them.
    pub unchanged: u64,
    /// The contacts whose tags were left out: to tag more than one takes `users.bulk-tag`.
    pub untagged: Vec<i64>,
    /// Its entry in the audit, if it changed anything.
    pub entry: Option<i64>,
}

impl ImportReport {
    /// What is to be said of a list whose good rows were taken: nothing, where all of them were.
    #[must_use]
    pub fn complaint(&self, file: &str) -> Option<Error> {
        self.rows.complaint(file)
    }
}

/// Reads a list of contacts. `report` tells what came of it, also where the answer is an error.
///
/// To whom traits are masked is told nothing of those that were there: a row that has traits counts
/// as a change to a contact that is known.
///
/// # Errors
/// Refused without `users.add`; a list that can't be read, or has rows that can't be taken.
pub fn import(
    session: &mut Session,
    input: impl BufRead,
    how: Import<'_>,
    side: Side<'_>,
    report: &mut ImportReport,
) -> Result<()> {
    let now = session.now();
    session.expect_many_rows()?;
    let outcome = session.change(
        |_, actor| Ok((actor.authorize_contacts(Permission::UsersAdd, now)?, ())),
        |change, actor, ()| {
            let start = change.begin_import()?;
            let mut writer = Writer::new(change, actor, how, now)?;
            report.rows = read(how.file, || Reader::open(input, how.map), side, &mut writer)?;
            writer.end(report)?;
            report.rows.left_out.add("tags", report.untagged.len() as u64);
            if report.rows.read == 0 {
                return Err(no_rows(how.file));
            }
            if report.rows.refused > 0 && !how.keep_going {
                return Err(not_taken(how.file, &report.rows, "nothing was changed"));
            }
            let count = |count: u64| (count > 0).then(|| count.to_string());
            let changed = Changed::new("contact.import", how.file)
                .new_field("added", count(report.added))
                .new_field("changed", count(report.changed));
            let changed = match writer.tags_many() {
                Some(grant) => changed.under(grant),
                None => changed,
            };
            let outcome: Outcome =
                if changed.fields.is_empty() { Outcome::default() } else { changed.into() };
            import_undo::keep(change, &start, outcome)
        },
    )?;
    report.entry = outcome.entry;
    Ok(())
}
