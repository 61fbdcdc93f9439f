//! What is wrong with a policy file is told all at once, each with its place, what is allowed and
//! the nearest known name.

use serde_json::json;

use super::support::Workspace;

const BAD: &str = "\
[roles.owner]
masks = [\"number\"]

[roles.admin.permissions]
inbx = true
inbox = true
colour = \"red\"

[roles.collaborator.permissions]
\"chats.own\" = true

[roles.visitor]
like = \"agnt\"
";

#[test]
fn every_fault_is_told_with_its_place() {
    let workspace = Workspace::new();
    let file = workspace.write("bad.toml", BAD);
    for command in [&["policy", "plan"][..], &["policy", "apply", "--yes"], &["policy", "diff"]] {
        let ran = workspace.run(&[command, &[file.as_str(), "--format", "json"]].concat()).exits(6);
        let error = ran.error();
        assert_eq!(error["code"], json!("bad-input"));
        let places: Vec<_> = error["faults"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| {
                (it["line"].as_u64().unwrap(), it["column"].as_u64().unwrap(), &it["nearest"])
            })
            .collect();
        assert_eq!(
            places,
            [
                (2, 10, &json!(null)),
                (5, 1, &json!("inbox")),
                (7, 1, &json!(null)),
                (10, 15, &json!(null)),
                (13, 8, &json!("agent")),
            ]
        );
        assert_eq!(error["faults"][3]["allowed"], json!("`false`, or nothing at all"));
    }
    let ran = workspace.run(&["policy", "plan", &file]).exits(6);
    assert_eq!(ran.stderr.matches("error: ").count(), 5, "{}", ran.stderr);
    drop(ran.says("line 5, column 1: unknown permission `inbx`").says("did you mean `inbox`?"));
}

#[test]
fn what_is_no_policy_file_is_bad_input() {
    let workspace = Workspace::new();
    for (text, line) in [("", 1), ("roles = 3", 1), ("[roles.admin\n", 1), ("x", 1)] {
        let file = workspace.write("bad.toml", text);
        let ran = workspace.run(&["policy", "plan", &file, "--format", "json"]).exits(6);
        assert_eq!(ran.error()["faults"][0]["line"], json!(line), "{text:?}");
    }
    std::fs::write(workspace.path("latin.toml"), b"# one\n# caf\xe9\n").unwrap();
    drop(workspace.run(&["policy", "plan", "latin.toml"]).exits(6).says("line 2"));
    let ran = workspace.run_with(&["policy", "plan", "-"], "[roles.admin]\nx = 1\n").exits(6);
    drop(ran.says("`standard input`, line 2, column 1: unknown key `x`"));
}
