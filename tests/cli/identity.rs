//! One person is one contact, whatever WhatsApp and the numbering plans make of their numbers and
//! ids; two that were two become one; and who asks for it is forgotten.

use serde_json::{Value, json};

use crate::support::{
    Workspace,
    payload::{Customer, NOON, change, echo, edit, message, status, text},
    sample::MAIN,
};

const OLD: Customer<'_> = Customer::Number("Mira", "918888800001");
const NEW: Customer<'_> = Customer::Number("Mira", "918888800002");

/// A workspace with an account, into which these were brought twice; the second time nothing came of
/// it.
fn brought(payloads: &[String]) -> Workspace {
    let workspace = Workspace::new();
    bring(&workspace, payloads);
    workspace
}

fn bring(workspace: &Workspace, payloads: &[String]) {
    workspace.takes("chat import -", payloads.join("\n"));
    for kind in workspace.takes("chat import - --format json", payloads.join("\n")).rows() {
        assert_eq!((&kind["new"], &kind["changed"]), (&json!(0), &json!(0)), "{kind}");
    }
}

fn contacts(workspace: &Workspace) -> Vec<Value> {
    workspace.does("contact list --all --format json").rows()
}

/// The texts of the only chat of the only contact.
fn only_chat(workspace: &Workspace) -> Vec<String> {
    assert_eq!(contacts(workspace).len(), 1);
    assert_eq!(workspace.does("chat list --all --format json").rows().len(), 1);
    let shown = workspace.does("chat show 1 --format json").json();
    let messages = shown["messages"].as_array().unwrap();
    messages.iter().map(|message| message["text"].as_str().unwrap().to_owned()).collect()
}

fn by_id(id: &str, message_id: &str, at: i64, text: &str) -> String {
    let message = json!({"from_user_id": id, "id": message_id, "timestamp": at.to_string(),
        "type": "text", "text": {"body": text}});
    let contact = json!({"user_id": id, "profile": {"name": "Mira"}});
    change(MAIN, "messages", json!({"contacts": [contact], "messages": [message]}))
}

fn system(from: Option<&str>, id: &str, at: i64, system: &Value) -> String {
    let mut message =
        json!({"id": id, "timestamp": at.to_string(), "type": "system", "system": system});
    if let Some(from) = from {
        message["from"] = from.into();
    }
    change(MAIN, "messages", json!({"messages": [message]}))
}

#[test]
fn a_new_number_is_the_same_customer() {
    let moved =
        json!({"type": "user_changed_number", "wa_id": "918888800002", "body": "a new number"});
    let workspace = brought(&[
        text(MAIN, OLD, "w1", NOON, "one"),
        system(Some("918888800001"), "w2", NOON + 1, &moved),
        text(MAIN, NEW, "w3", NOON + 2, "three"),
    ]);
    assert_eq!(only_chat(&workspace), ["one", "[system] a new number", "three"]);
    assert_eq!(contacts(&workspace)[0]["phone"], "+918888800002");
}

#[test]
fn whoever_gets_the_old_number_later_is_somebody_else() {
    let moved =
        json!({"type": "user_changed_number", "wa_id": "918888800002", "body": "a new number"});
    let workspace = brought(&[
        text(MAIN, OLD, "w1", NOON, "one"),
        system(Some("918888800001"), "w2", NOON + 1, &moved),
        text(MAIN, Customer::Number("Zed", "918888800001"), "w4", NOON + 60, "who is this?"),
    ]);
    let names: Vec<_> = contacts(&workspace).iter().map(|one| one["name"].clone()).collect();
    assert_eq!(names, ["Mira", "Zed"]);
}

