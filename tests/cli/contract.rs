//! What scripts rely on, restated: the fields of every list and object, in every form.

use serde_json::Value;

use crate::support::{Workspace, case::FORMATS};

const LISTS: &[(&str, &str)] = &[
    ("member list", "email name phone role team status added_by added_at"),
    ("team list", "name default members"),
    ("role list", "role title like rank masks members permissions"),
    ("perm list", "role permission allowed locked reason toggle"),
    ("mask list", "role number traits texts"),
    ("module list", "module visible reason"),
    ("account list", "number label connected_by scope sees_chats connected_at"),
    (
        "chat list",
        "id account contact phone phone_masked assignee status last_message_at preview scope account_label",
    ),
    (
        "contact list",
        "id name phone country opted_in tags traits traits_masked whatsapp_username whatsapp_user_id added_at",
    ),
    (
        "whatsapp show",
        "account label display_name about address description email vertical websites",
    ),
    (
        "review",
        "email name role team status modules chats reads_numbers numbers_by reads_traits traits_by reveals last_change_at last_change_by last_change",
    ),
    (
        "audit list",
        "id at actor operator via action object before after needed clock_set head undoes",
    ),
    ("chat templates", "id name language category header body footer variables"),
    ("template list", "id name language category status next shared author variables created_at"),
    (
        "analytics --by account",
        "group chats_new chats_open chats_closed messages_in messages_out responses response_median response_p90 campaign_queued campaign_sent campaign_delivered campaign_read campaign_failed",
    ),
    ("help exit-codes", "exit meaning"),
];

/// The sample with something of everything that is listed.
fn sample() -> Workspace {
    let workspace = Workspace::sample();
    workspace.does("template add promo --category marketing --language en --body 'Hi {{1}}!'");
    workspace.does("template submit promo");
    workspace.does("template mark promo approved");
    workspace
}

/// Keys in the order in which they were printed.
pub fn keys_in_order(object: &str) -> Vec<String> {
    let parsed: Value = serde_json::from_str(object).unwrap();
    let mut keys: Vec<_> = parsed.as_object().unwrap().keys().cloned().collect();
    keys.sort_by_key(|key| object.find(&format!("\"{key}\":")).unwrap());
    keys
}

#[test]
fn every_list_has_its_fields_in_every_form() {
    let workspace = sample();
    for (command, fields) in LISTS {
        let fields: Vec<_> = fields.split(' ').collect();
        let in_form = |form: &str| workspace.does(&format!("{command} --format {form}")).stdout;
        let rows = serde_json::from_str::<Vec<Value>>(&in_form("json")).unwrap();
        assert!(!rows.is_empty(), "{command}");
        let lines = in_form("jsonl");
        assert_eq!(lines.lines().count(), rows.len(), "{command}");
        for (line, row) in lines.lines().zip(&rows) {
            assert_eq!(keys_in_order(line), fields, "{command}");
            assert_eq!(serde_json::from_str::<Value>(line).unwrap(), *row, "{command}");
        }
        let csv = in_form("csv");
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), fields, "{command}");
        assert_eq!(reader.records().map(Result::unwrap).count(), rows.len(), "{command}");
        let table = in_form("table");
        let head: Vec<_> =
            table.lines().next().unwrap().split("  ").filter(|cell| !cell.is_empty()).collect();
        let titles: Vec<_> =
            fields.iter().map(|field| field.to_uppercase().replace('_', " ")).collect();
        assert_eq!(head.iter().map(|cell| cell.trim()).collect::<Vec<_>>(), titles, "{command}");
        assert_eq!(table.lines().count(), rows.len() + 1, "{command}");
    }
}

#[test]
fn an_import_reports_its_fields_in_every_form() {
    let fields = ["kind", "new", "changed", "unchanged", "place", "problem", "left_out", "refused"];
    let workspace = Workspace::new();
    let takes = |form: &str| {
        let line = format!("chat import - --dry-run --format {form}");
        workspace.takes(&line, crate::support::sample::conversations()).stdout
    };
    let rows = serde_json::from_str::<Vec<Value>>(&takes("json")).unwrap();
    let lines = takes("jsonl");
    assert_eq!(lines.lines().count(), rows.len());
    for (line, row) in lines.lines().zip(&rows) {
        assert_eq!(keys_in_order(line), fields);
        assert_eq!(serde_json::from_str::<Value>(line).unwrap(), *row);
    }
    assert_eq!(takes("csv").lines().next(), Some(fields.join(",").as_str()));
    // People need the last two only where something was refused.
    let table = takes("table");
    let head: Vec<_> = table.lines().next().unwrap().split_whitespace().collect();
    assert_eq!(head, ["KIND", "NEW", "CHANGED", "UNCHANGED", "LEFT", "OUT"]);
}

