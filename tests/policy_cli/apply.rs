//! `policy apply`.

use serde_json::json;

use super::support::Workspace;

const OPEN: (&str, &str) =
    ("\"chats.other-teams\" = false    ", "\"chats.other-teams\" = true     ");

fn hash(workspace: &Workspace, file: &str) -> String {
    let plan = workspace.run(&["policy", "plan", file, "--format", "json"]).exits(0).json();
    plan["policy"].as_str().unwrap().to_owned()
}

#[test]
fn it_applies_once_and_the_second_time_there_is_nothing_to_change() {
    let workspace = Workspace::new();
    let file = workspace.policy("open.toml", &[OPEN]);
    let apply = ["policy", "apply", &file, "--yes"];
    drop(workspace.run(&apply).exits(0).says("the policy was applied"));
    workspace.run(&["can", "agent@x.test", "chats.other-teams"]).exits(0);
    drop(workspace.run(&apply).exits(0).says("nothing to change"));
    drop(workspace.run(&["policy", "plan", &file, "--exit-code"]).exits(0));
}

#[test]
fn a_dry_run_prints_the_plan_and_changes_nothing() {
    let workspace = Workspace::new();
    let file = workspace.policy("open.toml", &[OPEN]);
    let planned = workspace.run(&["policy", "plan", &file]).exits(0).stdout;
    let ran = workspace.run(&["policy", "apply", &file, "--dry-run"]).exits(0);
    assert_eq!(ran.stdout, planned);
    drop(ran.says("dry run: nothing was changed"));
    workspace.run(&["can", "agent@x.test", "chats.other-teams"]).exits(1);
}

#[test]
fn without_a_yes_and_a_terminal_nothing_is_changed() {
    let workspace = Workspace::new();
    let file = workspace.policy("open.toml", &[OPEN]);
    drop(workspace.run(&["policy", "apply", &file]).exits(2).says("--yes"));
    workspace.run(&["can", "agent@x.test", "chats.other-teams"]).exits(1);
}

#[test]
fn it_is_the_owners_alone() {
    let workspace = Workspace::new();
    let file = workspace.policy("open.toml", &[OPEN]);
    let grant = ["perm", "allow", "access-permissions", "--role", "admin"];
    workspace.run(&grant).exits(0);
    // Who may read the matrix may plan, and still not apply.
    workspace.run(&["policy", "plan", &file, "--as", "admin@x.test"]).exits(0);
    let apply = ["policy", "apply", &file, "--yes", "--as", "admin@x.test", "--format", "json"];
    assert_eq!(workspace.run(&apply).exits(3).error()["reason"], json!("owner-only"));
}

#[test]
fn what_was_expected_holds_or_is_told() {
    let workspace = Workspace::new();
    let file = workspace.policy("open.toml", &[OPEN]);
    let planned = hash(&workspace, &file);
    workspace.run(&["perm", "allow", "billing", "--role", "admin"]).exits(0);
    workspace.run(&["mask", "enable", "traits", "--role", "agent"]).exits(0);
    let apply = ["policy", "apply", &file, "--yes", "--expect", &planned];
    let ran = workspace.run(&apply).exits(5);
    let ran = ran.says("`perm.allow` of `admin/billing` by `owner@x.test`");
    drop(ran.says("`mask.enable` of `agent/traits`"));
    workspace.run(&["can", "agent@x.test", "chats.other-teams"]).exits(1);
    let planned = hash(&workspace, &file);
    workspace.run(&["policy", "apply", &file, "--yes", "--expect", &planned[..12]]).exits(0);
    let never = "0".repeat(64);
    let apply = ["policy", "apply", &file, "--yes", "--expect", &never];
    drop(workspace.run(&apply).exits(5).says("the audit knows of no policy"));
}

#[test]
fn held_roles_stay_unless_their_members_move() {
    let workspace = Workspace::new();
    let apply = ["policy", "apply", "--preset", "interakt", "--yes"];
    drop(workspace.run(&apply).exits(5).says("`agent@x.test`"));
    workspace.run(&[&apply[..], &["--move-to", "teammate"]].concat()).exits(0);
    let agent = workspace.run(&["member", "show", "agent@x.test", "--format", "json"]).json();
    assert_eq!(agent["role"], json!("teammate"));
    workspace.run(&["role", "show", "agent"]).exits(4);
}

#[test]
fn missing_teams_are_made_and_none_is_removed() {
    let workspace = Workspace::new();
    let text = workspace.run(&["policy", "export"]).stdout;
    let file = workspace.write("teams.toml", &format!("teams = [\"Support\"]\n{text}"));
    let plan = workspace.run(&["policy", "plan", &file, "--format", "json"]).json();
    assert_eq!((&plan["teams"], &plan["changes_anything"]), (&json!(["Support"]), &json!(true)));
    workspace.run(&["policy", "apply", &file, "--yes"]).exits(0);
    let teams = workspace.run(&["team", "list", "--format", "json"]).json();
    let names: Vec<_> = teams.as_array().unwrap().iter().map(|team| &team["name"]).collect();
    assert_eq!(names, ["Default", "Sales", "Support"]);
    drop(workspace.run(&["policy", "apply", &file, "--yes"]).exits(0).says("nothing to change"));
}

#[test]
fn a_failing_test_in_the_file_rejects_the_change() {
    let workspace = Workspace::new();
    let was = workspace.run(&["policy", "export"]).stdout;
    let text = was.replace(OPEN.0, OPEN.1);
    let guard = "\n[[test]]\nmember = \"agent@x.test\"\ncannot = [\"chats.other-teams\"]\n";
    let file = workspace.write("guarded.toml", &format!("{text}{guard}"));
    for command in ["plan", "apply"] {
        let ran = workspace.run(&["policy", command, &file, "--yes"]).exits(1);
        drop(ran.says("cannot `chats.other-teams`").says("toggled on"));
    }
    workspace.run(&["can", "agent@x.test", "chats.other-teams"]).exits(1);
    let good = was.replacen("billing = false", "billing = true ", 1);
    let file = workspace.write("guarded.toml", &format!("{good}{guard}"));
    workspace.run(&["policy", "apply", &file, "--yes"]).exits(0);
    workspace.run(&["can", "admin@x.test", "billing"]).exits(0);
}
