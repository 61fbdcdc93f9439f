//! What the audit says of a thing and its fields, by type: so that a view can print each as its
//! reader may read it.

use serde_json::Value;

use super::read::TrailEntry;
use crate::rules::id::{ChatId, ContactId};

/// A value of a field that was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuditValue {
    /// Text by staff, or a word of the program's.
    Text(String),
    /// A count, a key or a limit.
    Number(i64),
    /// A number of the workspace's own.
    Account(String),
}

impl AuditValue {
    const ACCOUNT: &str = "account";

    /// As JSON, in which each type has its own form.
    #[must_use]
    pub fn to_json(&self) -> Value {
        match self {
            Self::Text(text) => text.as_str().into(),
            Self::Number(number) => (*number).into(),
            Self::Account(number) => serde_json::json!({ Self::ACCOUNT: number }),
        }
    }

    fn from_json(value: &Value) -> Self {
        match (value.as_i64(), value.get(Self::ACCOUNT).and_then(Value::as_str)) {
            (Some(number), _) => Self::Number(number),
            (None, Some(account)) => Self::Account(account.to_owned()),
            (None, None) => {
                Self::Text(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
            }
        }
    }
}

impl From<String> for AuditValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for AuditValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<i64> for AuditValue {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<u64> for AuditValue {
    fn from(count: u64) -> Self {
        Self::Number(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

/// What something was done to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuditObject {
    /// A chat.
    Chat(ChatId),
    /// A contact.
    Contact(ContactId),
    /// Several contacts, as ranges of keys.
    Contacts(String),
    /// An account, by the workspace's own number.
    Account(String),
    /// Something that staff named: a member, a team, a role, a file.
    Named(String),
}

impl AuditObject {
    /// Of an action, as it is written.
    #[must_use]
    pub fn new(action: &str, object: &str) -> Self {
        let key = |noun: &str| object.strip_prefix(noun)?.parse().ok();
        let is_range = |c: char| c.is_ascii_digit() || "-, ".contains(c);
        match (key("chat "), key("contact "), object.strip_prefix("contacts ")) {
            (Some(id), _, _) => Self::Chat(ChatId(id)),
            (_, Some(id), _) => Self::Contact(ContactId(id)),
            (_, _, Some(keys)) if keys.chars().all(is_range) => Self::Contacts(keys.to_owned()),
            _ if is_number(object)
                && (action.starts_with("account.") || action.starts_with("whatsapp.")) =>
            {
                Self::Account(object.to_owned())
            }
            _ => Self::Named(object.to_owned()),
        }
    }
}

fn is_number(object: &str) -> bool {
    object.strip_prefix('+').is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The fields of one side of an entry.
pub type AuditFields = Vec<(String, AuditValue)>;

impl TrailEntry {
    /// What it was done to.
    #[must_use]
    pub fn about(&self) -> AuditObject {
        AuditObject::new(&self.action, &self.object)
    }

    /// The fields that it changed, as they were and as they are; `None` where there were none.
    #[must_use]
    pub fn sides(&self) -> [Option<AuditFields>; 2] {
        [&self.before, &self.after].map(|side| side.as_deref().map(fields))
    }
}

fn fields(side: &str) -> AuditFields {
    match serde_json::from_str(side) {
        Ok(Value::Object(fields)) => {
            let field = |(name, value): (String, Value)| (name, AuditValue::from_json(&value));
            fields.into_iter().map(field).collect()
        }
        _ => vec![("?".to_owned(), AuditValue::Text(side.to_owned()))],
    }
}
