//! `policy plan`.

use serde_json::json;

use super::support::Workspace;

const OPEN: (&str, &str) =
    ("\"chats.other-teams\" = false    ", "\"chats.other-teams\" = true     ");
const HIDE: (&str, &str) = ("masks = []    ", "masks = [\"number\"]");

#[test]
fn it_tells_the_matrix_and_every_member_touched() {
    let workspace = Workspace::with_chats();
    let file = workspace.policy("open.toml", &[OPEN]);
    let plan = workspace.run(&["policy", "plan", &file, "--format", "json"]).exits(0).json();
    assert_eq!(plan["changes_anything"], json!(true));
    let first = json!({"object": "teammate/chats.other-teams", "field": "toggle", "before": "off",
        "after": "on"});
    assert_eq!(plan["changes"][0], first);
    // The one chat is of the teammate's own account; the agent is in the same team, whose chats
    // they don't see; so to nobody any chat is new, and three gain the permission.
    assert_eq!(plan["totals"]["members"], json!(3));
    assert_eq!(plan["totals"]["chats_gained"], json!(0));
    assert_eq!(plan["totals"]["permissions_gained"], json!(3));
    // A member of another team gains the chat.
    workspace.add("far@x.test", &["--role", "agent"]);
    let plan = workspace.run(&["policy", "plan", &file, "--format", "json"]).exits(0).json();
    assert_eq!(plan["totals"]["chats_gained"], json!(1));
    let members = plan["members"].as_array().unwrap();
    let far = members.iter().find(|member| member["member"] == "far@x.test").unwrap();
    assert_eq!(far["chats_gained"], json!(1));
    assert_eq!(far["permissions_gained"], json!(["chats.other-teams"]));
    let text = workspace.run(&["policy", "plan", &file]).exits(0).stdout;
    let place = |word| text.find(word).unwrap_or_else(|| panic!("{word}: {text}"));
    assert!(place("\ntotals\n") < place("\nchanges\n"), "{text}");
    assert!(place("\nchanges\n") < place("\nmembers\n"), "{text}");
}

#[test]
fn a_mask_hides_modules_and_numbers() {
    let workspace = Workspace::new();
    let file = workspace.policy("masked.toml", &[HIDE]);
    let plan = workspace.run(&["policy", "plan", &file, "--format", "json"]).exits(0).json();
    let admin = &plan["members"][0];
    assert_eq!(admin["member"], json!("admin@x.test"));
    assert_eq!(
        admin["modules_hidden"],
        json!(["notifications", "templates", "users", "analytics"])
    );
    assert_eq!((&admin["numbers"], &admin["traits"]), (&json!("hidden"), &json!(null)));
    assert_eq!(plan["totals"]["numbers_hidden"], json!(4));
}

#[test]
fn exit_codes_tell_a_change_and_a_gain() {
    let workspace = Workspace::new();
    let same = workspace.policy("same.toml", &[]);
    let more = workspace.policy("more.toml", &[OPEN]);
    let less = workspace.policy("less.toml", &[HIDE]);
    let code = |file: &str, flag: &str| workspace.run(&["policy", "plan", file, flag]).code;
    assert_eq!([&same, &more, &less].map(|file| code(file, "--exit-code")), [0, 1, 1]);
    assert_eq!([&same, &more, &less].map(|file| code(file, "--fail-on-gain")), [0, 1, 0]);
    assert_eq!([&same, &more, &less].map(|file| code(file, "--quiet")), [0, 0, 0]);
}

#[test]
fn who_is_invited_gains_too() {
    let workspace = Workspace::new();
    workspace.run(&["role", "add", "guest", "--like", "collaborator"]).exits(0);
    workspace.run(&["member", "add", "guest@x.test", "--role", "guest"]).exits(0);
    workspace.run(&["perm", "allow", "templates", "--role", "guest"]).exits(0);
    let more = workspace.policy("more.toml", &[]);
    workspace.run(&["perm", "deny", "templates", "--role", "guest"]).exits(0);
    let line = ["policy", "plan", &more, "--fail-on-gain", "--format", "json"];
    let plan = workspace.run(&line).exits(1).json();
    assert_eq!(plan["members"], json!([]));
    assert_eq!(plan["invited"][0]["member"], json!("guest@x.test"));
}

