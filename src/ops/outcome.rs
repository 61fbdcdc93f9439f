//! What a change did: the same record is printed, also for a dry run, and written to the audit.

use crate::{
    ops::effect::Effect,
    rules::{
        policy::{
            grant::{Grant, Needed},
            warning::Warning,
        },
        privacy::lens::{Lens, SafeText},
    },
    store::{AuditEntry, AuditObject, AuditValue, Kept},
};

/// Every action that the audit may have.
pub const ACTIONS: &[&str] = &[
    "account.connect",
    "account.disconnect",
    "account.transfer",
    "api-key.revoke",
    "api-key.rotate",
    "api-key.use",
    "billing.set",
    "campaign.begin",
    "campaign.create",
    "campaign.due",
    "campaign.finish",
    "campaign.pause",
    "campaign.resume",
    "campaign.send",
    "campaign.stop",
    "chat.assign",
    "chat.close",
    "chat.import",
    "chat.reopen",
    "chat.reply",
    "chat.reveal",
    "chat.start",
    "chat.unassign",
    "contact.add",
    "contact.edit",
    "contact.erase",
    "contact.export",
    "contact.import",
    "contact.merge",
    "contact.tag",
    "contact.untag",
    "demo.label",
    "import.undo",
    "integration.add",
    "integration.drop",
    "integration.remove",
    "invite.accept",
    "invite.resend",
    "invite.revoke",
    "invite.try",
    "key.add",
    "key.remove",
    "mask.disable",
    "mask.enable",
    "member.add",
    "member.edit",
    "member.export",
    "member.import",
    "member.remove",
    "member.restore",
    "member.suspend",
    "member.transfer-ownership",
    "outbox.configure",
    "outbox.flush",
    "perm.allow",
    "perm.deny",
    "perm.reset",
    "perm.toggle",
    "policy.apply",
    "policy.export",
    "role.add",
    "role.remove",
    "team.add",
    "team.join",
    "team.leave",
    "team.remove",
    "team.rename",
    "template.add",
    "template.edit",
    "template.import",
    "template.mark",
    "template.remove",
    "template.submit",
    "whatsapp.set",
    "workspace.backup",
    "workspace.delete",
    "workspace.init",
    "workspace.rename",
    "workspace.set",
];

/// One field of a thing, as it was and as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// The field.
    pub field: &'static str,
    /// Its value before; `None` where there was none.
    pub before: Option<AuditValue>,
    /// Its value now; `None` where there is none.
    pub after: Option<AuditValue>,
}

/// What was done to one thing. Nothing of a customer is in it but keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// What was done, such as `member.add`.
    pub action: &'static str,
    /// To what.
    pub object: String,
    /// Field by field.
    pub fields: Vec<FieldChange>,
    /// What it needed, where that isn't what the change as a whole did.
    pub needed: Option<Needed>,
    /// What is kept of it for taking it back, and isn't told.
    pub kept: Vec<Kept>,
}

impl Changed {
    /// Something that was done to that thing, its fields to follow.
    #[must_use]
    pub fn new(action: &'static str, object: impl Into<String>) -> Self {
        Self { action, object: object.into(), fields: Vec::new(), needed: None, kept: Vec::new() }
    }

    /// Notes a field, if it changed.
    #[must_use]
    pub fn field(
        mut self,
        field: &'static str,
        before: Option<impl Into<AuditValue>>,
        after: Option<impl Into<AuditValue>>,
    ) -> Self {
        let (before, after) = (before.map(Into::into), after.map(Into::into));
        if before != after {
            self.fields.push(FieldChange { field, before, after });
        }
        self
    }

    /// Notes a field of something new.
    #[must_use]
    pub fn new_field(self, field: &'static str, after: Option<impl Into<AuditValue>>) -> Self {
        self.field(field, None::<AuditValue>, after)
    }

    /// Notes a field of something that is gone.
    #[must_use]
    pub fn old_field(self, field: &'static str, before: Option<impl Into<AuditValue>>) -> Self {
        self.field(field, before, None::<AuditValue>)
    }

