//! `policy export`.

use super::support::Workspace;

#[test]
fn it_writes_the_whole_policy_the_same_each_time() {
    let workspace = Workspace::new();
    let first = workspace.run(&["policy", "export"]).exits(0).stdout;
    assert_eq!(workspace.run(&["policy", "export"]).exits(0).stdout, first);
    assert!(first.starts_with("# The policy of the workspace `Acme`."), "{first}");
    assert!(first.contains("billing = false                 # plan and payment method"), "{first}");
    assert!(!first.contains("teams = ["), "{first}");
    let with_teams = workspace.run(&["policy", "export", "--teams"]).exits(0).stdout;
    assert!(with_teams.contains("teams = [\n    \"Sales\",\n]\n"), "{with_teams}");
}

#[test]
fn a_preset_needs_no_workspace() {
    let nowhere = Workspace::none();
    let text = nowhere.run(&["policy", "export", "--preset", "interakt"]).exits(0).stdout;
    assert!(text.contains("`interakt` preset"), "{text}");
    nowhere.run(&["policy", "export", "--preset", "interact"]).exits(4).says("`interakt`");
    nowhere.run(&["policy", "export"]).exits(7);
}

#[test]
fn who_may_not_read_the_matrix_may_not_export_it() {
    Workspace::new().run(&["policy", "export", "--as", "admin@x.test"]).exits(3);
}
