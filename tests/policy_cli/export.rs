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

const FOR_A_SERVER: [&str; 4] = ["policy", "export", "--target", "postgres-rls"];

#[test]
fn what_a_server_enforces_is_printed_from_a_file_too() {
    let workspace = Workspace::new();
    let first = workspace.run(&FOR_A_SERVER).exits(0).stdout;
    assert_eq!(workspace.run(&FOR_A_SERVER).exits(0).stdout, first);
    assert!(first.contains("\nBEGIN;\n") && first.ends_with("\nCOMMIT;\n"), "{first}");
    assert!(first.contains("    ('collaborator', 0, 0, 0, 1, 0, 0, 0, '"), "{first}");
    let other = workspace.run(&[&FOR_A_SERVER[..], &["--schema", "acme"]].concat()).exits(0).stdout;
    assert!(other.contains("\"acme_read\".chat") && !other.contains("\"rolecall"), "{other}");
    let denied = ["perm", "deny", "chats.assigned", "--role", "collaborator"];
    workspace.run(&denied).exits(0);
    let after = workspace.run(&FOR_A_SERVER).exits(0).stdout;
    assert!(after.contains("    ('collaborator', 0, 0, 0, 0, 0, 0, 0, 'inbox')"), "{after}");
    let list = ["audit", "list", "--action", "policy.export", "--format", "json"];
    let entries = workspace.run(&list).exits(0);
    assert_eq!(entries.rows().len(), 4);
    assert!(entries.stdout.contains("postgres-rls"), "{}", entries.stdout);
}

#[test]
fn what_goes_with_no_server_is_refused() {
    let workspace = Workspace::new();
    let with = |more: &[&str]| workspace.run(&[&FOR_A_SERVER[..], more].concat());
    with(&["--teams"]).exits(2).says("--teams");
    with(&["--preset", "interakt"]).exits(2).says("--preset");
    with(&["--schema", "a", "--preset", "interakt"]).exits(2);
    workspace.run(&["policy", "export", "--schema", "acme"]).exits(2).says("postgres-rls");
    with(&["--schema", "Acme\"; DROP"]).exits(6).says("schema `Acme\"; DROP`");
    with(&["--schema", &"a".repeat(56)]).exits(6).says("more than 55");
    with(&["--schema", &"a".repeat(55)]).exits(0);
}

#[test]
fn who_may_not_read_the_matrix_or_a_number_gets_nothing_for_a_server() {
    let workspace = Workspace::new();
    let by = |email| workspace.run(&[&FOR_A_SERVER[..], &["--as", email]].concat());
    by("admin@x.test").exits(3);
    workspace.run(&["perm", "allow", "access-permissions", "--role", "admin"]).exits(0);
    by("admin@x.test").exits(0);
    workspace.run(&["mask", "enable", "number", "--role", "admin"]).exits(0);
    by("admin@x.test").exits(3);
}
