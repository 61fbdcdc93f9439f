//! What `leaks` works on: the masked roles, whoever has them and whatever they see, everything that is
//! hidden, and the lines to read it by. Running them is the caller's; so a test can hand in a source
//! that leaks.

use std::collections::BTreeSet;

use crate::rules::policy::actor::Actor;
use crate::{
    ops::{Result, Session, account::number_of, lookup::require_actor},
    rules::{
        error::PolicyError,
        id::{ChatId, ContactId},
        leak::{Known, What},
        policy::{
            file::{PolicyFile, write},
            mask::MaskSet,
            matrix::Policy,
            permission::Permission,
            role::Role,
        },
    },
    store::Snapshot,
};

/// Somebody from whom something is hidden.
#[derive(Debug, Clone)]
pub struct Reader {
    /// Their role.
    pub role: String,
    /// Their email; `None` for the role itself, whoever has it: an owner's sight with its masks.
    pub member: Option<String>,
    /// What is hidden from them.
    pub masks: MaskSet,
}

/// What to look for, on whose behalf, and in which chats.
pub struct Task {
    /// What is hidden.
    pub known: Known,
    /// Who reads: each masked role, or one member.
    pub readers: Vec<Reader>,
    /// A policy that refuses everything that can be refused, to replay the audit under.
    pub refusing: String,
    /// The chats to open, newest first.
    pub chats: Vec<ChatId>,
    /// The workspace's own numbers.
    pub accounts: Vec<String>,
    /// How many chats there are.
    pub all_chats: u64,
}

/// A leak: to whom, by which line, of whom.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Leak {
    /// The reader's role.
    pub role: String,
    /// The reader, where one member was read as.
    pub member: Option<String>,
    /// The line that printed it.
    pub line: String,
    /// A number or a trait.
    pub what: &'static str,
    /// Whose.
    pub contact: ContactId,
}

/// What was searched and found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// How many lines were run.
    pub runs: u64,
    /// How many bytes they printed.
    pub bytes: u64,
    /// What leaked, once for each line and contact.
    pub leaks: Vec<Leak>,
    /// How much was read as each reader: lines and bytes.
    pub read: Vec<(String, u64, u64)>,
    /// The lines that could not be read, by role.
    pub unread: Vec<(String, String)>,
}

/// Finds out what to search: everything, for an owner alone, who may read it all.
///
/// # Errors
/// Refused to all but an owner; a member who isn't known; nothing that is masked.
pub fn task(session: &mut Session, member: Option<&str>, limit: Option<u64>) -> Result<Task> {
    session.read(|snapshot, actor| {
        actor.require_to_look()?;
        let readers = readers(snapshot, actor, member)?;
        if readers.is_empty() {
            return Err(PolicyError::NothingMasked { member: member.map(str::to_owned) }.into());
        }
        let (chats, all_chats) = snapshot.newest_chats(limit)?;
        let accounts = snapshot.accounts()?;
        let accounts = accounts.iter().map(|account| number_of(&account.number).to_string());
        let (known, accounts) = (snapshot.secrets()?, accounts.collect());
        let refusing = refusing(&snapshot.policy()?);
        Ok(Task { known, readers, refusing, chats, accounts, all_chats })
    })
}

fn readers(snapshot: &Snapshot<'_>, actor: &Actor, member: Option<&str>) -> Result<Vec<Reader>> {
    if let Some(email) = member {
        let reads = require_actor(snapshot, actor, email)?;
        let masks = reads.role.masks;
        let reader = Reader { role: reads.role.name, member: Some(reads.email), masks };
        return Ok(masks.is_any().then_some(reader).into_iter().collect());
    }
    let policy = snapshot.policy()?;
    let masked = policy.roles().iter().filter(|role| role.masks.is_any());
    let reader = |role: &Role| Reader { role: role.name.clone(), member: None, masks: role.masks };
    Ok(masked.map(reader).collect())
}

/// The policy with every cell off that can be turned off.
fn refusing(policy: &Policy) -> String {
    let mut refusing = policy.clone();
    for role in policy.roles() {
        for permission in Permission::all() {
            // A locked cell stays as it is.
            let _ = refusing.set(&role.name, permission, false);
        }
    }
    write(&PolicyFile::from(refusing), "")
}

impl Task {
    /// Runs every line as every reader, and searches what comes out. `source` runs a line as a
    /// reader, hands over what it prints, piece by piece, on whichever way out, and says whether it
    /// could be read.
    ///
    /// # Errors
    /// What `source` fails with.
    pub fn search<E>(
        &self,
        lines: &[String],
        mut source: impl FnMut(&Reader, &str, &mut dyn FnMut(&[u8])) -> std::result::Result<bool, E>,
    ) -> std::result::Result<Report, E> {
        let mut report = Report::default();
        for reader in &self.readers {
            let before = (report.runs, report.bytes);
            for line in lines {
                let mut held = Vec::new();
                let mut found = BTreeSet::new();
                let mut look = |piece: &[u8]| {
                    report.bytes += piece.len() as u64;
                    held.extend_from_slice(piece);
                    // Nothing is parted by the end of a line that isn't parted for its reader.
                    if let Some(end) = held.iter().rposition(|byte| *byte == b'\n') {
                        self.look(&held[..end], reader, &mut found);
                        held.drain(..=end);
                    }
                };
                if !source(reader, line, &mut look)? {
                    report.unread.push((reader.role.clone(), line.clone()));
                }
                self.look(&held, reader, &mut found);
                report.runs += 1;
                report.leaks.extend(found.into_iter().map(|(what, contact): (What, ContactId)| {
                    Leak {
                        role: reader.role.clone(),
                        member: reader.member.clone(),
                        line: line.clone(),
                        what: what.key(),
                        contact,
                    }
                }));
            }
            let (runs, bytes) = (report.runs - before.0, report.bytes - before.1);
            report.read.push((reader.role.clone(), runs, bytes));
        }
        Ok(report)
    }

    fn look(&self, bytes: &[u8], reader: &Reader, found: &mut BTreeSet<(What, ContactId)>) {
        for line in String::from_utf8_lossy(bytes).lines() {
            found.extend(self.known.search(line, reader.masks));
        }
    }
}
