//! What an import did, in numbers and in words.

use std::collections::BTreeMap;

use super::left_out::LeftOut;
use crate::{
    formats::{detect::Source, place::ReadError},
    ops::{Changed, Outcome, Result},
    rules::counted::counted,
    store::Change,
};

/// After so many refusals the rest are only counted.
const REFUSALS_KEPT: usize = 1000;

/// So many changes are told one by one.
const CHANGES_TOLD: usize = 1000;

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

impl Tally {
    /// Counts something that was known.
    pub(super) fn known(&mut self, is_different: bool) {
        if is_different {
            self.changed += 1;
        } else {
            self.unchanged += 1;
        }
    }
}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// What the file was taken for.
    pub source: Option<Source>,
    /// WhatsApp accounts of the workspace's own.
    pub accounts: Tally,
    /// Members.
    pub members: Tally,
    /// Teams.
    pub teams: Tally,
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
    /// What carries no conversation: how many of each, by the name of its field.
    pub left_out: BTreeMap<String, u64>,
    /// Contacts that turned out to be one with another.
    pub merged: u64,
    /// Consents that are older than the one that is known.
    pub outdated_consents: u64,
    /// The numbers of accounts that came without a connector.
    pub new_accounts: Vec<String>,
    /// What was refused, with its place; the first thousand.
    pub refused: Vec<ReadError>,
    /// How many were refused.
    pub refusals: u64,
    /// What else there is to say.
    pub notes: Vec<String>,
    /// The changes that are told of one by one: of members, teams, accounts and assignments.
    pub changes: Vec<Changed>,
    /// How many more of those there are.
    pub more_changes: u64,
    /// New members whom the file puts in no team.
    pub(super) teamless: u64,
    /// What their own verbs refused.
    pub(super) denied: LeftOut,
    /// Chats whose assignee isn't a member yet.
    pub awaited: u64,
    /// Labels of groups, which no contact can carry.
    pub loose_labels: u64,
    /// What became of message templates.
    pub templates: Tally,
    /// What became of templates that the workspace doesn't have.
    pub strange_templates: u64,
    /// What can't have become of a template as it stands here, such as a draft that was approved.
    pub unfit_templates: u64,
}

impl ImportReport {
    /// The tallies with their names, in the order in which they are reported. What a file can't
    /// bring by its nature and didn't bring is left out.
    #[must_use]
    pub fn tallies(&self) -> Vec<(&'static str, Tally)> {
        let people =
            [("members", self.members), ("teams", self.teams), ("templates", self.templates)];
        let people = people.into_iter().filter(|(_, tally)| *tally != Tally::default());
        let rest = [
            ("accounts", self.accounts),
            ("contacts", self.contacts),
            ("chats", self.chats),
            ("messages", self.messages),
            ("updates", self.updates),
        ];
        people.chain(rest).collect()
    }

    /// Counts something that carries no conversation.
    pub(super) fn leave_out(&mut self, field: &str) {
        // The name is the file's: one that could hold anything but a name isn't repeated.
        let is_name = (1..=60).contains(&field.len())
            && field.bytes().all(|byte| byte.is_ascii_lowercase() || b"_:.- ".contains(&byte));
        let name = if is_name { field } else { "unnamed" };
        *self.left_out.entry(name.to_owned()).or_insert(0) += 1;
    }

    pub(super) fn refuse(&mut self, error: ReadError) {
        self.refusals += 1;
        if self.refused.len() < REFUSALS_KEPT {
            self.refused.push(error);
        }
    }

    /// Tells of a change to rights, and has it in the audit. After so many the rest are in the audit
    /// alone.
    pub(super) fn tell<K>(&mut self, change: &Change<'_, K>, changed: Changed) -> Result<()> {
        let changed = changed.under(change.grant());
        if self.changes.len() < CHANGES_TOLD {
            self.changes.push(changed);
            return Ok(());
        }
        self.more_changes += 1;
        for entry in Outcome::from(changed).entries() {
            change.note(&entry)?;
        }
        Ok(())
    }

    pub(super) fn outcome(&self, file: &str) -> Outcome {
        let mut changed = Changed::new("chat.import", file);
        for (field, tally) in self.tallies() {
            let touched = tally.new + tally.changed;
            changed = changed.new_field(field, (touched > 0).then_some(touched));
        }
        let mut notes: Vec<String> = self.new_accounts.iter().map(|number| {
            format!("account `{number}` came with the import and has no connector: only who sees the chats of other teams sees its chats")
        }).collect();
        notes.extend(self.notes.iter().cloned());
        if self.outdated_consents > 0 {
            let (count, field) = (
                self.outdated_consents,
                match self.source {
                    Some(Source::CloudApi) => "user_preferences",
                    _ => "whatsapp_opted_in",
                },
            );
            notes.push(format!(
                "left out {count} of `{field}`: the contact's consent is known from a later time"
            ));
        }
        notes.extend(self.denied.notes());
        if self.teamless > 0 {
            let members = counted(self.teamless, "new member");
            notes.push(format!("{members} without a team in the file joined the default one: by `chats.same-team` the members of a team see the chats of each other's accounts"));
        }
        if self.awaited > 0 {
            let chats = counted(self.awaited, "chat");
            notes.push(format!(
                "{chats} of people who aren't members yet: assigned when they become members"
            ));
        }
        if self.loose_labels > 0 {
            let labels = counted(self.loose_labels, "label");
            notes.push(format!("left out {labels} of groups: tags belong to contacts"));
        }
        if self.strange_templates > 0 {
            let changes = counted(self.strange_templates, "change");
            notes.push(format!("left out {changes} of templates that this workspace doesn't have: `rolecall template add --from-json` brings them"));
        }
        if self.unfit_templates > 0 {
            let changes = counted(self.unfit_templates, "change");
            notes.push(format!("left out {changes} of templates that were never submitted here: `rolecall template submit` hands a draft in"));
        }
        if self.more_changes > 0 {
            let more = counted(self.more_changes, "more change");
            notes.push(format!(
                "the audit has {more} of members, accounts and assignments, one by one"
            ));
        }
        let mut all = if changed.fields.is_empty() { Vec::new() } else { vec![changed] };
        all.extend(self.changes.iter().cloned());
        Outcome { changed: all, notes, ..Outcome::default() }
    }
}