#[test]
fn fields_are_selected_in_the_order_they_are_asked_for() {
    let workspace = sample();
    for (command, fields) in LISTS.iter().filter(|(command, _)| !command.starts_with("help")) {
        let mut fields: Vec<_> = fields.split(' ').collect();
        fields.reverse();
        let line = format!("{command} --format jsonl --fields {}", fields.join(","));
        let first = workspace.does(&line).stdout.lines().next().unwrap().to_owned();
        assert_eq!(keys_in_order(&first), fields, "{command}");
        let twice = format!("{command} --fields {0},{0}", fields[0]);
        assert!(workspace.run(&twice).exits(2).stderr.contains("twice"));
        let wrong = workspace.run(&format!("{command} --fields nonsense")).exits(2);
        assert!(wrong.stderr.contains("`nonsense`") && wrong.stderr.contains(fields[0]));
    }
}

#[test]
fn an_empty_list_is_a_success_in_every_form() {
    let workspace = Workspace::new();
    let empty = [("table", ""), ("json", "[]\n"), ("jsonl", ""), ("csv", "id,contact\n")];
    for (form, printed) in empty {
        let line = format!("chat list --fields id,contact --format {form}");
        assert_eq!(workspace.does(&line).stdout, printed);
    }
}

#[test]
fn objects_have_their_parts() {
    let workspace = Workspace::sample();
    let parts = |line: &str| {
        let ran = workspace.run(&format!("{line} --format jsonl"));
        assert!(ran.code < 2, "{}", ran.transcript());
        keys_in_order(ran.stdout.trim_end())
    };
    let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(
        parts("chat show 2"),
        words(
            "id account contact phone phone_masked assignee status last_message_at preview scope account_label card messages"
        ),
    );
    let shown = workspace.does("chat show 1 --format json").json();
    let card: Vec<_> = shown["card"].as_object().unwrap().keys().collect();
    assert_eq!(card, ["name", "phone", "phone_masked", "tags", "traits", "traits_masked"]);
    let message: Vec<_> = shown["messages"][0].as_object().unwrap().keys().collect();
    assert_eq!(
        message,
        [
            "at",
            "author",
            "content",
            "direction",
            "edited_at",
            "id",
            "kind",
            "status",
            "status_details",
            "text"
        ]
    );
    assert_eq!(shown["card"]["traits"]["city"], "Mumbai");
    assert_eq!(shown["card"]["traits_masked"], false);
    assert_eq!(shown["card"]["tags"], serde_json::json!(["vip"]));
    assert_eq!(
        parts("member show tess@acme.test"),
        words("email name phone role team status added_by added_at"),
    );
    assert_eq!(
        parts("contact show 1"),
        words(
            "id name phone country opted_in tags traits traits_masked whatsapp_username whatsapp_user_id added_at"
        ),
    );
    assert_eq!(
        parts("can tess@acme.test inbox"),
        words("member permission chat allowed reason scope")
    );
    assert_eq!(
        parts("why tess@acme.test inbox"),
        words(
            "member permission chat allowed reason scope steps decided_by_step to_change obstacle"
        ),
    );
}

#[test]
fn types_and_times_are_what_programs_expect() {
    let workspace = Workspace::sample();
    let chat = &workspace.does("chat list --format json").rows()[0];
    assert_eq!(chat["id"], 1);
    assert_eq!(chat["phone_masked"], false);
    assert_eq!(chat["last_message_at"], "2026-01-01T12:07:00Z");
    let no_number = &workspace.does("chat show 4 --format json").json();
    assert_eq!(no_number["phone"], Value::Null);
    let answer = workspace.run("can agnes@acme.test view --chat 2 --format json").exits(1).json();
    assert_eq!(
        answer,
        serde_json::json!({"member": "agnes@acme.test", "permission": "view", "chat": 2,
            "allowed": false, "reason": "toggle-off", "scope": null})
    );
    let words = workspace.run("can agnes@acme.test view --chat 2").exits(1);
    assert!(words.stdout.starts_with("no "));
    assert!(workspace.does("can agnes@acme.test view --chat 3").stdout.starts_with("yes "));
}

#[test]
fn the_table_of_exit_codes_is_the_contracts() {
    let codes = Workspace::none().does("help exit-codes --format json").column("exit");
    assert_eq!(codes, ["0", "1", "2", "3", "4", "5", "6", "7", "8", "70", "130"]);
}

#[test]
fn unknown_names_are_never_a_yes_or_a_no() {
    let workspace = Workspace::sample();
    let unknown = [
        ("can tess@acme.tset inbox", "tess@acme.test"),
        ("why tess@acme.test template", "templates"),
        ("can tess@acme.test view --chat 77", "chat list"),
        ("role show Teammate", "teammate"),
        ("perm show team_settings", "team-settings"),
        ("module list --member tessa@acme.test", "tess@acme.test"),
        ("member list --team sale", "Sales"),
        ("mask enable numer --role agent", "number"),
    ];
    for (line, nearest) in unknown {
        for format in FORMATS {
            let ran = workspace.run(&format!("{line} --format {format}")).exits(4);
            assert_eq!(ran.stdout, "", "{line}");
            assert!(ran.stderr.contains(nearest), "{}", ran.transcript());
        }
    }
}
