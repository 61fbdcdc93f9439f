//! An export of a chat beside webhooks of the same chat: what both tell of is there once, and as the
//! webhook tells it, whichever came first.

use serde_json::{Value, json};

use crate::support::{
    Workspace,
    payload::{self, NOON},
    sample::ASHA,
};

fn workspace() -> Workspace {
    let workspace = Workspace::new();
    workspace.does("account connect +15550783881 --label Main");
    workspace
}

/// Kind, text and id of each message.
fn said(workspace: &Workspace) -> Vec<String> {
    let sql =
        "SELECT group_concat(kind || ' ' || coalesce(text, '-') || ' ' || external_id, char(10))
        FROM (SELECT * FROM message ORDER BY at, id)";
    workspace.value(sql).lines().map(str::to_owned).collect()
}

/// A webhook of Asha's message, so many seconds past noon.
fn webhook(id: &str, seconds: i64, body: Value) -> String {
    payload::message("15550783881", ASHA, id, NOON + seconds, body)
}

/// Imports export and webhooks in both orders, each twice, and holds what is there then, whenever it was
/// said: a phone's minute and a webhook's second are both right.
#[track_caller]
fn holds(export: &str, webhooks: &[String], right: &[&str]) {
    let webhooks = webhooks.join("\n");
    let command = "chat import - --contact +919876543210 --me Desk --dates dmy";
    for order in [[command, "chat import -"], ["chat import -", command]] {
        let workspace = workspace();
        for command in order.into_iter().chain(order) {
            let is_export = command.contains("--me");
            workspace.takes(command, if is_export { export } else { &webhooks });
        }
        let mut said = said(&workspace);
        said.sort_unstable();
        assert_eq!(said, right, "{order:?}");
    }
}

#[test]
fn a_place_is_there_once() {
    let place = |more: Value| {
        let mut place = json!({"latitude": 12.9716, "longitude": 77.5946});
        place.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({"type": "location", "location": place})
    };
    for word in ["location", "Standort", "स्थान"] {
        let export = format!(
            "01/01/2026, 12:00 - Asha: {word}: https://maps.google.com/?q=12.9716,77.5946\n"
        );
        let plain = webhook("w1", 20, place(json!({})));
        holds(&export, &[plain], &["location 12.9716, 77.5946 w1"]);
        let named = webhook("w1", 20, place(json!({"name": "Shop"})));
        holds(&export, &[named], &["location Shop (12.9716, 77.5946) w1"]);
    }
    let export = "01/01/2026, 12:00 - Asha: location: https://maps.google.com/?q=12.9716,77.5946\n\
        01/01/2026, 12:00 - Asha: location: https://maps.google.com/?q=13.5,77.5946\n";
    let other = json!({"type": "location", "location": {"latitude": 13.5, "longitude": 77.5946}});
    let both = [webhook("w2", 5, other), webhook("w1", 20, place(json!({})))];
    holds(export, &both, &["location 12.9716, 77.5946 w1", "location 13.5, 77.5946 w2"]);
}

#[test]
fn a_button_or_an_entry_that_was_chosen_is_there_once() {
    let reply = |kind: &str, reply: Value| json!({"type": "interactive", "interactive": {"type": kind, kind: reply}});
    let export = "01/01/2026, 12:00 - Asha: Yes please\n\
        01/01/2026, 12:01 - Asha: Large\n\
        01/01/2026, 12:02 - Asha: Red\n\
        01/01/2026, 12:02 - Asha: Red\n";
    let webhooks = [
        webhook(
            "w1",
            1,
            json!({"type": "button", "button": {"text": "Yes please", "payload": "Y"}}),
        ),
        webhook("w2", 61, reply("button_reply", json!({"id": "l", "title": "Large"}))),
        webhook("w3", 121, json!({"type": "text", "text": {"body": "Red"}})),
        webhook(
            "w4",
            122,
            reply("list_reply", json!({"id": "r", "title": "Red", "description": "RAL 3020"})),
        ),
    ];
    let right = [
        "button Yes please w1",
        "interactive Large w2",
        "interactive Red: RAL 3020 w4",
        "text Red w3",
    ];
    holds(export, &webhooks, &right);
}

#[test]
fn a_file_that_the_phone_left_out_and_a_card_are_there_once() {
    let export = "01/01/2026, 12:00 - Asha: <Media omitted>\n\
        01/01/2026, 12:01 - Asha: Ravi.vcf (file attached)\n";
    let card =
        json!([{"name": {"formatted_name": "Ravi"}, "phones": [{"phone": "+919811122233"}]}]);
    let webhooks = [
        webhook("w1", 1, json!({"type": "image", "image": {"caption": "our shop"}})),
        webhook("w2", 61, json!({"type": "contacts", "contacts": card})),
    ];
    holds(export, &webhooks, &["contacts Ravi, +919811122233 w2", "image our shop w1"]);
}

/// WhatsApp hands no polls to programs.
#[test]
fn a_poll_is_there_once_with_what_the_phone_tells_of_it() {
    let export = "01/01/2026, 12:00 - Asha: POLL:\nWhere?\nOPTION: Here (1 vote)\n";
    let errors = json!([{"code": 131_051, "title": "Message type unknown"}]);
    let unknown =
        json!({"type": "unsupported", "errors": errors, "unsupported": {"type": "poll_creation"}});
    holds(
        export,
        &[webhook("w1", 5, unknown)],
        &["OPTION: Here (1 vote) w1", "Where?", "poll POLL:"],
    );
}

#[test]
fn what_was_edited_or_deleted_before_the_export_is_there_once() {
    let export = "01/01/2026, 12:00 - Asha: Monday <This message was edited>\n\
        01/01/2026, 12:01 - Asha: This message was deleted\n";
    let webhooks = [
        payload::text("15550783881", ASHA, "w1", NOON + 1, "Sunday"),
        payload::edit("15550783881", ASHA, "e1", NOON + 30, "w1", "Monday"),
        payload::text("15550783881", ASHA, "w2", NOON + 61, "oops"),
        payload::revoke("15550783881", ASHA, "r1", NOON + 70, "w2"),
    ];
    holds(export, &webhooks, &["text - w2", "text Monday w1"]);
}

#[test]
fn what_only_one_of_them_tells_of_stays_beside_the_other() {
    let export = "01/01/2026, 12:00 - Asha: Yes\n01/01/2026, 12:01 - Asha: Yes\n";
    let webhooks = [
        webhook("w1", 1, json!({"type": "button", "button": {"text": "Yes", "payload": "Y"}})),
        webhook("w2", 2, json!({"type": "text", "text": {"body": "Yes!"}})),
        webhook(
            "w3",
            3,
            json!({"type": "reaction", "reaction": {"message_id": "w1", "emoji": "👍"}}),
        ),
    ];
    let workspace = workspace();
    workspace.takes("chat import - --contact +919876543210 --me Desk --dates dmy", export);
    workspace.takes("chat import -", webhooks.join("\n"));
    assert_eq!(
        workspace
            .value("SELECT group_concat(kind) FROM (SELECT kind FROM message ORDER BY at, id)"),
        "button,text,reaction,text"
    );
}
