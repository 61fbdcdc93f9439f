//! Whatever comes in: no panic, no endless reading, and the same events however the input is cut.

use std::io::BufReader;

use proptest::collection::vec;
use proptest::prelude::*;
use rolecall::formats::cloud_api::read;
use serde_json::{Map, Value, json};

use super::fixtures;
use super::render::rendered;

/// Every item of an input ends in at least one byte of it, so more items than this means a loop.
fn read_to_the_end(input: &[u8]) -> String {
    let limit = input.len() * 2 + 10;
    assert!(read(input).take(limit + 1).count() <= limit);
    let told = rendered(input);
    for line in told.lines().filter(|line| line.starts_with("error ")) {
        assert!(!line.contains("98765") && !line.contains("Asha"), "{line}");
    }
    told
}

fn any_json() -> impl Strategy<Value = Value> {
    let keys = prop_oneof![
        Just("object"),
        Just("entry"),
        Just("changes"),
        Just("value"),
        Just("field"),
        Just("metadata"),
        Just("messages"),
        Just("message_echoes"),
        Just("statuses"),
        Just("contacts"),
        Just("history"),
        Just("threads"),
        Just("state_sync"),
        Just("contact"),
        Just("id"),
        Just("from"),
        Just("to"),
        Just("timestamp"),
        Just("type"),
        Just("text"),
        Just("body"),
        Just("edit"),
        Just("message"),
        Just("context"),
        Just("display_phone_number"),
        Just("user_id"),
        Just("user_id_update"),
        Just("errors"),
        Just("name"),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        prop_oneof![
            Just("messages"),
            Just("history"),
            Just("smb_app_state_sync"),
            Just("text"),
            Just("edit"),
            Just("revoke"),
            Just("reaction"),
            Just("system"),
            Just("whatsapp_business_account"),
            Just("1767225600"),
        ]
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 60, 6, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Value::from),
            vec((keys.clone(), inner), 0..6).prop_map(|pairs| {
                let pairs = pairs.into_iter().map(|(key, value)| (key.to_owned(), value));
                Value::Object(pairs.collect::<Map<_, _>>())
            }),
        ]
    })
}

proptest! {
    #[test]
    fn any_bytes_are_survived(input in vec(any::<u8>(), 0..600)) {
        read_to_the_end(&input);
    }

    #[test]
    fn any_json_like_bytes_are_survived(input in "[\\[\\]{}\",:\\\\ \n\r0a-]{0,200}") {
        read_to_the_end(input.as_bytes());
    }

    #[test]
    fn any_json_is_survived(value in any_json()) {
        let within = json!({"object": "whatsapp_business_account", "entry": [{"changes": [
            {"field": "messages", "value": value.clone()}]}]});
        read_to_the_end(value.to_string().as_bytes());
        read_to_the_end(within.to_string().as_bytes());
        read_to_the_end(format!("{within:#}").as_bytes());
        read_to_the_end(format!("[{value},{within}]").as_bytes());
    }

    #[test]
    fn any_value_in_place_of_another_is_survived(
        file in any::<prop::sample::Index>(),
        spot in any::<prop::sample::Index>(),
        value in any_json(),
    ) {
        let files = fixtures();
        let text = std::fs::read(file.get(&files)).unwrap();
        let first = text.split(|&byte| byte == b'\n').next().unwrap();
        let document = serde_json::from_slice(&text).or_else(|_| serde_json::from_slice(first));
        if let Ok(mut document) = document {
            let spots = pointers(&document);
            *document.pointer_mut(&spots[spot.index(spots.len())]).unwrap() = value;
            read_to_the_end(Value::to_string(&document).as_bytes());
        }
    }

    #[test]
    fn any_broken_fixture_is_survived(
        file in any::<prop::sample::Index>(),
        edits in vec((any::<prop::sample::Index>(), any::<Option<u8>>()), 1..6),
    ) {
        let mut text = std::fs::read(file.get(&fixtures())).unwrap();
        for (at, byte) in edits {
            let at = at.index(text.len());
            match byte {
                Some(byte) => text[at] = byte,
                None => text.truncate(at + 1),
            }
        }
        read_to_the_end(&text);
    }

    #[test]
    fn the_size_of_the_pieces_does_not_matter(
        file in any::<prop::sample::Index>(),
        size in 1_usize..50,
    ) {
        let text = std::fs::read(file.get(&fixtures())).unwrap();
        let small = read(BufReader::with_capacity(size, &text[..])).map(|item| item.is_ok());
        let whole = read(&text[..]).map(|item| item.is_ok());
        prop_assert!(small.eq(whole));
    }
}

fn pointers(value: &Value) -> Vec<String> {
    let mut found = vec![String::new()];
    let children: Vec<(String, &Value)> = match value {
        Value::Array(items) => items.iter().enumerate().map(|(i, v)| (i.to_string(), v)).collect(),
        Value::Object(map) => map.iter().map(|(key, v)| (key.clone(), v)).collect(),
        _ => Vec::new(),
    };
    for (key, child) in children {
        found.extend(pointers(child).into_iter().map(|below| format!("/{key}{below}")));
    }
    found
}
