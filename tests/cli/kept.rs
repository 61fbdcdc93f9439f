//! Everything that was said is kept: of payloads of every kind, with fields that may be missing
//! missing now and then, every value is found in what `chat show` prints.

use serde_json::{Map, Value, json};

use crate::support::{
    Workspace,
    payload::{NOON, change},
    sample::MAIN,
};

const SENDER: &str = "919876543210";

/// Values that aren't looked for, by their path from the message: IDs, hashes and the envelope.
const LEFT_OUT: &[&str] = &[
    // Who, when and which: columns of the message, its chat and its contact.
    "id",
    "from",
    "timestamp",
    "type",
    "context/id",
    "context/from",
    "reaction/message_id",
    // Hashes, and the platform's IDs of files.
    "image/id",
    "image/sha256",
    "video/id",
    "video/sha256",
    "audio/id",
    "audio/sha256",
    "document/id",
    "document/sha256",
    "sticker/id",
    "sticker/sha256",
    "identity/hash",
    // The contact has it from then on.
    "system/wa_id",
];

/// A payload's part with all that the platform documents for it. A text stands for any text.
fn whole(kind: &str) -> Value {
    let media = json!({"id": "", "mime_type": "", "sha256": "", "caption": "", "url": ""});
    match kind {
        "text" => json!({"text": {"body": ""}, "referral": {"source_url": "", "source_type": "",
            "source_id": "", "headline": "", "body": "", "media_type": "", "image_url": "",
            "ctwa_clid": "", "welcome_message": {"text": ""}}}),
        "image" | "video" | "sticker" => json!({kind: media, "context": {"id": "", "from": "",
            "forwarded": true, "frequently_forwarded": true,
            "referred_product": {"catalog_id": "", "product_retailer_id": ""}}}),
        "audio" => json!({"audio": {"id": "", "mime_type": "", "sha256": "", "voice": true}}),
        "document" => {
            json!({"document": {"id": "", "mime_type": "", "sha256": "", "caption": "", "filename": ""}})
        }
        "location" => json!({"location": {"latitude": 1.5, "longitude": 2.5, "name": "",
            "address": "", "url": ""}}),
        "contacts" => json!({"contacts": [{"name": {"formatted_name": "", "first_name": "",
            "last_name": "", "middle_name": "", "prefix": ""}, "birthday": "",
            "org": {"company": "", "department": "", "title": ""},
            "phones": [{"phone": "", "wa_id": "", "type": ""}],
            "emails": [{"email": "", "type": ""}], "urls": [{"url": "", "type": ""}],
            "addresses": [{"street": "", "city": "", "zip": "", "country_code": ""}]}]}),
        "button" => json!({"button": {"text": "", "payload": ""}, "context": {"id": ""}}),
        "order" => json!({"order": {"catalog_id": "", "text": "", "product_items": [
            {"product_retailer_id": "", "quantity": 2, "item_price": 3.5, "currency": ""},
            {"product_retailer_id": "", "quantity": 4, "item_price": 5, "currency": ""}]}}),
        "nfm_reply" => json!({"interactive": {"type": "nfm_reply",
            "nfm_reply": {"name": "", "body": "", "response_json": "{\"a\": \"b\"}"}}}),
        "button_reply" => {
            json!({"interactive": {"type": "button_reply", "button_reply": {"id": "", "title": ""}}})
        }
        "list_reply" => json!({"interactive": {"type": "list_reply",
            "list_reply": {"id": "", "title": "", "description": ""}}}),
        "call_permission_reply" => json!({"interactive": {"type": "call_permission_reply",
            "call_permission_reply": {"response": "accept", "expiration_timestamp": 7,
            "response_source": "", "is_permanent": true}}}),
        "reaction" => json!({"reaction": {"message_id": "", "emoji": ""}}),
        "system" => json!({"system": {"body": "", "type": "customer_identity_changed"},
            "identity": {"acknowledged": true, "created_timestamp": 9, "hash": ""}}),
        "unsupported" => {
            json!({"unsupported": {"type": ""}, "errors": [{"code": 131_051, "title": "",
            "message": "", "error_data": {"details": ""}}]})
        }
        _ => json!({kind: {"depth": 3, "words": [{"a": ""}, {"b": true}]}}),
    }
}

const KINDS: [&str; 18] = [
    "text",
    "image",
    "video",
    "sticker",
    "audio",
    "document",
    "location",
    "contacts",
    "button",
    "order",
    "nfm_reply",
    "button_reply",
    "list_reply",
    "call_permission_reply",
    "reaction",
    "system",
    "unsupported",
    "hologram",
];

/// The next of a row of numbers (xorshift).
fn next(random: &mut u64) -> u64 {
    *random ^= *random << 13;
    *random ^= *random >> 7;
    *random ^= *random << 17;
    *random >> 32
}

/// The same with each part there or not, and a text of its own in the place of each empty one.
fn some_of(value: &Value, random: &mut u64, count: &mut u64) -> Value {
    match value {
        Value::String(text) if text.is_empty() => {
            *count += 1;
            json!(format!("said {count}"))
        }
        Value::Array(items) => items.iter().map(|item| some_of(item, random, count)).collect(),
        Value::Object(parts) => {
            let mut some = Map::new();
            for (key, part) in parts {
                if ["type", "message_id", "reaction"].contains(&key.as_str())
                    || !next(random).is_multiple_of(4)
                {
                    some.insert(key.clone(), some_of(part, random, count));
                }
            }
            Value::Object(some)
        }
        other => other.clone(),
    }
}

