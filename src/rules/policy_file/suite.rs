//! Reading tests, and the made-up members, accounts and chats that they speak of. They may stand in
//! a policy file, or in a file of their own that names its policy.

use toml::de::{DeTable, DeValue};

use super::{
    fault::{Faults, choice, quoted},
    keys,
    value::{Key, Text, Value, in_order, key_text},
};
use crate::rules::{
    decision::Reason,
    error::Kind,
    expectation::{
        Check, MadeUpAccount, MadeUpChat, MadeUpMember, PolicySource, Suite, Test, WhichChat, Whom,
    },
    mask::{Mask, MaskSet},
    member::Status,
    nearest::nearest,
    permission::Permission,
    policy::Policy,
    preset::Preset,
    role::Model,
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
struct Reader<'f, 't, 'p> {
    policy: Option<&'p Policy>,
    faults: &'f mut Faults<'t>,
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

    fn tests(
        &mut self,
        document: &DeTable<'_>,
        members: &[MadeUpMember],
        chats: &[&str],
    ) -> Vec<Test> {
        let Some((key, value)) = document.get_key_value(keys::TEST) else { return Vec::new() };
        let Some(list) = value.get_ref().as_array() else {
            let problem = "`test` is not a list of tables".to_owned();
            let allowed = "`[[test]]`, in double brackets, for each".to_owned();
            self.faults.add(key.span().start, problem, allowed, None);
            return Vec::new();
        };
        let mut tests = Vec::new();
        for (number, item) in (1..).zip(list.iter()) {
            match item.get_ref() {
                DeValue::Table(table) => {
                    let offset = in_order(table)
                        .first()
                        .map_or(item.span().start, |(key, _)| key.span().start);
                    tests.extend(self.test((number, offset), table, members, chats));
                }
                _ => {
                    let problem = "a test is not a table".to_owned();
                    self.faults.add(item.span().start, problem, "`[[test]]`".to_owned(), None);
                }
            }
        }
        tests
    }

    fn test(
        &mut self,
        (number, offset): (usize, usize),
        table: &DeTable<'_>,
        members: &[MadeUpMember],
        chats: &[&str],
    ) -> Option<Test> {
        let mut name = None;
        let (mut whom, mut whom_else) = (None, false);
        let mut masks = None;
        let mut reason = None;
        let mut checks = Vec::new();
        for (field, value) in in_order(table) {
            match field.get_ref().as_ref() {
                keys::NAME => {
                    let text = self.faults.text(field, value);
                    name = text.and_then(|text| self.faults.name(Kind::Name, &text));
                }
                keys::MEMBER_NAME => {
                    whom_else |= whom.is_some();
                    whom = Some(self.whom_member(field, value, members));
                }
                keys::ROLE_NAME => {
                    whom_else |= whom.is_some();
                    whom = Some(self.role(field, value).map(Whom::Role));
                }
                keys::MASKS => masks = Some(self.masks(field, value)),
                keys::REASON => {
                    let text = self.faults.text(field, value);
                    reason = text.and_then(|text| self.reason(&text));
                }
                keys::CAN => self.permissions(field, value, true, &mut checks),
                keys::CANNOT => self.permissions(field, value, false, &mut checks),
                keys::SEES => self.chats(field, value, true, chats, &mut checks),
                keys::DOES_NOT_SEE => self.chats(field, value, false, chats, &mut checks),
                keys::MASKED => self.readings(field, value, true, &mut checks),
                keys::NOT_MASKED => self.readings(field, value, false, &mut checks),
                _ => self.faults.unknown("key", &key_text(field), &keys::TEST_KEYS),
            }
        }
        if whom.is_none() || whom_else {
            let problem = "a test is about one member or one role".to_owned();
            let allowed = "`member = \"…\"` or `role = \"…\"`, and not both".to_owned();
            self.faults.add(offset, problem, allowed, None);
        }
        let expects = table.keys().any(|key| keys::EXPECTATIONS.contains(&key.get_ref().as_ref()));
        if !expects {
            let allowed = choice(keys::EXPECTATIONS);
            self.faults.add(offset, "the test expects nothing".to_owned(), allowed, None);
        }
        if let Some(expected) = reason {
            for check in &mut checks {
                if let Check::Permission { reason: reason @ None, .. } = check {
                    *reason = Some(expected);
                }
            }
        }
        let whom = whom.flatten()?;
        self.owner_masks(&whom, masks, members, offset);
        let line = self.faults.line_of(offset);
        let name = name.unwrap_or_else(|| {
            let (Whom::Member(about) | Whom::Role(about)) = &whom;
            format!("{about}, test {number}")
        });
        Some(Test { name, line, whom, masks, checks })
    }

    /// The owner can't be masked, so nothing can be asked as if they were.
    fn owner_masks(
        &mut self,
        whom: &Whom,
        masks: Option<MaskSet>,
        members: &[MadeUpMember],
        offset: usize,
    ) {
        let role = match whom {
            Whom::Role(role) => Some(role),
            Whom::Member(name) => members.iter().find(|it| it.name == *name).map(|it| &it.role),
        };
        let is_owner = role.is_some_and(|role| role == Model::Owner.key());
        if is_owner && masks.is_some_and(|masks| masks != MaskSet::NONE) {
            let problem = "the owner can't be masked".to_owned();
            self.faults.add(offset, problem, "no `masks`".to_owned(), None);
        }
    }

    fn whom_member(
        &mut self,
        field: &Key<'_>,
        value: &Value<'_>,
        members: &[MadeUpMember],
    ) -> Option<Whom> {
        let text = self.faults.text(field, value)?;
        let known: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
        // A login id that isn't made up is a real member's, whom only the workspace knows.
        if !known.contains(&text.text) && !text.text.contains('@') {
            let problem = format!("unknown member {}", quoted(text.text));
            let allowed = if known.is_empty() {
                "a member's email, or a made-up member under `[members.…]`".to_owned()
            } else {
                format!("{}, or a member's email", choice(known.iter().copied()))
            };
            self.faults.add(text.offset, problem, allowed, nearest(text.text, known));
            return None;
        }
        Some(Whom::Member(text.text.to_owned()))
    }

    fn role(&mut self, field: &Key<'_>, value: &Value<'_>) -> Option<String> {
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

    fn masks(&mut self, field: &Key<'_>, value: &Value<'_>) -> MaskSet {
        let mut masks = MaskSet::NONE;
        for text in self.faults.texts(field, value) {
            match Mask::from_key(text.text) {
                Some(mask) => masks.set(mask, true),
                None => self.faults.unknown("mask", &text, &Mask::ALL.map(Mask::key)),
            }
        }
        masks
    }

    fn readings(&mut self, field: &Key<'_>, value: &Value<'_>, hidden: bool, to: &mut Vec<Check>) {
        let masks = self.masks(field, value);
        to.extend(masks.iter().map(|mask| Check::Mask { mask, hidden }));
    }

    fn reason(&mut self, text: &Text<'_>) -> Option<Reason> {
        let reason = Reason::from_code(text.text);
        if reason.is_none() {
            self.faults.unknown("reason", text, &Reason::ALL.map(Reason::code));
        }
        reason
    }

    /// Permissions, each by its key, or as a table with the reason that is expected.
    fn permissions(
        &mut self,
        field: &Key<'_>,
        value: &Value<'_>,
        allowed: bool,
        to: &mut Vec<Check>,
    ) {
        let Some(list) = value.get_ref().as_array() else {
            self.faults.texts(field, value);
            return;
        };
        for item in list {
            let (mut key, mut reason) = (None, None);
            if let Some(table) = item.get_ref().as_table() {
                for (name, value) in in_order(table) {
                    match name.get_ref().as_ref() {
                        keys::PERMISSION => key = self.faults.text(name, value),
                        keys::REASON => {
                            let text = self.faults.text(name, value);
                            reason = text.and_then(|text| self.reason(&text));
                        }
                        _ => self.faults.unknown("key", &key_text(name), &keys::WITH_REASON),
                    }
                }
                if key.is_none() {
                    self.missing(field, keys::PERMISSION);
                }
            } else {
                key = self.faults.text(field, item);
            }
            let Some(text) = key else { continue };
            match Permission::from_key(text.text) {
                Some(permission) => to.push(Check::Permission { permission, allowed, reason }),
                None => {
                    let known: Vec<&str> = Permission::all().map(Permission::key).collect();
                    self.faults.unknown("permission", &text, &known);
                }
            }
        }
    }

    /// Chats: made-up ones by name, those of the workspace by number.
    fn chats(
        &mut self,
        field: &Key<'_>,
        value: &Value<'_>,
        seen: bool,
        known: &[&str],
        to: &mut Vec<Check>,
    ) {
        let Some(list) = value.get_ref().as_array() else {
            self.faults.texts(field, value);
            return;
        };
        for item in list {
            let chat = if let Some(number) = item.get_ref().as_integer() {
                i64::from_str_radix(number.as_str(), number.radix()).ok().map(WhichChat::Real)
            } else {
                let text = self.faults.text(field, item);
                text.and_then(|text| {
                    if known.contains(&text.text) {
                        return Some(WhichChat::MadeUp(text.text.to_owned()));
                    }
                    self.faults.unknown("made-up chat", &text, known);
                    None
                })
            };
            to.extend(chat.map(|chat| Check::Chat { chat, seen }));
        }
    }

    fn missing(&mut self, at: &Key<'_>, key: &str) {
        let problem = format!("{} has no `{key}`", quoted(at.get_ref()));
        self.faults.add(at.span().start, problem, format!("`{key} = …`"), None);
    }
}
