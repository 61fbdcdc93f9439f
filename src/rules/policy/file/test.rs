//! Reading tests: about whom each is, and what it expects. What they speak of is read in `suite`.

use toml::de::{DeTable, DeValue};

use super::{
    fault::{choice, quoted},
    keys,
    suite::Reader,
    value::{Key, Text, Value, in_order, key_text},
};
use crate::rules::{
    error::Kind,
    nearest::nearest,
    policy::{
        decision::Reason,
        expectation::{Check, MadeUpMember, Test, WhichChat, Whom},
        mask::{Mask, MaskSet},
        permission::Permission,
        role::Model,
    },
};

impl Reader<'_, '_, '_> {
    /// Every test of a file.
    pub(super) fn tests(
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
        // An empty list is none: what made it may have found nothing to expect.
        let expects = table.iter().any(|(key, value)| {
            keys::EXPECTATIONS.contains(&key.get_ref().as_ref())
                && value.get_ref().as_array().is_none_or(|list| !list.is_empty())
        });
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
}
