//! The effect of single changes: the same in a dry run and in the run, and the same as a plan's.

use serde_json::{Value, json};

use super::support::Workspace;

fn effects(workspace: &Workspace, command: &[&str], dry: bool) -> Vec<Value> {
    let mode: &[&str] = if dry { &["--dry-run"] } else { &[] };
    let rows = workspace.run(&[command, mode, &["--format", "json"]].concat()).exits(0).json();
    rows.as_array().unwrap().iter().filter(|row| row["action"] == "effect").cloned().collect()
}

/// One chat comes into sight, or goes out of it, for one member.
fn chats(object: &str, way: &str) -> Value {
    json!({"action": "effect", "object": object, "field": format!("chats_{way}"), "before": null,
        "after": "1", "members": 1})
}

#[test]
fn chats_come_into_sight_and_go() {
    let cases: [(&[&str], Value); 5] = [
        (&["perm", "allow", "chats.same-team", "--role", "agent"], chats("agent", "gained")),
        (&["perm", "deny", "inbox", "--role", "teammate"], chats("teammate", "lost")),
        (
            &["member", "edit", "agent@x.test", "--role", "teammate"],
            chats("agent@x.test", "gained"),
        ),
        (&["team", "leave", "admin@x.test"], Value::Null),
        (&["role", "remove", "agent", "--move-to", "teammate"], chats("agent@x.test", "gained")),
    ];
    for (command, expected) in cases {
        let workspace = Workspace::with_chats();
        let planned = effects(&workspace, command, true);
        assert_eq!(effects(&workspace, command, false), planned, "{command:?}");
        let found = planned
            .iter()
            .find(|row| row["field"].as_str().unwrap().starts_with("chats_"))
            .cloned();
        assert_eq!(found.unwrap_or_default(), expected, "{command:?}: {planned:#?}");
    }
}

/// Moving who connected an account takes its chats from those who saw it as their team's.
#[test]
fn a_move_is_felt_by_those_who_stay() {
    let workspace = Workspace::with_chats();
    workspace.add("second@x.test", &["--role", "teammate", "--team", "Sales"]);
    let planned = effects(&workspace, &["team", "leave", "teammate@x.test"], true);
    assert_eq!(planned, [chats("teammate", "lost")]);
}

#[test]
fn a_mask_hides_numbers_beside_modules() {
    let workspace = Workspace::new();
    let rows = effects(&workspace, &["mask", "enable", "number", "--role", "admin"], true);
    let fields: Vec<_> = rows.iter().map(|row| row["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["module", "module", "module", "module", "numbers"]);
    assert_eq!((&rows[4]["before"], &rows[4]["after"]), (&json!("readable"), &json!("hidden")));
}
