//! The Cloud API reader on whole files: every fixture with all that it gives.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod faults;
mod hostile;
mod render;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use render::rendered;
use serde_json::json;

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cloud-api");
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty());
    files
}

#[test]
fn every_fixture_gives_its_events() {
    let mut all = String::new();
    for file in fixtures() {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let events = rendered(&fs::read(&file).unwrap());
        writeln!(all, "== {name}\n{events}").unwrap();
    }
    insta::assert_snapshot!(all);
}

#[test]
fn one_payload_a_line_and_an_array_of_them_give_the_same_events() {
    let lines = fixture("usernames.jsonl");
    let array = format!("[{}]", lines.trim_end().replace('\n', ",\n"));
    let without_places = |text: &str| -> Vec<String> {
        text.lines()
            .map(|line| {
                let (kind, rest) = line.split_once(' ').unwrap();
                let content = rest.find('[').unwrap();
                format!("{kind} {}", &rest[content..])
            })
            .collect()
    };
    assert_eq!(
        without_places(&rendered(lines.as_bytes())),
        without_places(&rendered(array.as_bytes())),
    );
}

fn fixture(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cloud-api");
    fs::read_to_string(folder.join(name)).unwrap()
}

#[test]
fn a_payload_is_found_in_the_wrapping_of_what_kept_it() {
    let payload: serde_json::Value = serde_json::from_str(&fixture("text.json")).unwrap();
    let change = &payload["entry"][0]["changes"][0];
    for wrapped in [
        json!([{"headers": {"host": "x"}, "params": {}, "body": payload}]),
        json!({"body": payload.to_string()}),
        json!({"data": [{"uuid": "1", "content": payload.to_string()}]}),
        json!([{"json": {"webhookUrl": "x", "body": [payload]}}]),
        json!({"eventDetails": {"rawEvent": payload}}),
        json!({"changes": [change]}),
        change.clone(),
        change["value"].clone(),
    ] {
        let told = rendered(wrapped.to_string().as_bytes());
        assert!(told.starts_with("message "), "{wrapped}: {told}");
        assert_eq!(told.lines().count(), 1);
    }
}

#[test]
fn an_account_need_not_be_named_where_a_value_stands_alone() {
    let bare = r#"{"contacts": [{"wa_id": "919876543210"}], "messages": [{"from": "919876543210",
        "id": "w1", "timestamp": "1767268800", "type": "text", "text": {"body": "hi"}}]}"#;
    let told = rendered(bare.as_bytes());
    assert!(told.starts_with("message 1:1 /messages/0 [- -] in"), "{told}");
}

#[test]
fn what_somebody_wrote_is_no_payload() {
    let payload = fixture("text.json");
    let quoted = fixture("text.json").replace("Is the blue one still there? 🙂", "SAID");
    let quoted = quoted
        .replace("SAID", &payload.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', ""));
    assert_eq!(rendered(quoted.as_bytes()).lines().count(), 1);
}
