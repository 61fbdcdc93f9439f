//! What isn't a message is kept too, or is named with its count: of statuses, payments, calls, address books,
//! consents and the platform's notices every value is found in what is shown, or its field in the report.

use serde_json::{Value, json};

use super::kept::leaves;
use crate::support::{
    Workspace,
    payload::{NOON, change, echo, text},
    sample::{ASHA, MAIN},
};

const SENDER: &str = "919876511111";

/// Values that aren't looked for, by their path: IDs, times and the envelope.
const LEFT_OUT: &[&str] = &[
    "messages/id",
    "messages/from",
    "messages/timestamp",
    "messages/type",
    "statuses/id",
    "statuses/timestamp",
    "statuses/type",
    "statuses/recipient_id",
    "statuses/recipient_user_id",
    // A later one took its place.
    "statuses/status",
    "calls/id",
    "calls/from",
    "calls/to",
    "calls/timestamp",
    // How far the call is: its status says it, in lower case.
    "calls/event",
    "calls/status",
    "user_preferences/wa_id",
    "user_preferences/timestamp",
    // The contact's consent says both.
    "user_preferences/category",
    "user_preferences/value",
    "state_sync/type",
    "state_sync/action",
    "state_sync/metadata/timestamp",
    // The full name has it.
    "state_sync/contact/first_name",
    "user_id_update/wa_id",
    "user_id_update/timestamp",
    "user_id_update/detail",
    "user_id_update/user_id/previous",
];

fn values() -> Vec<(&'static str, Value)> {
    let at = |seconds: i64| (NOON + seconds).to_string();
    let error = json!([{"code": 131_026, "title": "", "message": "", "href": "",
        "error_data": {"details": ""}}]);
    let mut values = vec![
        (
            "messages",
            json!({"statuses": [{"id": "w0", "status": "delivered", "timestamp": at(1),
            "recipient_id": SENDER, "recipient_user_id": "IN.77", "biz_opaque_callback_data": "",
            "conversation": {"id": "", "origin": {"type": ""}},
            "pricing": {"billable": true, "pricing_model": "", "category": ""}}]}),
        ),
        (
            "messages",
            json!({"statuses": [{"id": "w0", "status": "failed", "timestamp": at(2),
            "recipient_id": SENDER, "errors": error}]}),
        ),
        (
            "messages",
            json!({"statuses": [{"id": "p1", "type": "payment", "status": "captured",
            "timestamp": at(3), "recipient_id": SENDER, "payment": {"reference_id": "",
            "amount": {"value": 21_000, "offset": 100}, "currency": "", "notes": {"key": ""},
            "transaction": {"type": "", "status": "", "created_timestamp": 1_749_416_399,
            "method": {"type": ""}, "error": {"code": "", "reason": ""}}}}]}),
        ),
        (
            "messages",
            json!({"statuses": [], "messages": [{"from": SENDER, "id": "w9",
            "timestamp": at(4), "type": "text", "text": {"body": ""}}], "errors": error}),
        ),
        (
            "calls",
            json!({"calls": [{"id": "c1", "from": SENDER, "to": MAIN, "event": "connect",
            "timestamp": at(5), "direction": "USER_INITIATED", "deeplink_payload": "",
            "cta_payload": "", "session": {"sdp_type": "", "sdp": ""}}]}),
        ),
        (
            "calls",
            json!({"calls": [{"id": "c1", "from": SENDER, "to": MAIN, "event": "terminate",
            "timestamp": at(9), "direction": "USER_INITIATED", "status": "COMPLETED",
            "start_time": at(6), "end_time": at(8), "duration": 77,
            "biz_opaque_callback_data": ""}]}),
        ),
        (
            "calls",
            json!({"calls": [{"id": "c2", "to": SENDER, "from": MAIN, "event": "terminate",
            "timestamp": at(9), "direction": "BUSINESS_INITIATED", "status": "FAILED",
            "errors": error}]}),
        ),
        (
            "calls",
            json!({"statuses": [{"id": "c2", "type": "call", "status": "rejected",
            "timestamp": at(10), "recipient_id": SENDER}]}),
        ),
        (
            "user_preferences",
            json!({"user_preferences": [{"wa_id": SENDER, "detail": "",
            "category": "marketing_messages", "value": "stop", "timestamp": NOON}]}),
        ),
        (
            "user_preferences",
            json!({"user_preferences": [{"wa_id": SENDER, "detail": "",
            "category": "utility", "value": "stop", "timestamp": NOON}]}),
        ),
        (
            "smb_app_state_sync",
            json!({"state_sync": [{"type": "contact", "action": "add",
            "contact": {"full_name": "", "first_name": "", "phone_number": SENDER},
            "metadata": {"timestamp": at(11)}}]}),
        ),
        (
            "user_id_update",
            json!({"user_id_update": [{"wa_id": SENDER, "detail": "",
            "user_id": {"previous": "IN.77", "current": "IN.78"}, "timestamp": at(12)}]}),
        ),
        ("history", json!({"history": [{"errors": error}]})),
        ("messages", json!({"errors": error})),
        ("standby", json!({"messages": [{"from": SENDER, "id": "", "text": {"body": ""}}]})),
    ];
    values.extend(notices());
    values
}