#[test]
fn it_changes_nothing_and_is_for_who_reads_the_matrix() {
    let workspace = Workspace::new();
    let file = workspace.policy("open.toml", &[OPEN]);
    let before = workspace.run(&["policy", "export"]).stdout;
    workspace.run(&["policy", "plan", &file]).exits(0);
    assert_eq!(workspace.run(&["policy", "export"]).stdout, before);
    workspace.run(&["policy", "plan", &file, "--as", "admin@x.test"]).exits(3);
    workspace.run(&["policy", "plan", "no-such-file.toml"]).exits(6);
    workspace.run(&["policy", "plan", "--preset", "nope"]).exits(4);
    workspace.run(&["policy", "plan"]).exits(2);
}

#[test]
fn roles_that_vanish_while_held_are_a_conflict_that_names_their_members() {
    let workspace = Workspace::new();
    let ran = workspace.run(&["policy", "plan", "--preset", "interakt"]).exits(5);
    let ran = ran.says("`agent@x.test`").says("`collaborator@x.test`").says("--move-to");
    drop(ran);
    let moved = ["policy", "plan", "--preset", "interakt", "--move-to", "teammate"];
    let plan = workspace.run(&[&moved[..], &["--format", "json"]].concat()).exits(0).json();
    assert_eq!(
        plan["moves"],
        json!([
            {"member": "agent@x.test", "from": "agent", "to": "teammate"},
            {"member": "collaborator@x.test", "from": "collaborator", "to": "teammate"},
        ])
    );
    workspace
        .run(&["policy", "plan", "--preset", "interakt", "--move-to", "teamate"])
        .exits(4)
        .says("`teammate`");
}

#[test]
fn one_owner_only_is_a_conflict_while_there_are_two() {
    let workspace = Workspace::new();
    workspace.run(&["member", "add", "second@x.test", "--role", "owner"]).exits(0);
    let ran = workspace.run(&["policy", "plan", "--preset", "timelinesai"]).exits(5);
    drop(ran.says("`owner@x.test`").says("`second@x.test`"));
}

#[test]
fn a_replay_names_what_would_have_been_refused() {
    let workspace = Workspace::with_chats();
    let chats = workspace.run(&["chat", "list", "--format", "json"]).exits(0).json();
    let id = chats[0]["id"].to_string();
    let answer = ["chat", "reply", &id, "-", "--as", "teammate@x.test"];
    workspace.run_with(&answer, "hello").exits(0);
    let shut = workspace.policy("shut.toml", &[("inbox = true  ", "inbox = false ")]);
    // The owner's row can't be shut; its line says so.
    let text = std::fs::read_to_string(&shut).unwrap();
    let (owner, rest) = text.split_once("[roles.admin]").unwrap();
    let text = format!("{}[roles.admin]{rest}", owner.replace("inbox = false ", "inbox = true  "));
    let shut = workspace.write("shut.toml", &text);
    let run = ["policy", "plan", &shut, "--replay", "--format", "json"];
    let replay = workspace.run(&run).exits(0).json()["replay"].clone();
    let refused = replay["refused"].as_array().unwrap();
    let told: Vec<_> = refused
        .iter()
        .map(|it| (it["actor"].as_str().unwrap(), it["action"].as_str().unwrap(), &it["reason"]))
        .collect();
    // The assignment came with the reply, and needed what the reply needed: the inbox.
    assert_eq!(
        told,
        [
            ("teammate@x.test", "chat.reply", &json!("toggle-off")),
            ("teammate@x.test", "chat.assign", &json!("toggle-off")),
        ]
    );
    assert!(refused.iter().all(|it| it["refused_now"] == json!(false)));
    let same = workspace.policy("same.toml", &[]);
    let run = ["policy", "plan", &same, "--replay", "--format", "json"];
    let replay = workspace.run(&run).exits(0).json()["replay"].clone();
    assert_eq!(replay["refused"], json!([]));
    assert!(replay["decided"].as_u64().unwrap() >= 9, "{replay}");
}