/// Every value with its path, but those at the paths that are left out.
pub fn leaves(value: &Value, path: &str, left_out: &[&str], found: &mut Vec<(String, Value)>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| leaves(item, path, left_out, found)),
        Value::Object(parts) => {
            for (key, part) in parts {
                let path = if path.is_empty() { key.clone() } else { format!("{path}/{key}") };
                leaves(part, &path, left_out, found);
            }
        }
        _ if left_out.contains(&path) => {}
        leaf => found.push((path.to_owned(), leaf.clone())),
    }
}

#[test]
fn no_value_of_any_kind_is_lost() {
    let workspace = Workspace::new();
    let (mut random, mut count) = (19, 0);
    let mut sent = Vec::new();
    for (number, kind) in (0_i64..).zip(KINDS.iter().cycle()).take(20 * KINDS.len()) {
        let mut body = some_of(&whole(kind), &mut random, &mut count);
        let is_interactive = kind.ends_with("_reply");
        body["type"] = if is_interactive { "interactive" } else { *kind }.into();
        body["from"] = SENDER.into();
        body["id"] = format!("wamid.{number}").into();
        body["timestamp"] = (NOON + number).to_string().into();
        sent.push(body);
    }
    let contacts = json!([{"wa_id": SENDER, "profile": {"name": "Asha"}}]);
    let payloads: Vec<_> = sent
        .iter()
        .map(|body| change(MAIN, "messages", json!({"contacts": contacts, "messages": [body]})))
        .collect();
    workspace.takes("chat import -", payloads.join("\n"));
    let shown = workspace.does("chat show 1 --limit 1000 --format json").json();
    let shown = shown["messages"].as_array().unwrap();
    assert_eq!(shown.len(), sent.len());
    for (body, message) in sent.iter().zip(shown) {
        let printed = message.to_string();
        let mut wanted = Vec::new();
        leaves(body, "", LEFT_OUT, &mut wanted);
        for (path, leaf) in wanted {
            let leaf = match &leaf {
                Value::String(text) => {
                    serde_json::to_string(text).unwrap().trim_matches('"').to_owned()
                }
                other => other.to_string(),
            };
            assert!(printed.contains(&leaf), "`{path}`, {leaf}, of {body} isn't in {printed}");
        }
    }
}

/// An edit says the whole message anew, and may bring more beside it.
#[test]
fn no_value_of_an_edit_is_lost() {
    let workspace = Workspace::new();
    let (mut random, mut count) = (23, 0);
    let kinds = KINDS.iter().filter(|kind| !["reaction", "system"].contains(*kind));
    for (number, kind) in (0_i64..).zip(kinds) {
        let first = json!({"type": "text", "from": SENDER, "id": format!("w{number}"),
            "timestamp": (NOON + number).to_string(), "text": {"body": "first"}});
        let mut new = some_of(&whole(kind), &mut random, &mut count);
        new["type"] = if kind.ends_with("_reply") { "interactive" } else { *kind }.into();
        let edit = json!({"type": "edit", "from": SENDER, "id": format!("e{number}"),
            "timestamp": (NOON + 100).to_string(), "beside": {"headline": "said with it"},
            "edit": {"original_message_id": format!("w{number}"), "reason": "said why",
            "message": new}});
        for body in [first, edit.clone()] {
            workspace.takes("chat import -", change(MAIN, "messages", json!({"messages": [body]})));
        }
        let shown = workspace.does("chat show 1 --limit 1000 --format json").json();
        let printed = shown["messages"].as_array().unwrap().last().unwrap().to_string();
        let mut wanted = Vec::new();
        leaves(&edit["edit"]["message"], "", LEFT_OUT, &mut wanted);
        for (path, leaf) in wanted {
            let leaf = leaf.as_str().map_or_else(
                || leaf.to_string(),
                |text| serde_json::to_string(text).unwrap().trim_matches('"').to_owned(),
            );
            assert!(printed.contains(&leaf), "`{path}`, {leaf}, of {edit} isn't in {printed}");
        }
        assert!(printed.contains("said with it") && printed.contains("said why"), "{printed}");
    }
}

#[test]
fn whom_numbers_are_hidden_from_reads_none_in_what_is_kept() {
    let workspace = Workspace::sample();
    let card = json!({"type": "contacts", "from": SENDER, "id": "w1",
        "timestamp": NOON.to_string(), "contacts": [{"name": {"formatted_name": "Dr Rao"},
        "phones": [{"phone": "98111 22233", "wa_id": "919811122233"}]}]});
    let form = json!({"type": "interactive", "from": SENDER, "id": "w2",
        "timestamp": NOON.to_string(), "interactive": {"type": "nfm_reply", "nfm_reply": {
        "response_json": "{\"mobile\": \"919811122233\"}"}}});
    for body in [card, form] {
        let payload = change(MAIN, "messages", json!({"messages": [body]}));
        workspace.takes("chat import -", payload);
    }
    workspace.does("mask enable number --role admin");
    let shown = workspace.does("chat show 1 --format json --as adam@acme.test").stdout;
    assert!(shown.contains("Dr Rao"));
    assert!(!shown.contains("22233"), "{shown}");
    workspace.does("leaks");
}
