//! Reading the made-up members, accounts and chats that tests speak of, and where the policy is that
//! they are about. They may stand in a policy file, or in a file of their own. The tests themselves
//! are read in `test`.

use toml::de::DeTable;

use super::{
    fault::{Faults, quoted},
    keys,
    value::{Key, Value, in_order, key_text},
};
use crate::rules::{
    error::Kind,
    policy::{
        expectation::{MadeUpAccount, MadeUpChat, MadeUpMember, PolicySource, Suite},
        matrix::Policy,
        preset::Preset,
    },
    workspace::member::Status,
};

/// The team of a made-up member for whom none is named.
const DEFAULT_TEAM: &str = "Default";

/// Reads what a file says of tests. Roles are checked against the policy, where it is known.
pub(super) fn read_suite(
    document: &DeTable<'_>,
    policy: Option<&Policy>,
    faults: &mut Faults<'_>,
) -> Suite {
    let mut suite = Suite { source: read_source(document, faults), ..Suite::default() };
    let mut reader = Reader { policy, faults };
    // In the order in which they build on each other, wherever they stand in the file.
    suite.members = reader.things(document, keys::MEMBERS, Reader::member);
    let members: Vec<&str> = suite.members.iter().map(|it| it.name.as_str()).collect();
    suite.accounts = reader.things(document, keys::ACCOUNTS, |reader, name, table| {
        Some(reader.account(&members, name, table))
    });
    let accounts: Vec<&str> = suite.accounts.iter().map(|it| it.name.as_str()).collect();
    suite.chats = reader.things(document, keys::CHATS, |reader, name, table| {
        reader.chat((&accounts, &members), name, table)
    });
    let chats: Vec<&str> = suite.chats.iter().map(|it| it.name.as_str()).collect();
    suite.tests = reader.tests(document, &suite.members, &chats);
    suite
}

fn read_source(document: &DeTable<'_>, faults: &mut Faults<'_>) -> Option<PolicySource> {
    let present = |key| document.get_key_value(key);
    let mut named = [keys::POLICY, keys::PRESET, keys::ROLES].into_iter().filter_map(present);
    let (key, value) = named.next()?;
    if let Some((second, _)) = named.next() {
        let problem = format!("{} stands beside another policy", quoted(second.get_ref()));
        let allowed = "one of `policy`, `preset` and `[roles.…]`".to_owned();
        faults.add(second.span().start, problem, allowed, None);
    }
    match key.get_ref().as_ref() {
        keys::POLICY => {
            faults.text(key, value).map(|text| PolicySource::File(text.text.to_owned()))
        }
        keys::PRESET => {
            let text = faults.text(key, value)?;
            let known = Preset::from_key(text.text);
            if known.is_none() {
                faults.unknown("preset", &text, &Preset::ALL.map(Preset::key));
            }
            known.map(PolicySource::Preset)
        }
        _ => None,
    }
}

/// A suite while it is read.
pub(super) struct Reader<'f, 't, 'p> {
    policy: Option<&'p Policy>,
    pub(super) faults: &'f mut Faults<'t>,
}

impl Reader<'_, '_, '_> {
    /// The named tables under a key, such as `[members.ann]`.
    fn things<T>(
        &mut self,
        document: &DeTable<'_>,
        key: &str,
        mut read: impl FnMut(&mut Self, &Key<'_>, &DeTable<'_>) -> Option<T>,
    ) -> Vec<T> {
        let Some((key, value)) = document.get_key_value(key) else { return Vec::new() };
        let Some(table) = self.faults.table(key, value) else { return Vec::new() };
        let mut things = Vec::new();
        for (name, value) in in_order(table) {
            self.faults.name(Kind::Name, &key_text(name));
            if let Some(table) = self.faults.table(name, value) {
                things.extend(read(self, name, table));
            }
        }
        things
    }

    fn member(&mut self, name: &Key<'_>, table: &DeTable<'_>) -> Option<MadeUpMember> {
        let (mut role, mut team, mut status) = (None, DEFAULT_TEAM.to_owned(), Status::Active);
        for (field, value) in in_order(table) {
            match field.get_ref().as_ref() {
                keys::ROLE_NAME => role = self.role(field, value),
                keys::TEAM => {
                    if let Some(text) = self.faults.text(field, value) {
                        team = self.faults.name(Kind::Team, &text).unwrap_or(team);
                    }
                }
                keys::STATUS => {
                    if let Some(text) = self.faults.text(field, value) {
                        match Status::from_key(text.text) {
                            Some(known) => status = known,
                            None => {
                                self.faults.unknown("status", &text, &Status::ALL.map(Status::key));
                            }
                        }
                    }
                }
                _ => self.faults.unknown("key", &key_text(field), &keys::MEMBER),
            }
        }
        if !table.contains_key(keys::ROLE_NAME) {
            self.missing(name, keys::ROLE_NAME);
        }
        Some(MadeUpMember { name: name.get_ref().to_string(), role: role?, team, status })
    }

    fn account(&mut self, members: &[&str], name: &Key<'_>, table: &DeTable<'_>) -> MadeUpAccount {
        let mut connector = None;
        for (field, value) in in_order(table) {
            match field.get_ref().as_ref() {
                keys::CONNECTOR => connector = self.one_of("member", field, value, members),
                _ => self.faults.unknown("key", &key_text(field), &[keys::CONNECTOR]),
            }
        }
        MadeUpAccount { name: name.get_ref().to_string(), connector }
    }

    fn chat(
        &mut self,
        (accounts, members): (&[&str], &[&str]),
        name: &Key<'_>,
        table: &DeTable<'_>,
    ) -> Option<MadeUpChat> {
        let (mut account, mut assignee) = (None, None);
        for (field, value) in in_order(table) {
            match field.get_ref().as_ref() {
                keys::ACCOUNT => account = self.one_of("account", field, value, accounts),
                keys::ASSIGNEE => assignee = self.one_of("member", field, value, members),
                _ => self.faults.unknown("key", &key_text(field), &keys::CHAT),
            }
        }
        if !table.contains_key(keys::ACCOUNT) {
            self.missing(name, keys::ACCOUNT);
        }
        Some(MadeUpChat { name: name.get_ref().to_string(), account: account?, assignee })
    }

    pub(super) fn role(&mut self, field: &Key<'_>, value: &Value<'_>) -> Option<String> {
        let text = self.faults.text(field, value)?;
        if let Some(policy) = self.policy
            && policy.role(text.text).is_err()
        {
            let known: Vec<&str> = policy.roles().iter().map(|role| role.name.as_str()).collect();
            self.faults.unknown("role", &text, &known);
            return None;
        }
        Some(text.text.to_owned())
    }

    fn one_of(
        &mut self,
        what: &str,
        field: &Key<'_>,
        value: &Value<'_>,
        known: &[&str],
    ) -> Option<String> {
        let text = self.faults.text(field, value)?;
        if known.contains(&text.text) {
            return Some(text.text.to_owned());
        }
        self.faults.unknown(&format!("made-up {what}"), &text, known);
        None
    }

    pub(super) fn missing(&mut self, at: &Key<'_>, key: &str) {
        let problem = format!("{} has no `{key}`", quoted(at.get_ref()));
        self.faults.add(at.span().start, problem, format!("`{key} = …`"), None);
    }
}