    /// Notes that it needed what another grant than the change's own was asked for.
    #[must_use]
    pub fn under<K>(mut self, grant: &Grant<K>) -> Self {
        self.needed = Some(grant.needed().clone());
        self
    }

    /// Keeps these for taking it back.
    #[must_use]
    pub fn keeping(mut self, kept: impl IntoIterator<Item = Kept>) -> Self {
        self.kept.extend(kept);
        self
    }

    fn side(&self, value: impl Fn(&FieldChange) -> Option<&AuditValue>) -> Option<String> {
        let map: serde_json::Map<_, _> = self
            .fields
            .iter()
            .filter_map(|change| Some((change.field.to_owned(), value(change)?.to_json())))
            .collect();
        (!map.is_empty()).then(|| serde_json::Value::Object(map).to_string())
    }
}

/// What something was done to, as a reader may read it. Chats and contacts are known by keys, which
/// tell nothing of them.
#[must_use]
pub fn shown_object(object: &AuditObject, lens: Lens) -> SafeText {
    match object {
        AuditObject::Chat(id) => SafeText::of(&[&"chat ", &id.0]),
        AuditObject::Contact(id) => SafeText::of(&[&"contact ", &id.0]),
        AuditObject::Contacts(keys) => SafeText::of(&[&"contacts ", &lens.own_number(keys)]),
        AuditObject::Account(number) => lens.own_number(number),
        AuditObject::Named(name) => lens.staff(name),
    }
}

/// A field's value, as a reader may read it.
#[must_use]
pub fn shown_value(value: &AuditValue, lens: Lens) -> SafeText {
    match value {
        AuditValue::Text(text) => lens.staff(text),
        AuditValue::Number(number) => SafeText::of(&[number]),
        AuditValue::Account(number) => lens.own_number(number),
    }
}

/// What an operation did, or would do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// What it changed. Empty where there was nothing to change.
    pub changed: Vec<Changed>,
    /// What that means for people.
    pub effects: Vec<Effect>,
    /// Warnings about a change of the policy.
    pub warnings: Vec<Warning>,
    /// What else is to be said.
    pub notes: Vec<String>,
    /// Through whose eyes it is printed.
    pub lens: Lens,
    /// The first entry of the audit that tells of it; `None` where there is none.
    pub entry: Option<i64>,
}

impl Outcome {
    /// How many of something the first thing changed has, or had: 0 where it says nothing of it.
    #[must_use]
    pub fn count(&self, field: &str) -> i64 {
        let fields = self.changed.first().map(|changed| changed.fields.as_slice());
        let found = fields.unwrap_or_default().iter().find(|change| change.field == field);
        match found.and_then(|change| change.after.as_ref().or(change.before.as_ref())) {
            Some(AuditValue::Number(count)) => *count,
            _ => 0,
        }
    }

    /// Adds what another operation did.
    pub(in crate::ops) fn join(&mut self, other: Self) {
        self.changed.extend(other.changed);
        self.effects.extend(other.effects);
        self.warnings.extend(other.warnings);
        self.notes.extend(other.notes);
        self.lens = other.lens;
        self.entry = self.entry.or(other.entry);
    }

    /// The entries for the audit: one for each thing changed.
    #[must_use]
    pub fn entries(&self) -> Vec<AuditEntry> {
        let is_known = |changed: &Changed| ACTIONS.contains(&changed.action);
        debug_assert!(self.changed.iter().all(is_known), "an action is in no list of actions");
        self.changed
            .iter()
            .map(|changed| AuditEntry {
                action: changed.action,
                object: changed.object.clone(),
                before: changed.side(|change| change.before.as_ref()),
                after: changed.side(|change| change.after.as_ref()),
                needed: changed.needed.clone(),
                kept: changed.kept.clone(),
            })
            .collect()
    }
}

impl From<Changed> for Outcome {
    fn from(changed: Changed) -> Self {
        Self { changed: vec![changed], ..Self::default() }
    }
}
