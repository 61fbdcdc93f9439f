//! What is refused, or warned of, when the file is opened.
#![cfg(unix)]

use std::{fs, os::unix::fs::PermissionsExt};

use crate::support::Workspace;

#[test]
fn a_schema_that_is_not_the_program_s_is_refused() {
    for (what, sql) in [
        (
            "a trigger that gives a role",
            "CREATE TRIGGER extra AFTER INSERT ON team BEGIN UPDATE member SET role = 'owner'; END",
        ),
        (
            "a trigger that eats history",
            "CREATE TRIGGER extra AFTER INSERT ON audit BEGIN DELETE FROM audit; END",
        ),
        ("a view", "CREATE VIEW extra AS SELECT name FROM role"),
        ("a table", "CREATE TABLE extra (name TEXT)"),
        ("a column", "ALTER TABLE team ADD COLUMN extra TEXT"),
        ("a missing index", "DROP INDEX member_by_role"),
        ("a table of the engine's own name", "CREATE TABLE _litestream_seq (id TEXT)"),
    ] {
        let workspace = Workspace::sample();
        workspace.execute(sql);
        for line in ["status", "team add New", "doctor", "audit verify"] {
            let error = workspace.run(&format!("{line} --format json")).exits(7).error();
            assert_eq!(error["reason"], "altered", "{what}");
        }
    }
}

#[test]
fn statistics_and_litestream_s_tables_are_let_be() {
    let workspace = Workspace::sample();
    workspace.execute(
        "ANALYZE;
         CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER);
         CREATE TABLE _litestream_lock (id INTEGER)",
    );
    workspace.does("status");
    workspace.does("team add New");
}

#[test]
fn a_second_name_is_warned_of_and_written_to_by_nobody() {
    let workspace = Workspace::sample();
    fs::hard_link(workspace.path(), workspace.folder().join("other.db")).unwrap();
    assert!(workspace.does("status").stderr.contains("second name"));
    let before = workspace.state();
    workspace.run("team add New").exits(7);
    workspace.run("workspace delete --confirm Acme").exits(7);
    before.is_still(&workspace.state(), "a write to a file with two names");
}

#[test]
fn who_else_can_read_the_file_is_told_and_mended() {
    let workspace = Workspace::sample();
    fs::set_permissions(workspace.path(), fs::Permissions::from_mode(0o644)).unwrap();
    assert!(workspace.does("status --quiet").stderr.contains("others can read"));
    workspace.run("doctor").exits(1);
    workspace.does("doctor --fix");
    assert_eq!(workspace.does("status").stderr, "");
    let mode = fs::metadata(workspace.path()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_name_is_never_read_as_an_address() {
    let workspace = Workspace::none();
    let name = "file:x.db?mode=memory";
    workspace.does(&format!("--workspace '{name}' init Acme --owner olive@acme.test"));
    assert!(workspace.folder().join(name).is_file());
    workspace.does(&format!("--workspace '{name}' status"));
}

#[test]
fn a_new_workspace_takes_nothing_over_from_one_that_was_there() {
    let workspace = Workspace::none();
    for suffix in ["-wal", "-journal"] {
        let left = workspace.folder().join(format!("workspace.db{suffix}"));
        fs::write(&left, "not empty").unwrap();
        workspace.run("init Acme --owner olive@acme.test").exits(7);
        workspace.run("init Acme --owner olive@acme.test --dry-run").exits(7);
        assert!(!workspace.path().exists());
        fs::remove_file(left).unwrap();
    }
    workspace.does("init Acme --owner olive@acme.test");
    let names: Vec<_> = workspace.state().files;
    assert_eq!(names, [workspace.path()]);
}

#[test]
fn who_takes_something_away_from_a_copy_that_can_t_tell_of_it_is_told() {
    let workspace = Workspace::sample();
    fs::set_permissions(workspace.path(), fs::Permissions::from_mode(0o400)).unwrap();
    // The owner of the machine may write everywhere, so somebody else looks.
    if fs::OpenOptions::new().write(true).open(workspace.path()).is_ok() {
        return;
    }
    let ran = workspace.does("contact export");
    assert!(ran.stderr.contains("the audit doesn't tell"), "{}", ran.stderr);
    assert!(!workspace.does("member list").stderr.contains("audit"));
}

#[test]
fn a_journal_of_another_workspace_is_not_read_into_this_one() {
    let workspace = Workspace::sample();
    let left = workspace.folder().join("workspace.db-journal");
    fs::write(&left, "of another one").unwrap();
    for line in ["status", "team add New", "doctor"] {
        workspace.run(line).exits(7).says("is left over");
    }
    fs::remove_file(left).unwrap();
    workspace.does("doctor");
}
