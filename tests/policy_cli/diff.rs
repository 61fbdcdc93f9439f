//! `policy diff`.

use serde_json::json;

use super::support::Workspace;

#[test]
fn two_files_need_no_workspace_and_a_file_is_compared_with_one() {
    let nowhere = Workspace::none();
    for preset in ["unified", "interakt"] {
        let text = nowhere.run(&["policy", "export", "--preset", preset]).stdout;
        nowhere.write(&format!("{preset}.toml"), &text);
    }
    let diff = ["policy", "diff", "interakt.toml", "unified.toml", "--format", "json"];
    let rows = nowhere.run(&diff).exits(0).json();
    let expected =
        json!({"object": "admin/billing", "field": "toggle", "before": "on", "after": "off"});
    assert!(rows.as_array().unwrap().contains(&expected), "{rows}");
    let same = ["policy", "diff", "unified.toml", "unified.toml", "--exit-code"];
    drop(nowhere.run(&same).exits(0).says("nothing differs"));
    nowhere.run(&["policy", "diff", "interakt.toml", "unified.toml", "--exit-code"]).exits(1);
    nowhere.run(&["policy", "diff", "unified.toml"]).exits(7);
    nowhere.run(&["policy", "diff", "unified.toml", "nowhere.toml"]).exits(6);

    let workspace = Workspace::new();
    let file = workspace.policy("same.toml", &[]);
    workspace.run(&["policy", "diff", &file, "--exit-code"]).exits(0);
    workspace.run(&["perm", "allow", "billing", "--role", "admin"]).exits(0);
    let rows = workspace.run(&["policy", "diff", &file, "--format", "json"]).exits(0).json();
    assert_eq!(rows, json!([expected]));
    workspace.run(&["policy", "diff", &file, "--as", "agent@x.test"]).exits(3);
}
