//! What webhooks and pages say of messages and people that are known, and how they write it.

use serde_json::json;

use crate::support::{Workspace, payload, sample::ASHA};

fn workspace() -> Workspace {
    let workspace = Workspace::new();
    workspace.does("account connect +15550783881 --label Main");
    workspace
}

/// A webhook of Interakt, one a line.
fn interakt(kind: &str, customer: &str, meta_data: &str) -> String {
    let body = "\"id\":\"m-1\",\"message_content_type\":\"Text\",\"message\":\"hello\",\
        \"received_at_utc\":\"2024-06-10T08:37:50\",\"seen_at_utc\":\"2024-06-10T08:38:05\"";
    let kind =
        format!("\"version\":\"1.0\",\"timestamp\":\"2024-06-10T08:38:08\",\"type\":\"{kind}\"");
    let message = format!("{{{body},\"meta_data\":{meta_data}}}");
    format!("{{{kind},\"data\":{{\"customer\":{{{customer}}},\"message\":{message}}}}}\n")
}

#[test]
fn a_customer_of_interakt_is_read_as_a_row_of_a_list_is() {
    for (given, opted_in) in [
        ("\"True\"", "1"),
        ("\"yes\"", "1"),
        ("1", "1"),
        ("\"no\"", "0"),
        ("false", "0"),
        ("0", "0"),
        ("\"maybe\"", "none"),
    ] {
        for number in ["9876543210", "09876543210", "919876543210"] {
            let workspace = workspace();
            let customer = format!(
                "\"phone_number\":\"{number}\",\"country_code\":\"+91\",\
                 \"traits\":{{\"whatsapp_opted_in\":{given}}}"
            );
            workspace.takes("chat import -", interakt("message_received", &customer, "{}"));
            let is =
                workspace.value("SELECT phone || ' ' || coalesce(opted_in, 'none') FROM contact");
            assert_eq!(is, format!("+919876543210 {opted_in}"), "{number} {given}");
        }
    }
}

#[test]
fn a_button_that_was_pressed_is_kept_with_its_message() {
    let customer = "\"channel_phone_number\":\"919876543210\"";
    let click = "{\"source\":\"x\",\"click_type\":\"QR\",\"button_text\":\"Fill Form\"}";
    let clicked = interakt("message_api_clicked", customer, click);
    let read = interakt("message_api_read", customer, "{\"source\":\"x\"}");
    let sent = interakt("message_api_sent", customer, "{\"source\":\"x\"}");
    for webhooks in [[&sent, &clicked], [&read, &clicked], [&clicked, &read]] {
        let workspace = workspace();
        workspace.takes("chat import -", webhooks.map(String::as_str).concat());
        let said = workspace.value("SELECT status || ' ' || status_details FROM message");
        let pressed = "{\"meta_data\":{\"button_text\":\"Fill Form\",\"click_type\":\"QR\"}}";
        assert_eq!(said, format!("read {pressed}"));
    }
}

