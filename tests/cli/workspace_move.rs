//! `workspace move`: all of a workspace goes somewhere else, and what was there is kept.

use std::fs;

use crate::support::{Workspace, state::dump};

#[test]
fn a_workspace_is_moved_whole_and_kept_under_another_name() {
    let workspace = Workspace::in_file();
    workspace.put(crate::support::sample::bytes());
    let before = dump(&workspace.sql());
    let dry = workspace.does("workspace move workspace.db moved.db --dry-run");
    assert!(dry.stderr.contains("dry run: nothing was changed"), "{}", dry.stderr);
    assert!(!workspace.folder().join("moved.db").exists());

    let moved = workspace.does("workspace move workspace.db moved.db --yes --format json");
    assert_eq!(moved.json()["chat"], 6);
    workspace.run("member list").exits(7);
    let verified = workspace.does("audit verify --workspace moved.db --format json").json();
    assert_eq!(verified["faults"], serde_json::json!([]));
    workspace.does("doctor --workspace moved.db");
    let kept = workspace.folder().join("workspace.db.replaced-1");
    for path in [workspace.folder().join("moved.db"), kept] {
        let file = rusqlite::Connection::open(path).unwrap();
        assert!(dump(&file) == before);
    }
}

#[test]
fn who_may_not_delete_it_may_not_move_it_either() {
    let workspace = Workspace::in_file();
    workspace.put(crate::support::sample::bytes());
    let before = workspace.state();
    for line in
        ["workspace move workspace.db moved.db", "workspace move workspace.db moved.db --yes"]
    {
        workspace.run(&format!("{line} --as adam@acme.test")).exits(3);
        before.is_still(&workspace.state(), line);
    }
}

#[test]
fn nothing_is_moved_over_what_is_there_or_from_where_nothing_is() {
    let workspace = Workspace::in_file();
    workspace.put(crate::support::sample::bytes());
    fs::write(workspace.folder().join("taken.db"), "mine").unwrap();
    let before = workspace.state();
    for (line, code) in [
        ("workspace move workspace.db taken.db --yes", 5),
        ("workspace move workspace.db workspace.db --yes", 5),
        ("workspace move nowhere.db moved.db --yes", 7),
        ("workspace move taken.db moved.db --yes", 7),
    ] {
        workspace.run(line).exits(code);
        before.is_still(&workspace.state(), line);
    }
}

#[test]
fn nothing_is_moved_under_somebody_at_work() {
    let workspace = Workspace::in_file();
    workspace.put(crate::support::sample::bytes());
    let sql = workspace.sql();
    sql.execute_batch("BEGIN; SELECT count(*) FROM member").unwrap();
    workspace.run("workspace move workspace.db moved.db --yes").exits(7);
    assert!(!workspace.folder().join("moved.db").exists());
    sql.execute_batch("COMMIT").unwrap();
    drop(sql);
    workspace.does("member list");
    workspace.does("workspace move workspace.db moved.db --yes");
}

#[test]
#[cfg(not(feature = "postgres"))]
fn without_postgresql_an_address_is_told_from_a_path() {
    let workspace = Workspace::in_file();
    workspace.put(crate::support::sample::bytes());
    let line = "workspace move workspace.db postgres://ann@localhost/acme --yes";
    let ran = workspace.run(line).exits(7);
    assert!(ran.stderr.contains("built without PostgreSQL"), "{}", ran.stderr);
}
