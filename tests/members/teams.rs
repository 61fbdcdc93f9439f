//! `team rename` and `team remove`.

use super::support::Workspace;

/// Asha and Ravi, teammates in Sales; Asha connected an account with two chats; Tom is elsewhere.
fn sales() -> Workspace {
    let workspace = Workspace::with_admins();
    workspace.run(&["perm", "deny", "chats.other-teams", "--role", "admin"]).exit(0);
    workspace.run(&["team", "add", "Sales"]).exit(0);
    for email in ["asha@x.test", "ravi@x.test", "tom@x.test"] {
        workspace.add(email, "teammate");
    }
    workspace.run(&["team", "join", "Sales", "asha@x.test", "ravi@x.test"]).exit(0);
    workspace.account_with_chats("+14155550132", "asha@x.test", 2);
    workspace
}

#[test]
fn a_team_gets_another_name() {
    let workspace = sales();
    workspace.run(&["team", "rename", "sales", "Care", "--dry-run"]).exit(0);
    assert_eq!(workspace.member("asha@x.test", "team"), "Sales");
    workspace.run(&["team", "rename", "sales", "Care"]).exit(0);
    assert_eq!(workspace.member("asha@x.test", "team"), "Care");
    workspace.run(&["team", "rename", "Care", "CARE"]).exit(0);
    assert_eq!(workspace.member("asha@x.test", "team"), "CARE");
}

#[test]
fn what_a_team_can_t_be_called() {
    let workspace = sales();
    workspace.run(&["team", "rename", "Sales", "default"]).exit(5);
    workspace.run(&["team", "rename", "Default", "Other"]).exit(5);
    workspace.run(&["team", "rename", "Sals", "Other"]).exit(4);
    workspace.run(&["team", "rename", "Sales", "\u{1b}[31m"]).exit(6);
    workspace.run(&["team", "rename", "Sales", "Other", "--as", "tom@x.test"]).exit(3);
    assert_eq!(workspace.member("asha@x.test", "team"), "Sales");
}

#[test]
fn a_removed_team_s_members_are_moved_and_whose_view_changes_is_told() {
    let workspace = sales();
    let gained = |outcome: &serde_json::Value| {
        let rows = outcome.as_array().unwrap().iter();
        let effects = rows.filter(|row| row["action"] == "effect");
        effects
            .map(|row| format!("{} {} {}", row["object"], row["field"], row["after"]))
            .collect::<Vec<_>>()
    };
    let plan = workspace.json(&["team", "remove", "Sales", "--dry-run"]);
    // Those in the default team come to share it with whoever connected the account.
    assert_eq!(
        gained(&plan),
        ["admin@x.test", "helper@x.test", "tom@x.test"]
            .map(|email| format!("\"{email}\" \"chats_gained\" \"2\""))
    );
    assert_eq!(workspace.member("asha@x.test", "team"), "Sales");
    assert_eq!(workspace.json(&["team", "remove", "Sales"]), plan);
    assert_eq!(workspace.member("asha@x.test", "team"), "Default");
    assert_eq!(workspace.json(&["team", "list"]).as_array().unwrap().len(), 1);
    let seen = workspace.json(&["chat", "list", "--as", "tom@x.test"]);
    assert_eq!(seen.as_array().unwrap().len(), 2);
}

#[test]
fn who_may_remove_which_team() {
    let workspace = sales();
    workspace.run(&["team", "remove", "Default"]).exit(5);
    workspace.run(&["team", "remove", "Nowhere"]).exit(4);
    workspace.run(&["team", "remove", "Sales", "--as", "tom@x.test"]).exit(3);
    workspace.run(&["team", "join", "Sales", "owner@x.test"]).exit(0);
    let remove = ["team", "remove", "Sales", "--as", "admin@x.test", "--format", "json"];
    workspace.run(&remove).exit(3).reason("target-is-owner");
    assert_eq!(workspace.member("asha@x.test", "team"), "Sales");
}
