//! Webhook payloads of the Cloud API, one a line, built from their parts.

use serde_json::{Value, json};

/// Seconds since 1970 of the first of January 2026, at noon.
pub const NOON: i64 = 1_767_268_800;

/// Whom a payload speaks of: a number, or an id and a username.
#[derive(Clone, Copy)]
pub enum Customer<'a> {
    /// Name, number.
    Number(&'a str, &'a str),
    /// Name, business-scoped user id, username.
    Hidden(&'a str, &'a str, &'a str),
}

impl Customer<'_> {
    fn contact(self) -> Value {
        match self {
            Self::Number(name, number) => json!({"profile": {"name": name}, "wa_id": number}),
            Self::Hidden(name, id, username) => {
                json!({"profile": {"name": name, "username": username}, "user_id": id})
            }
        }
    }

    fn sender(self) -> (&'static str, String) {
        match self {
            Self::Number(_, number) => ("from", number.to_owned()),
            Self::Hidden(_, id, _) => ("from_user_id", id.to_owned()),
        }
    }
}

/// One payload with that change on that account.
pub fn change(account: &str, field: &str, mut value: Value) -> String {
    value["messaging_product"] = "whatsapp".into();
    value["metadata"] =
        json!({"display_phone_number": account, "phone_number_id": format!("7{account}")});
    json!({
        "object": "whatsapp_business_account",
        "entry": [{"id": "800900100200300", "changes": [{"field": field, "value": value}]}],
    })
    .to_string()
}

/// A message of any kind: `body` holds its `type` and what belongs to it.
pub fn message(account: &str, from: Customer<'_>, id: &str, at: i64, mut body: Value) -> String {
    let (key, sender) = from.sender();
    body[key] = sender.into();
    body["id"] = id.into();
    body["timestamp"] = at.to_string().into();
    change(account, "messages", json!({"contacts": [from.contact()], "messages": [body]}))
}

/// A text message.
pub fn text(account: &str, from: Customer<'_>, id: &str, at: i64, text: &str) -> String {
    message(account, from, id, at, json!({"type": "text", "text": {"body": text}}))
}

/// An edit of an earlier message.
pub fn edit(account: &str, from: Customer<'_>, id: &str, at: i64, of: &str, text: &str) -> String {
    let inner = json!({"type": "text", "text": {"body": text}});
    let edit = json!({"original_message_id": of, "message": inner});
    message(account, from, id, at, json!({"type": "edit", "edit": edit}))
}

/// A deletion of an earlier message.
pub fn revoke(account: &str, from: Customer<'_>, id: &str, at: i64, of: &str) -> String {
    let revoke = json!({"original_message_id": of});
    message(account, from, id, at, json!({"type": "revoke", "revoke": revoke}))
}

/// A message that the business wrote on its phone.
pub fn echo(account: &str, to: &str, id: &str, at: i64, text: &str) -> String {
    let echo = json!({"from": account, "to": to, "id": id, "timestamp": at.to_string(),
        "type": "text", "text": {"body": text}});
    change(account, "smb_message_echoes", json!({"message_echoes": [echo]}))
}

/// How far a message of the business got.
pub fn status(account: &str, to: &str, of: &str, at: i64, status: &str) -> String {
    let status =
        json!({"id": of, "status": status, "timestamp": at.to_string(), "recipient_id": to});
    change(account, "messages", json!({"statuses": [status]}))
}