/// What is no conversation: changes of groups, and the platform's notices.
fn notices() -> Vec<(&'static str, Value)> {
    let mut values = Vec::new();
    let notice = json!({"event": "", "decision": "", "ban_info": {"waba_ban_state": ""},
        "requester": "", "max_daily_conversation_per_phone": 100});
    let groups = |kind: &str| {
        json!({"groups": [{"timestamp": NOON.to_string(), "group_id": "G1", "type": kind,
        "subject": "", "reason": "", "invite_link": "", "request_id": "",
        "added_participants": [{"wa_id": "919811122233"}], "group_description": {"text": ""}}]})
    };
    values.extend(
        [
            "group_lifecycle_update",
            "group_participants_update",
            "group_settings_update",
            "group_status_update",
        ]
        .map(|field| (field, groups(field))),
    );
    let notices = [
        "account_update",
        "account_review_update",
        "account_alerts",
        "phone_number_name_update",
        "phone_number_quality_update",
        "business_capability_update",
        "message_template_quality_update",
        "message_template_components_update",
        "template_category_update",
        "security",
        "flows",
        "payment_configuration_update",
        "tracking_events",
        "automatic_events",
        "partner_solutions",
        "business_username_update",
        "messaging_handovers",
    ];
    values.extend(notices.map(|field| (field, notice.clone())));
    values
}

/// The same with a text of its own in the place of each empty one.
fn filled(value: &Value, count: &mut u64) -> Value {
    match value {
        Value::String(text) if text.is_empty() => {
            *count += 1;
            json!(format!("said {count}."))
        }
        Value::Array(items) => items.iter().map(|item| filled(item, count)).collect(),
        Value::Object(parts) => {
            parts.iter().map(|(key, part)| (key.clone(), filled(part, count))).collect()
        }
        other => other.clone(),
    }
}

#[test]
fn no_value_of_any_other_field_is_lost_unnamed() {
    let workspace = Workspace::new();
    workspace.takes("chat import -", echo(MAIN, SENDER, "w0", NOON, "an offer"));
    workspace.takes("chat import -", text(MAIN, ASHA, "w1", NOON, "hi"));
    let mut count = 0;
    let mut user_ids = Vec::new();
    for (field, value) in values() {
        let value = filled(&value, &mut count);
        let payload = change(MAIN, field, value.clone());
        let ran = workspace.takes("chat import - --format json", payload);
        let named = |key: &str| {
            let is_it = |row: &Value| row["kind"] == key && row["left_out"] != 0;
            ran.rows().iter().any(is_it)
        };
        let mut shown = workspace.does("contact show 1 --format json").stdout;
        let contact: Value = serde_json::from_str(&shown).unwrap();
        user_ids.push(contact["whatsapp_user_id"].as_str().unwrap_or_default().to_owned());
        for chat in workspace.does("chat list --all --format json").column("id") {
            shown += &workspace.does(&format!("chat show {chat} --limit 100 --format json")).stdout;
        }
        let mut wanted = Vec::new();
        leaves(&value, "", LEFT_OUT, &mut wanted);
        for (path, leaf) in wanted {
            let is_named = named(field) || path.split('/').any(named);
            let leaf = leaf.as_str().map_or_else(|| leaf.to_string(), str::to_owned);
            assert!(
                is_named || shown.contains(&leaf),
                "`{path}`, {leaf}, of {field}\n{}\n{shown}",
                ran.transcript()
            );
        }
    }
    user_ids.dedup();
    assert_eq!(user_ids, ["IN.77", "IN.78"], "what a status and an update say of the id is known");
}
