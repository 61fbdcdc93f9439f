//! `member transfer-ownership`: the owner's role moves in one step.

use super::support::Workspace;

#[test]
fn the_old_owner_becomes_an_admin() {
    for preset in ["unified", "interakt", "timelinesai"] {
        let workspace = Workspace::with_preset(preset);
        workspace.add("asha@x.test", "teammate");
        let transfer = ["member", "transfer-ownership", "asha@x.test"];
        workspace.run(&[&transfer[..], &["--dry-run"]].concat()).exit(0);
        assert_eq!(workspace.member("owner@x.test", "role"), "owner");
        workspace.run(&transfer).exit(0);
        let owners = workspace.json(&["member", "list", "--role", "owner"]);
        assert_eq!(owners.as_array().unwrap().len(), 1, "{preset}");
        assert_eq!(owners[0]["email"], "asha@x.test");
        assert_eq!(workspace.member("owner@x.test", "role"), "admin");
    }
}

#[test]
fn one_owner_at_a_time_where_the_policy_says_so() {
    let workspace = Workspace::with_preset("timelinesai");
    workspace.add("asha@x.test", "teammate");
    workspace.run(&["member", "edit", "asha@x.test", "--role", "owner"]).exit(5);
    workspace.run(&["member", "add", "b@x.test", "--role", "owner"]).exit(5);
    workspace.run(&["member", "transfer-ownership", "asha@x.test"]).exit(0);
    workspace.run(&["member", "edit", "owner@x.test", "--role", "owner"]).exit(5);
    assert_eq!(workspace.count("SELECT count(*) FROM member WHERE role = 'owner'"), 1);
}

#[test]
fn only_an_owner_hands_it_on_and_only_to_who_has_joined() {
    let workspace = Workspace::with_admins();
    let transfer = |email, actor| {
        let arguments = ["member", "transfer-ownership", email, "--as", actor];
        workspace.run(&[&arguments[..], &["--format", "json"]].concat())
    };
    for actor in ["admin@x.test", "helper@x.test"] {
        transfer(actor, actor).exit(3).reason("owner-only");
    }
    workspace.run(&["perm", "deny", "team-settings", "--role", "admin"]).exit(0);
    transfer("admin@x.test", "admin@x.test").exit(3).reason("owner-only");
    workspace.run(&["member", "add", "late@x.test", "--role", "teammate"]).exit(0);
    transfer("late@x.test", "owner@x.test").exit(5);
    transfer("nobody@x.test", "owner@x.test").exit(4);
    let same = transfer("owner@x.test", "owner@x.test").exit(0);
    assert!(same.stderr.contains("nothing to change"), "{}", same.stderr);
    assert_eq!(workspace.member("owner@x.test", "role"), "owner");
}
