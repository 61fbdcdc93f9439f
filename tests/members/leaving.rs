//! `member remove`, `member suspend` and `member restore`: who may, and what becomes of what was
//! held.

use super::support::{Run, Workspace};

/// Asha connected an account with three chats, and two of them are hers to answer.
fn office() -> Workspace {
    let workspace = Workspace::with_admins();
    workspace.add("asha@x.test", "agent");
    workspace.add("ravi@x.test", "agent");
    workspace.add("mina@x.test", "collaborator");
    workspace.account_with_chats("+14155550132", "asha@x.test", 3);
    workspace.run(&["chat", "assign", "1", "2", "--to", "asha@x.test"]).exit(0);
    workspace
}

fn rows(plan: &serde_json::Value) -> Vec<String> {
    let text = |value: &serde_json::Value| match value {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let row = |row: &serde_json::Value| {
        ["action", "object", "field", "before", "after"].map(|key| text(&row[key])).join(" ")
    };
    plan.as_array().unwrap().iter().map(row).collect()
}

#[test]
fn loose_ends_are_named_and_nothing_happens() {
    let workspace = office();
    let run = workspace.run(&["member", "remove", "asha@x.test", "--yes"]).exit(5);
    assert!(run.stderr.contains("1 connected account (`+14155550132`)"), "{}", run.stderr);
    assert!(run.stderr.contains("2 assigned chats (1, 2)"), "{}", run.stderr);
    workspace.run(&["member", "remove", "asha@x.test", "--dry-run"]).exit(5);
    assert!(workspace.emails().contains(&"asha@x.test".to_owned()));
}

#[test]
fn the_plan_of_a_handover_is_what_then_happens() {
    let workspace = office();
    let remove = ["member", "remove", "asha@x.test", "--reassign-to", "ravi@x.test", "--yes"];
    let plan = workspace.json(&[&remove[..], &["--dry-run"]].concat());
    assert_eq!(
        rows(&plan),
        [
            "account.transfer +14155550132 connector asha@x.test ravi@x.test",
            "chat.assign chat 1 assignee asha@x.test ravi@x.test",
            "chat.assign chat 2 assignee asha@x.test ravi@x.test",
            "member.remove asha@x.test role agent null",
            "member.remove asha@x.test team Default null",
            "member.remove asha@x.test status active null",
            "effect ravi@x.test chats_gained null 3",
            "holds asha@x.test accounts null +14155550132",
            "holds asha@x.test chats null 1",
            "holds asha@x.test chats null 2",
        ]
    );
    assert_eq!(workspace.json(&["chat", "list", "--as", "ravi@x.test"]), serde_json::json!([]));
    assert_eq!(workspace.json(&remove), plan);
    let seen = workspace.json(&["chat", "list", "--as", "ravi@x.test"]);
    assert_eq!(seen.as_array().unwrap().len(), 3);
    assert!(!workspace.emails().contains(&"asha@x.test".to_owned()));
}

#[test]
fn the_card_holds_everything_that_hangs_on_them() {
    let workspace = office();
    workspace.run(&["perm", "allow", "api-key", "integrations", "--role", "agent"]).exit(0);
    workspace.run(&["api-key", "rotate", "--as", "asha@x.test"]).exit(0);
    let hook = ["integration", "add", "webhook", "--url", "https://hooks.x.test/new"];
    workspace
        .run(&[&hook[..], &["--secret-env", "HOOK_TOKEN", "--as", "asha@x.test"]].concat())
        .exit(0);
    let template = ["template", "add", "hello", "--category", "marketing", "--language", "en"];
    workspace.run(&[&template[..], &["--body", "Hi!", "--as", "asha@x.test"]].concat()).exit(0);
    workspace.run(&["template", "submit", "hello"]).exit(0);
    workspace.run(&["template", "mark", "hello", "approved"]).exit(0);
    let campaign = ["campaign", "create", "spring", "--template", "hello", "--draft"];
    let from = ["--account", "+14155550132", "--all-contacts", "--as", "asha@x.test"];
    workspace.run(&[&campaign[..], &from].concat()).exit(0);
    let remove = ["member", "remove", "asha@x.test", "--dry-run", "--format", "json"];
    let held = |run: Run| -> Vec<String> {
        let rows = rows(&run.json()).into_iter();
        rows.filter_map(|row| Some(row.strip_prefix("holds asha@x.test ")?.to_owned())).collect()
    };
    let key = workspace.json(&["api-key", "show"])["prefix"].as_str().unwrap().to_owned();
    let all = [
        "accounts null +14155550132",
        "chats null 1",
        "chats null 2",
        &format!("api_key null {key}"),
        "integrations null webhook 1",
        "campaigns null spring",
        "templates null hello",
    ];
    // Also where something stands in the way of the removal.
    assert_eq!(held(workspace.run(&remove).exit(5)), all);
    assert_eq!(held(workspace.run(&[&remove[..], &["--release"]].concat()).exit(0)), all);
    // Whoever may not know of keys and campaigns is told the rest.
    let asked = [&remove[..], &["--release", "--as", "admin@x.test"]].concat();
    workspace.run(&["perm", "deny", "api-key", "integrations", "--role", "admin"]).exit(0);
    for role in ["agent", "admin"] {
        workspace.run(&["perm", "deny", "notifications", "templates", "--role", role]).exit(0);
    }
    assert_eq!(held(workspace.run(&asked).exit(0)), all[..3]);
    assert_eq!(
        held(
            workspace
                .run(&["member", "remove", "mina@x.test", "--dry-run", "--format", "json"])
                .exit(0)
        ),
        Vec::<String>::new()
    );
}

#[test]
fn released_things_are_left_to_nobody() {
    let workspace = office();
    workspace.run(&["member", "remove", "asha@x.test", "--release", "--yes"]).exit(0);
    assert_eq!(workspace.count("SELECT count(*) FROM account WHERE connector_id IS NULL"), 1);
    assert_eq!(workspace.count("SELECT count(*) FROM chat WHERE assignee_id IS NULL"), 3);
}

#[test]
fn only_who_could_answer_takes_over() {
    let workspace = office();
    let to = |email| {
        let arguments = ["member", "remove", "asha@x.test", "--reassign-to", email, "--yes"];
        workspace.run(&[&arguments[..], &["--format", "json"]].concat())
    };
    to("mina@x.test").exit(5).reason("locked");
    to("asha@x.test").exit(5);
    to("nobody@x.test").exit(4);
    workspace.run(&["member", "suspend", "ravi@x.test"]).exit(0);
    to("ravi@x.test").exit(5).reason("suspended");
    assert!(workspace.emails().contains(&"asha@x.test".to_owned()));
}

#[test]
fn what_somebody_wrote_keeps_their_name() {
    let workspace = office();
    workspace.run(&["member", "edit", "asha@x.test", "--name", "Asha Rao"]).exit(0);
    workspace
        .run(&["chat", "reply", "1", "--message", "on its way", "--as", "asha@x.test"])
        .exit(0);
    workspace.run(&["member", "remove", "asha@x.test", "--release", "--yes"]).exit(0);
    let chat = workspace.json(&["chat", "show", "1"]);
    let messages = chat["messages"].as_array().unwrap();
    let author = |message: &serde_json::Value| message["author"] == "Asha Rao";
    assert!(messages.iter().any(author), "{chat}");
}

#[test]
fn a_pause_takes_sight_away_and_gives_it_back() {
    let workspace = office();
    let pause = workspace.run(&["member", "suspend", "asha@x.test", "--format", "json"]).exit(0);
    assert!(pause.stderr.contains("keeps 1 account and 2 assigned chats"), "{}", pause.stderr);
    assert_eq!(
        rows(&pause.json()),
        [
            "member.suspend asha@x.test status active suspended",
            "effect asha@x.test/inbox module visible hidden",
            "effect asha@x.test/notifications module visible hidden",
            "effect asha@x.test/templates module visible hidden",
            "effect asha@x.test chats_lost null 3",
            "effect asha@x.test numbers readable hidden",
            "effect asha@x.test traits readable hidden",
        ]
    );
    workspace.run(&["chat", "list", "--as", "asha@x.test"]).exit(3);
    workspace.run(&["member", "suspend", "asha@x.test"]).exit(5);
    let restored = workspace.json(&["member", "restore", "asha@x.test"]);
    assert_eq!(
        rows(&restored),
        [
            "member.restore asha@x.test status suspended active",
            "effect asha@x.test/inbox module hidden visible",
            "effect asha@x.test/notifications module hidden visible",
            "effect asha@x.test/templates module hidden visible",
            "effect asha@x.test chats_gained null 3",
            "effect asha@x.test numbers hidden readable",
            "effect asha@x.test traits hidden readable",
        ]
    );
    workspace.run(&["member", "restore", "asha@x.test"]).exit(5);
}

#[test]
fn nobody_unknown_is_paused_or_removed() {
    let workspace = Workspace::new();
    for verb in ["suspend", "restore", "remove"] {
        let run = workspace.run(&["member", verb, "ownr@x.test", "--yes"]).exit(4);
        assert!(run.stderr.contains("did you mean `owner@x.test`?"), "{}", run.stderr);
    }
}

#[test]
fn the_last_owner_stays() {
    let workspace = Workspace::new();
    for verb in ["suspend", "remove"] {
        let run = workspace.run(&["member", verb, "owner@x.test", "--yes"]).exit(5);
        assert!(run.stderr.contains("last owner"), "{}", run.stderr);
    }
}

#[test]
fn whom_one_may_pause_and_remove_depends_on_who_one_is() {
    for verb in ["suspend", "remove"] {
        let workspace = Workspace::with_admins();
        workspace.add("second@x.test", "owner");
        let act = |email, actor| {
            workspace.run(&["member", verb, email, "--yes", "--as", actor, "--format", "json"])
        };
        act("second@x.test", "admin@x.test").exit(3).reason("target-is-owner");
        act("admin@x.test", "helper@x.test").exit(3).reason("toggle-off");
        act("helper@x.test", "admin@x.test").exit(0);
        act("second@x.test", "owner@x.test").exit(0);
        workspace.run(&["perm", "deny", "team-settings", "--role", "admin"]).exit(0);
        act("admin@x.test", "admin@x.test").exit(3).reason("toggle-off");
    }
}

#[test]
fn removal_without_a_terminal_needs_a_yes() {
    let workspace = Workspace::with_admins();
    workspace.run(&["member", "remove", "helper@x.test"]).exit(2);
    assert!(workspace.emails().contains(&"helper@x.test".to_owned()));
}