#[test]
fn an_id_says_more_than_a_number_that_somebody_else_had_then() {
    let moved = json!({"type": "user_changed_number", "wa_id": "918888800002", "body": "moved"});
    let both = json!({"contacts": [{"wa_id": "918888800001", "user_id": "IN.7"}], "messages": [{
        "from": "918888800001", "from_user_id": "IN.7", "id": "w4", "type": "text",
        "timestamp": (NOON + 5).to_string(), "text": {"body": "four"}}]});
    let workspace = Workspace::new();
    bring(
        &workspace,
        &[
            text(MAIN, OLD, "w1", NOON, "one"),
            system(Some("918888800001"), "w2", NOON + 10, &moved),
            by_id("IN.7", "w3", NOON + 11, "three"),
        ],
    );
    bring(&workspace, &[change(MAIN, "messages", both)]);
    let chats = "SELECT count(DISTINCT chat_id) FROM message WHERE external_id IN ('w3', 'w4')";
    assert_eq!(workspace.value(chats), "1");
    assert_eq!(contacts(&workspace).len(), 2);
    workspace.does("doctor");
}

#[test]
fn a_new_id_is_the_same_customer_with_and_without_a_sender() {
    let moved = json!({"type": "user_changed_user_id", "user_id": "MX.2",
        "previous_user_id": "CO.1", "body": "a new id"});
    let workspace = brought(&[
        by_id("CO.1", "w1", NOON, "one"),
        system(None, "w2", NOON + 1, &moved),
        by_id("MX.2", "w3", NOON + 2, "three"),
    ]);
    assert_eq!(only_chat(&workspace), ["one", "[system] a new id", "three"]);

    let update = json!({"user_id_update": [{"wa_id": "918888800001", "timestamp": (NOON + 1).to_string(),
        "user_id": {"previous": "IN.1", "current": "IN.2"}}]});
    let workspace = brought(&[
        text(MAIN, OLD, "w1", NOON, "one"),
        by_id("IN.1", "w2", NOON, "two"),
        change(MAIN, "user_id_update", update),
        by_id("IN.2", "w3", NOON + 2, "three"),
    ]);
    assert_eq!(only_chat(&workspace), ["one", "two", "three"]);
}

#[test]
fn a_number_and_an_id_in_one_message_make_two_contacts_one() {
    let both = json!({"contacts": [{"wa_id": "918888800001", "user_id": "IN.1"}], "messages": [{
        "from": "918888800001", "from_user_id": "IN.1", "id": "w3", "type": "text",
        "timestamp": (NOON + 2).to_string(), "text": {"body": "three"}}]});
    let workspace = Workspace::new();
    bring(&workspace, &[text(MAIN, OLD, "w1", NOON, "one"), by_id("IN.1", "w2", NOON + 1, "two")]);
    workspace.does("contact tag vip 2");
    workspace.does("chat assign 2 --to olive@acme.test");
    bring(&workspace, &[change(MAIN, "messages", both)]);
    assert_eq!(only_chat(&workspace), ["one", "two", "three"]);
    let contact = &contacts(&workspace)[0];
    assert_eq!((&contact["phone"], &contact["tags"]), (&json!("+918888800001"), &json!(["vip"])));
    let chat = &workspace.does("chat list --tag vip --format json").rows()[0];
    assert_eq!(chat["assignee"], "olive@acme.test");
    let found = workspace.does("chat search two --format json").rows();
    assert_eq!(found.len(), 1);
    let entries = workspace.does("audit list --action contact.merge --format json").rows();
    assert_eq!(entries[0]["object"], "contact 1");
}

#[test]
fn a_number_that_was_asked_for_is_the_customers_own_and_any_other_card_is_not() {
    let card = |origin: &str| {
        json!({"type": "contacts", "contacts": [{"origin": origin,
            "phones": [{"phone": "+91 88888 00001", "wa_id": "918888800001"}]}]})
    };
    let user = Customer::Hidden("Mira", "IN.1", "mira");
    let workspace = brought(&[message(MAIN, user, "w1", NOON, card("other"))]);
    assert_eq!(contacts(&workspace)[0]["phone"], Value::Null);
    let workspace = brought(&[message(MAIN, user, "w1", NOON, card("contact_request"))]);
    assert_eq!(contacts(&workspace)[0]["phone"], "+918888800001");
}