#[test]
fn a_text_that_looks_like_json_stays_as_it_was_typed() {
    let customer = "\"channel_phone_number\":\"919876543210\"";
    for (typed, said) in
        [(r#"{\"size\": 1.50, \"t\": true}"#, r#"{"size": 1.50, "t": true}"#), ("{}", "{}")]
    {
        let workspace = workspace();
        let webhook = interakt("message_received", customer, "{}")
            .replace("\"hello\"", &format!("\"{typed}\""));
        workspace.takes("chat import -", webhook);
        assert_eq!(workspace.value("SELECT text FROM message"), said);
    }
}

#[test]
fn traits_that_are_lists_or_objects_are_told() {
    let workspace = workspace();
    let customer = "\"channel_phone_number\":\"919876543210\",\
        \"traits\":{\"city\":\"Pune\",\"interests\":[\"a\"],\"home\":{\"street\":\"MG\"}}";
    let webhook = interakt("message_received", customer, "{}");
    workspace.run_with("chat import -", webhook).succeeds().says("2 `traits`");
    assert_eq!(workspace.value("SELECT group_concat(key) FROM contact_trait"), "city");
}

#[test]
fn what_was_said_with_a_status_stays_when_a_later_one_says_less() {
    let status = |status: &str, at: i64, more: serde_json::Value| {
        let mut status = json!({"id": "o1", "status": status, "timestamp": at.to_string(),
            "recipient_id": "919876543210"});
        status.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        payload::change("15550783881", "messages", json!({"statuses": [status]}))
    };
    let echo = payload::echo("15550783881", "919876543210", "o1", payload::NOON, "offer");
    let sent = status("sent", payload::NOON + 1, json!({"biz_opaque_callback_data": "c1"}));
    let delivered = status("delivered", payload::NOON + 2, json!({}));
    let read = status("read", payload::NOON + 3, json!({"note": 12_345}));
    for statuses in
        [[&sent, &delivered, &read], [&read, &sent, &delivered], [&read, &delivered, &sent]]
    {
        let workspace = workspace();
        workspace.takes("chat import -", &echo);
        let all = statuses.map(String::as_str).join("\n");
        workspace.takes("chat import -", &all);
        let is = || workspace.value("SELECT status || ' ' || status_details FROM message");
        assert_eq!(is(), "read {\"biz_opaque_callback_data\":\"c1\",\"note\":12345}");
        let state = workspace.state();
        workspace.takes("chat import -", &all);
        state.is_still(&workspace.state(), "the same statuses again");
    }
}

#[test]
fn a_number_of_any_length_is_kept_digit_by_digit() {
    let order = json!({"type": "order", "order": {"product_items": [{"quantity": 777, "item_price": 1.5}]}});
    let webhook = payload::message("15550783881", ASHA, "m0", payload::NOON, order);
    let workspace = workspace();
    workspace.takes("chat import -", webhook.replace("777", "1234567890123456789012345"));
    let content = workspace.value("SELECT content FROM message");
    assert!(
        content.contains("\"1234567890123456789012345\"") && content.contains("1.5"),
        "{content}"
    );
}

#[test]
fn a_message_of_timelinesai_is_brought_to_what_it_is_now() {
    let chat = "{\"chats\":[{\"id\":1,\"name\":\"John\",\"phone\":\"+14155551234\",\"is_group\":false,\
        \"whatsapp_account_id\":\"15550783881@s.whatsapp.net\"}]}\n";
    let page = |status: &str, more: &str| {
        format!(
            "{chat}{{\"messages\":[{{\"uid\":\"u1\",\"chat_id\":1,\"timestamp\":\"2023-06-18 15:19:23 +0300\",\
             \"sender_name\":\"Main\",\"from_me\":true,\"status\":\"{status}\",\"created_by\":\"Kate\",\
             \"message_type\":\"Widget\",\"text\":\"hello\"{more}}}]}}\n"
        )
    };
    let workspace = workspace();
    let is = || workspace.value("SELECT author || ' ' || status || ' ' || content FROM message");
    workspace.takes("chat import -", page("Sent", ""));
    assert_eq!(is(), "Main sent {\"created_by\":\"Kate\",\"message_type\":\"Widget\"}");
    let reactions = ",\"reactions\":{\"total\":1}";
    for (given, reactions) in [("Read", reactions), ("Read", reactions), ("Sent", "")] {
        workspace.takes("chat import -", page(given, reactions));
        let said =
            "{\"created_by\":\"Kate\",\"message_type\":\"Widget\",\"reactions\":{\"total\":1}}";
        assert_eq!(is(), format!("Main read {said}"), "{given}");
    }
}

#[test]
fn an_edit_leaves_what_a_message_came_with() {
    let body =
        json!({"type": "text", "text": {"body": "I saw yur ad"}, "referral": {"source_id": "120"}});
    let first = payload::message("15550783881", ASHA, "m0", payload::NOON, body);
    let edit = payload::edit("15550783881", ASHA, "e1", payload::NOON + 9, "m0", "I saw your ad");
    for payloads in [[&first, &edit], [&edit, &first]] {
        let workspace = workspace();
        workspace.takes("chat import -", payloads.map(String::as_str).join("\n"));
        let said = workspace.value("SELECT text || ' ' || content FROM message");
        assert_eq!(said, "I saw your ad {\"referral\":{\"source_id\":\"120\"}}");
    }
}
