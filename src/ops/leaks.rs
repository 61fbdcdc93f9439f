//! What `leaks` works on: the masked roles with somebody who reads as them, everything that is
//! hidden, and the lines to read it by. Running them is the caller's; so a test can hand in a source
//! that leaks.

use std::collections::BTreeSet;

use crate::{
    ops::{
        Result, Session,
        account::number_of,
        session::{as_actor, require_member},
    },
    rules::{
        error::Error as RuleError,
        id::{ChatId, ContactId},
        policy::{actor::Actor, mask::MaskSet},
        privacy::leak::{Known, What},
        workspace::member::Status,
    },
    store::{MemberFilter, Snapshot},
};

/// Somebody from whom something is hidden.
#[derive(Debug, Clone)]
pub struct Reader {
    /// Their role.
    pub role: String,
    /// Their email.
    pub member: String,
    /// What is hidden from them.
    pub masks: MaskSet,
}

/// What to look for, on whose behalf, and in which chats.
pub struct Task {
    /// What is hidden.
    pub known: Known,
    /// Who reads: of each masked role its first active member.
    pub readers: Vec<Reader>,
    /// Masked roles that nobody active has, which so can't be read as.
    pub vacant: Vec<String>,
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
    /// The reader.
    pub member: String,
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
}

/// Finds out what to search: everything, for an owner alone, who may read it all.
///
/// # Errors
/// Refused to all but an owner; a member who isn't known; nothing that is masked.
pub fn task(session: &mut Session, member: Option<&str>, limit: Option<u64>) -> Result<Task> {
    session.read(|snapshot, actor| {
        actor.require_to_look()?;
        let (readers, vacant) = readers(snapshot, member)?;
        if readers.is_empty() {
            return Err(RuleError::NothingMasked { member: member.map(str::to_owned) }.into());
        }
        let (chats, all_chats) = snapshot.newest_chats(limit)?;
        let accounts = snapshot.accounts()?;
        let accounts = accounts.iter().map(|account| number_of(&account.number).to_string());
        let (known, accounts) = (snapshot.secrets()?, accounts.collect());
        Ok(Task { known, readers, vacant, chats, accounts, all_chats })
    })
}

fn readers(snapshot: &Snapshot<'_>, member: Option<&str>) -> Result<(Vec<Reader>, Vec<String>)> {
    let reader = |actor: Actor| Reader {
        role: actor.role.name.clone(),
        member: actor.email,
        masks: actor.role.masks,
    };
    if let Some(email) = member {
        let one = reader(as_actor(snapshot, require_member(snapshot, email)?)?);
        let is_masked = one.masks != MaskSet::NONE;
        return Ok((is_masked.then_some(one).into_iter().collect(), Vec::new()));
    }
    let (mut readers, mut vacant) = (Vec::new(), Vec::new());
    for role in snapshot.policy()?.roles() {
        if role.masks == MaskSet::NONE {
            continue;
        }
        let first = snapshot
            .members(&MemberFilter { role: Some(&role.name), ..MemberFilter::default() })?;
        match first.into_iter().find(|member| member.status != Status::Suspended) {
            Some(member) => readers.push(reader(as_actor(snapshot, member)?)),
            None => vacant.push(role.name.clone()),
        }
    }
    Ok((readers, vacant))
}

impl Task {
    /// Runs every line as every reader, and searches what comes out. `source` runs a line as a
    /// reader, and hands over what it prints, piece by piece, on whichever way out.
    ///
    /// # Errors
    /// What `source` fails with.
    pub fn search<E>(
        &self,
        lines: &[String],
        mut source: impl FnMut(&Reader, &str, &mut dyn FnMut(&[u8])) -> std::result::Result<(), E>,
    ) -> std::result::Result<Report, E> {
        let mut report = Report::default();
        for reader in &self.readers {
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
                source(reader, line, &mut look)?;
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
        }
        Ok(report)
    }

    fn look(&self, bytes: &[u8], reader: &Reader, found: &mut BTreeSet<(What, ContactId)>) {
        for line in String::from_utf8_lossy(bytes).lines() {
            found.extend(self.known.search(line, reader.masks));
        }
    }
}