/// A card with a number that may be of any country is kept as any other; whose number it is isn't guessed.
#[test]
fn a_number_in_national_form_that_was_asked_for_is_told_and_left_on_its_card() {
    let card = json!({"type": "contacts", "contacts": [{"origin": "contact_request",
        "name": {"formatted_name": "Mira"}, "phones": [{"phone": "088888 00001"}]}]});
    let workspace = Workspace::new();
    let user = Customer::Hidden("Mira", "IN.1", "mira");
    let ran = workspace.run_with("chat import -", message(MAIN, user, "w1", NOON, card));
    ran.succeeds().says("1 `contact_request`");
    assert_eq!(contacts(&workspace)[0]["phone"], Value::Null);
    assert_eq!(only_chat(&workspace), ["[contacts] Mira, 088888 00001"]);
}

#[test]
fn a_status_to_a_number_that_the_customer_had_before_is_of_their_message() {
    let moved = json!({"type": "system",
        "system": {"type": "user_changed_number", "body": "moved", "wa_id": "918888800002"}});
    let workspace = Workspace::new();
    let webhooks = [
        text(MAIN, OLD, "w1", NOON, "one"),
        echo(MAIN, "918888800001", "o1", NOON + 1, "offer"),
        message(MAIN, OLD, "s1", NOON + 10, moved),
        status(MAIN, "918888800001", "o1", NOON + 20, "read"),
    ];
    bring(&workspace, &webhooks);
    assert_eq!(workspace.value("SELECT status FROM message WHERE external_id = 'o1'"), "read");
    assert_eq!(workspace.value("SELECT count(*) FROM early_event"), "0");
}

#[test]
fn numbers_of_renumbered_plans_are_one_line() {
    for (known, written) in [
        ("+5511987654321", "551187654321"),
        ("+525512345678", "5215512345678"),
        ("+541123456789", "5491123456789"),
        ("+5491123456789", "541123456789"),
        ("+2290197123456", "22997123456"),
        ("+2250707123456", "22507123456"),
        ("+84361234567", "841661234567"),
    ] {
        let workspace = Workspace::new();
        workspace.does(&format!("contact add '{known}'"));
        let payload = text(MAIN, Customer::Number("Mira", written), "w1", NOON, "one");
        bring(&workspace, &[payload]);
        assert_eq!(contacts(&workspace).len(), 1, "{known} and {written}");
    }
}

#[test]
fn consent_is_what_was_said_last_whatever_comes_first() {
    let said = |value: &str, at: i64| {
        let preference = json!({"wa_id": "918888800001", "category": "marketing_messages",
            "value": value, "timestamp": at});
        change(MAIN, "user_preferences", json!({"user_preferences": [preference]}))
    };
    let consent = |order: &[(&str, i64)]| {
        let payloads: Vec<_> = order.iter().map(|(value, at)| said(value, *at)).collect();
        let workspace = Workspace::new();
        workspace.takes("chat import -", payloads.join("\n"));
        contacts(&workspace)[0]["opted_in"].clone()
    };
    assert_eq!(consent(&[("stop", NOON), ("resume", NOON + 1)]), true);
    assert_eq!(consent(&[("resume", NOON + 1), ("stop", NOON)]), true);
    assert_eq!(consent(&[("stop", NOON + 1), ("resume", NOON)]), false);
    assert_eq!(consent(&[("resume", NOON), ("stop", NOON)]), false, "in doubt they said no");
}

