//! `role add` and `role remove`.

use serde_json::json;

use super::support::Workspace;

#[test]
fn an_added_role_is_like_its_model_and_first_class() {
    let workspace = Workspace::new();
    let add = ["role", "add", "supervisor", "--like", "teammate", "--title", "Supervisor"];
    workspace.run(&[&add[..], &["--dry-run"]].concat()).exits(0);
    workspace.run(&["role", "show", "supervisor"]).exits(4);
    workspace.run(&add).exits(0);
    let [role, model] = ["supervisor", "teammate"]
        .map(|role| workspace.run(&["role", "show", role, "--format", "json"]).exits(0).json());
    assert_eq!((&role["title"], &role["like"]), (&json!("Supervisor"), &json!("teammate")));
    assert_eq!((&role["rank"], &role["cells"]), (&model["rank"], &model["cells"]));
    // Wherever a role is named.
    workspace.run(&["member", "add", "s@x.test", "--role", "supervisor"]).exits(0);
    workspace.run(&["perm", "deny", "users", "--role", "supervisor"]).exits(0);
    workspace.run(&["mask", "enable", "traits", "--role", "supervisor"]).exits(0);
    workspace.run(&["can", "s@x.test", "users"]).exits(1);
    let text = workspace.run(&["policy", "export"]).stdout;
    assert!(
        text.contains("[roles.supervisor]\ntitle = \"Supervisor\"\nlike = \"teammate\""),
        "{text}"
    );
    // Locked cells come with the model.
    workspace.run(&["role", "add", "visitor", "--like", "collaborator"]).exits(0);
    let locked = ["perm", "allow", "accounts.connect", "--role", "visitor"];
    workspace.run(&locked).exits(5);
    // And completions offer it.
    let offered = std::process::Command::new(env!("CARGO_BIN_EXE_rolecall"))
        .env_clear()
        .env("COMPLETE", "fish")
        .env("ROLECALL_WORKSPACE", workspace.name())
        .args(["--", "rolecall", "role", "remove", ""])
        .output()
        .unwrap();
    let offered = String::from_utf8(offered.stdout).unwrap();
    assert!(offered.lines().any(|line| line.starts_with("supervisor")), "{offered}");
}

#[test]
fn names_that_cannot_be_or_are_taken() {
    let workspace = Workspace::new();
    let add = |name: &str, like: &str| workspace.run(&["role", "add", name, "--like", like]);
    add("Super Visor", "teammate").exits(6);
    add("agent", "agent").exits(5);
    add("boss", "owner").exits(5);
    drop(add("deputy", "agnt").exits(4).says("`agent`"));
    workspace.run(&["role", "add", "x", "--like", "agent", "--as", "admin@x.test"]).exits(3);
    // A built-in name is only for that role, also where the policy lacks it.
    let apply = ["policy", "apply", "--preset", "interakt", "--move-to", "teammate", "--yes"];
    workspace.run(&apply).exits(0);
    drop(add("agent", "teammate").exits(5).says("`agent`"));
    add("agent", "agent").exits(0);
}

#[test]
fn a_held_role_stays_unless_its_members_move() {
    let workspace = Workspace::new();
    let remove = ["role", "remove", "agent"];
    drop(workspace.run(&remove).exits(5).says("`agent@x.test`").says("--move-to"));
    workspace.run(&[&remove[..], &["--move-to", "agent"]].concat()).exits(4);
    let to = [&remove[..], &["--move-to", "teammate"]].concat();
    let dry = workspace.run(&[&to[..], &["--dry-run"]].concat()).exits(0);
    let ran = workspace.run(&to).exits(0);
    assert_eq!(dry.stdout, ran.stdout);
    drop(ran.says("agent@x.test/analytics").says("member.edit"));
    let agent = workspace.run(&["member", "show", "agent@x.test", "--format", "json"]).json();
    assert_eq!(agent["role"], json!("teammate"));
    workspace.run(&remove).exits(4);
    workspace.run(&["role", "remove", "owner"]).exits(5);
    let denied = ["role", "remove", "teammate", "--as", "admin@x.test"];
    workspace.run(&denied).exits(3);
}
