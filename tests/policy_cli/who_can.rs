//! `who-can` and `can --all`.

use serde_json::json;

use super::support::Workspace;

#[test]
fn it_lists_who_can_with_the_reason_of_each() {
    let workspace = Workspace::with_chats();
    let rows = workspace.run(&["who-can", "team-settings", "--format", "json"]).exits(0).json();
    let owner =
        json!({"member": "owner@x.test", "role": "owner", "reason": "owner", "scope": null});
    assert_eq!(rows, json!([owner]));
    let run = ["who-can", "view", "--chat", "1", "--format", "json"];
    let rows = workspace.run(&run).exits(0).json();
    let told: Vec<_> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["member"].as_str().unwrap(), row["scope"].as_str().unwrap()))
        .collect();
    assert_eq!(
        told,
        [
            ("owner@x.test", "other-teams"),
            ("admin@x.test", "same-team"),
            ("teammate@x.test", "own"),
        ]
    );
}

/// The list and the single question never tell two things.
#[test]
fn it_lists_exactly_those_whom_can_says_yes_to() {
    let workspace = Workspace::with_chats();
    let emails =
        ["owner", "admin", "teammate", "agent", "collaborator"].map(|it| format!("{it}@x.test"));
    for question in [&["inbox"][..], &["users"], &["chats.own"], &["view", "--chat", "1"]] {
        let run = [&["who-can"], question, &["--format", "json"]].concat();
        let rows = workspace.run(&run).exits(0).json();
        let listed: Vec<_> =
            rows.as_array().unwrap().iter().map(|row| row["member"].as_str().unwrap()).collect();
        let can = |email: &str| workspace.run(&[&["can", email], question].concat()).code == 0;
        let expected: Vec<_> =
            emails.iter().map(String::as_str).filter(|email| can(email)).collect();
        assert_eq!(listed, expected, "{question:?}");
    }
}

#[test]
fn everything_that_a_member_can_do_is_what_can_says() {
    let workspace = Workspace::new();
    let run = ["can", "--all", "collaborator@x.test", "--format", "json"];
    let rows = workspace.run(&run).exits(0).json();
    let keys: Vec<_> =
        rows.as_array().unwrap().iter().map(|row| row["permission"].as_str().unwrap()).collect();
    assert_eq!(keys, ["inbox", "chats.assigned"]);
    workspace.run(&["can", "--all", "nobody@x.test"]).exits(4);
    workspace.run(&["can", "--all", "agent@x.test", "--as", "admin@x.test"]).exits(3);
    workspace.run(&["can", "--all", "agent@x.test", "--as", "agent@x.test"]).exits(0);
    workspace.run(&["can", "--all", "agent@x.test", "inbox"]).exits(2);
}

#[test]
fn refusals_and_names_that_are_not_known() {
    let workspace = Workspace::new();
    workspace.run(&["who-can", "inbox", "--as", "admin@x.test"]).exits(3);
    drop(workspace.run(&["who-can", "inbx"]).exits(4).says("`inbox`"));
    workspace.run(&["who-can", "view", "--chat", "7"]).exits(4);
    workspace.run(&["who-can", "view"]).exits(2);
    workspace.run(&["who-can", "inbox", "--chat", "7"]).exits(2);
}
