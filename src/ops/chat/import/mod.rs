//! `chat import`: what a reader found, put where it belongs. All of a file is kept, or nothing of
//! it; and what is known already changes nothing.

mod people;
mod status;
mod writer;

use std::io::BufRead;

use self::writer::Writer;
use crate::{
    formats::cloud_api::{self, ReadError},
    ops::{Changed, Error, Outcome, Result, Session, error::InputFault},
    rules::permission::Permission,
};

/// How many of one kind of thing an import brought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Not known before.
    pub new: u64,
    /// Known, and different now.
    pub changed: u64,
    /// Known, and the same.
    pub unchanged: u64,
}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// WhatsApp accounts of the workspace's own.
    pub accounts: Tally,
    /// Customers.
    pub contacts: Tally,
    /// Conversations.
    pub chats: Tally,
    /// Messages, reactions among them.
    pub messages: Tally,
    /// Deliveries, edits and deletions of messages.
    pub updates: Tally,
    /// Of those, how many wait for a message that hasn't come yet.
    pub waiting: u64,
    /// Changes that carry no conversation.
    pub ignored: u64,
    /// The numbers of accounts that came without a connector.
    pub new_accounts: Vec<String>,
}

/// Reads webhook payloads of WhatsApp's Cloud API.
///
/// # Errors
/// Refused without `integrations`; the first thing that can't be read, with its place.
pub fn import(
    session: &mut Session,
    file: &str,
    input: impl BufRead,
) -> Result<(Outcome, ImportReport)> {
    let now = session.now();
    let mut report = ImportReport::default();
    let outcome = session.change(
        |_, actor| Ok((actor.authorize(Permission::Integrations, now)?, ())),
        |change, _, ()| {
            let mut writer = Writer::new(change, now, &mut report);
            for event in cloud_api::read(input) {
                event
                    .map_err(Fault::from)
                    .and_then(|event| writer.take(event))
                    .map_err(|fault| fault.into_error(file))?;
            }
            Ok(outcome(file, &report))
        },
    )?;
    Ok((outcome, report))
}

/// What stops an import: the input, or the store.
enum Fault {
    Input(ReadError),
    Other(Error),
}

impl Fault {
    fn into_error(self, file: &str) -> Error {
        match self {
            Self::Other(error) => error,
            Self::Input(error) => {
                let at = match error.place.pointer.as_str() {
                    "" => String::new(),
                    pointer => format!(" at `{pointer}`"),
                };
                Error::Input(Box::new(InputFault {
                    file: file.to_owned(),
                    line: Some(error.place.line),
                    column: error.place.column,
                    problem: format!("{}{at}", error.problem),
                    hint: Some(error.hint),
                }))
            }
        }
    }
}

impl From<ReadError> for Fault {
    fn from(error: ReadError) -> Self {
        Self::Input(error)
    }
}

impl From<crate::store::Error> for Fault {
    fn from(error: crate::store::Error) -> Self {
        Self::Other(error.into())
    }
}

fn outcome(file: &str, report: &ImportReport) -> Outcome {
    let mut changed = Changed::new("chat.import", file);
    for (field, tally) in report.tallies() {
        let touched = tally.new + tally.changed;
        changed = changed.new_field(field, (touched > 0).then(|| touched.to_string()));
    }
    let notes = report.new_accounts.iter().map(|number| {
        format!("account `{number}` came with the import and has no connector: only who sees the chats of other teams sees its chats")
    });
    let notes = notes.collect();
    let changed = if changed.fields.is_empty() { Vec::new() } else { vec![changed] };
    Outcome { changed, effects: Vec::new(), notes }
}

impl ImportReport {
    /// The tallies with their names, in the order in which they are reported.
    #[must_use]
    pub const fn tallies(&self) -> [(&'static str, Tally); 5] {
        [
            ("accounts", self.accounts),
            ("contacts", self.contacts),
            ("chats", self.chats),
            ("messages", self.messages),
            ("updates", self.updates),
        ]
    }
}
