//! What may be wrong with a workspace: looked for on request, since it takes reading all of it.

use std::{fs, io::ErrorKind, ops::ControlFlow};

use super::{
    holder::begin_writing,
    notice::{Warning, about_clock},
    temp::folder_of,
    unfinished::{remove, stale},
};
use crate::store::{
    ChainFault, Snapshot, Store,
    engine::{
        Lock,
        error::{Error, Result},
    },
};

/// A mail that was tried so often isn't on its way any more.
const MANY_TRIES: i64 = 5;

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// Pages, rows or indexes contradict each other, as the engine tells it.
    Damage(String),
    /// Rows of this table refer to rows that aren't there.
    Dangling(String),
    /// The history is broken.
    History(ChainFault),
    /// What searches look in isn't what was written.
    Search,
    /// What lists by tag are read from isn't what contacts have.
    Tags,
    /// The numbers that texts are compared with aren't those that contacts have and had.
    KnownNumbers,
    /// Chats don't know their newest message.
    Chats,
    /// Others than its owner may read the file.
    Exposed,
    /// The file has another name.
    Linked,
    /// Changes don't go to a write-ahead log.
    Journal,
    /// Runs that were killed left so many folders.
    Leftovers(usize),
    /// The newest entry of the audit is from after the present, by so many milliseconds.
    Clock(i64),
    /// So many mails were tried often, and are still here.
    StuckMails(u64),
    /// Nobody is left who could change everything.
    NoOwner,
}

/// What can be done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repair {
    /// `doctor --fix` does it; nothing can be lost.
    Safe,
    /// A person must.
    ByHand,
}

impl Finding {
    /// What can be done about it.
    #[must_use]
    pub const fn repair(&self) -> Repair {
        match self {
            Self::Search
            | Self::Tags
            | Self::KnownNumbers
            | Self::Chats
            | Self::Exposed
            | Self::Journal
            | Self::Leftovers(_) => Repair::Safe,
            _ => Repair::ByHand,
        }
    }
}

impl Store {
    /// Looks for everything that may be wrong.
    pub fn examine(&mut self, now: i64) -> Result<Vec<Finding>> {
        // What the engine stumbles over here was damaged from outside.
        self.look_for_faults(now).map_err(|error| match error {
            Error::Engine(error) => Error::Corrupt(error),
            other => other,
        })
    }

    fn look_for_faults(&mut self, now: i64) -> Result<Vec<Finding>> {
        let mut found = Vec::new();
        if let Some(file) = self.place.file() {
            found.extend(file.is_exposed.then_some(Finding::Exposed));
            found.extend(file.is_linked.then_some(Finding::Linked));
            found.extend((!file.has_log).then_some(Finding::Journal));
            let left = stale(folder_of(&file.path)).len();
            found.extend((left > 0).then_some(Finding::Leftovers(left)));
            found.extend(self.connection.problems()?.into_iter().map(Finding::Damage));
        }
        let transaction = self.connection.transaction(Lock::Read)?;
        let snapshot = Snapshot { connection: &transaction };
        snapshot.examine_rows(now, &mut found)?;
        let report = snapshot.verify_history(None)?;
        found.extend(report.faults.into_iter().map(Finding::History));
        Ok(found)
    }

    /// Does what can be done safely about these.
    #[expect(
        clippy::redundant_closure_for_method_calls,
        reason = "a path to the method is good for one lifetime only"
    )]
    pub fn repair(&mut self, findings: &[Finding]) -> Result<()> {
        for finding in findings {
            match finding {
                Finding::Exposed => self.place.path().map_or(Ok(()), make_private)?,
                Finding::Leftovers(_) => {
                    for left in
                        self.place.path().map_or_else(Vec::new, |path| stale(folder_of(path)))
                    {
                        match remove(&left) {
                            Err(error) if error.kind() == ErrorKind::NotFound => {}
                            removed => removed?,
                        }
                    }
                }
                Finding::Journal => self.prepare_to_write()?,
                Finding::Search => self.rebuild(|snapshot| snapshot.rebuild_search())?,
                Finding::Tags => self.rebuild(|snapshot| snapshot.rebuild_tags())?,
                Finding::KnownNumbers => {
                    self.rebuild(|snapshot| snapshot.rebuild_known_numbers())?;
                }
                Finding::Chats => self.rebuild(|snapshot| snapshot.rebuild_chats())?,
                _ => {}
            }
        }
        Ok(())
    }

    /// Makes what is derived from other tables anew. It decides nothing, so the audit doesn't tell of it.
    fn rebuild(&mut self, rebuild: impl FnOnce(&Snapshot<'_>) -> Result<()>) -> Result<()> {
        self.prepare_to_write()?;
        let transaction = begin_writing(&self.connection, &self.place)?;
        rebuild(&Snapshot { connection: &transaction })?;
        transaction.commit()
    }
}

impl Snapshot<'_> {
    fn examine_rows(&self, now: i64, found: &mut Vec<Finding>) -> Result<()> {
        if self.connection.is_file() {
            let sql =
                "SELECT DISTINCT \"table\" AS name FROM pragma_foreign_key_check ORDER BY name";
            self.connection.each(sql, [], |row| {
                found.push(Finding::Dangling(row.get("name")?));
                Ok::<_, Error>(ControlFlow::Continue(()))
            })?;
        }
        found.extend((!self.search_is_sound()?).then_some(Finding::Search));
        found.extend((!self.tags_are_sound()?).then_some(Finding::Tags));
        found.extend((!self.known_numbers_are_sound()?).then_some(Finding::KnownNumbers));
        found.extend((!self.chats_are_sound()?).then_some(Finding::Chats));
        if let Some(newest) = self.last_link()?.at
            && let Some(Warning::ClockBehind(by)) = about_clock(newest, now)
        {
            found.push(Finding::Clock(by));
        }
        let stuck = "SELECT count(*) FROM outbox WHERE state = 'queued' AND attempts >= ?1";
        let stuck: u64 = self.connection.value(stuck, [MANY_TRIES])?;
        found.extend((stuck > 0).then_some(Finding::StuckMails(stuck)));
        let owners = "SELECT 1 FROM member WHERE role = 'owner' AND status = 'active'";
        found.extend((!self.connection.exists(owners, [])?).then_some(Finding::NoOwner));
        Ok(())
    }
}

#[cfg(unix)]
fn make_private(path: &std::path::Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path)?.permissions().mode() & !0o077;
    Ok(fs::set_permissions(path, fs::Permissions::from_mode(mode))?)
}

#[cfg(not(unix))]
fn make_private(_: &std::path::Path) -> Result<()> {
    Ok(())
}