#[test]
fn what_is_merged_by_hand_stays_merged() {
    let workspace =
        brought(&[text(MAIN, OLD, "w1", NOON, "one"), text(MAIN, NEW, "w2", NOON + 1, "two")]);
    workspace.does("contact merge 1 2 --dry-run");
    assert_eq!(contacts(&workspace).len(), 2);
    workspace.does("contact merge 1 2 --yes");
    bring(&workspace, &[text(MAIN, NEW, "w3", NOON + 2, "three")]);
    assert_eq!(only_chat(&workspace), ["one", "two", "three"]);
    assert_eq!(workspace.does("contact show +918888800002 --format json").json()["id"], 1);
    workspace.run("contact add +918888800002").exits(5);
}

#[test]
fn who_is_erased_does_not_come_back_from_an_old_file() {
    let payloads = [text(MAIN, OLD, "w1", NOON, "my secret"), text(MAIN, OLD, "w2", NOON + 1, "x")];
    let workspace = brought(&payloads);
    workspace.does("contact edit 1 --trait city=Pune");
    workspace.does("contact erase 1 --yes");
    assert!(contacts(&workspace).is_empty());
    let shown = workspace.does("chat show 1 --format json");
    assert!(!shown.stdout.contains("secret") && !shown.stdout.contains("88888"));
    assert_eq!(shown.json()["messages"].as_array().unwrap().len(), 2, "the figures stay");
    assert!(workspace.does("chat search secret --format json").rows().is_empty());
    let again = workspace.takes("chat import - --format json", payloads.join("\n"));
    let left_out = again.rows().into_iter().find(|row| row["kind"] == "erased contact").unwrap();
    assert_eq!(left_out["left_out"], 2);
}

/// The file's bytes and those beside it hold nothing of who was erased: not what they were called before, not
/// what was taken from them before, not what an import changed, not a word of the index.
#[test]
fn who_is_erased_is_in_no_byte_of_the_file() {
    let workspace = brought(&[
        text(MAIN, OLD, "w1", NOON, "firstword qqfirst"),
        edit(MAIN, OLD, "w2", NOON + 1, "w1", "secondword qqsecond"),
        text(MAIN, OLD, "w3", NOON + 2, "thirdword qqthird"),
    ]);
    for line in [
        "contact edit 1 --name qqnamed --trait qqkey=qqvalue",
        "contact tag qqtagged 1",
        "contact untag qqtagged 1",
        "contact edit 1 --name qqrenamed --number +918888800077",
        "contact edit 1 --trait qqkey=qqother",
        "contact add +918888800078 --name qqtwin",
        "contact merge 1 2 --yes",
    ] {
        workspace.does(line);
    }
    let others = "name,phone,city\nqqnewname,+918888800077,qqcity\nBo,+918888800079,kkstays\n";
    workspace.takes("contact import - --update", others);
    workspace.does("contact erase 1 --yes");
    let files = workspace.state().files;
    let mut bytes: Vec<u8> = files.iter().flat_map(|file| std::fs::read(file).unwrap()).collect();
    bytes.extend(workspace.bytes());
    let holds = |text: &str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
    assert!(holds("kkstays"), "the test can find what is there");
    for gone in ["qq", "firstword", "secondword", "8888800001", "8888800077", "8888800078"] {
        assert!(!holds(gone), "{gone} is still there");
    }
}

/// Rules first, files after: a preview changes nothing, so nothing is opened for it.
#[test]
fn nothing_is_opened_for_a_preview_of_a_change() {
    let workspace = Workspace::sample();
    workspace.does("perm allow team-settings access-permissions --role admin");
    workspace.does("member add ann@acme.test --role admin");
    for line in [
        "chat import nowhere.json",
        "contact import nowhere.csv",
        "member import nowhere.csv",
        "template add --from-json nowhere.json",
        "key add nowhere.pub",
    ] {
        let as_ann = format!("{line} --as ann@acme.test --format json");
        let ran = workspace.run(&as_ann).refuses(3, "invited");
        assert!(!ran.stderr.contains("nowhere"), "{}", ran.transcript());
    }
    let reads = workspace.run("policy plan nowhere.toml --as ann@acme.test --format json");
    drop(reads.exits(6));
}
