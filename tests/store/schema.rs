//! The schema as it stands in a fresh file.

use crate::support::{Workspace, state::dump};

fn lines(sql: &str) -> Vec<String> {
    let connection = rusqlite::Connection::open_in_memory().unwrap();
    connection.execute_batch(sql).unwrap();
    schema(&connection)
}

fn schema(connection: &rusqlite::Connection) -> Vec<String> {
    connection
        .prepare("SELECT type || ' ' || name || ': ' || sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY 1")
        .unwrap()
        .query_map([], |row| row.get::<_, String>(0))
        .unwrap()
        .map(|sql| words(&sql.unwrap()))
        .collect()
}

/// A statement without its comments and its layout, neither of which the file holds.
fn words(sql: &str) -> String {
    let code = sql.lines().map(|line| line.split("--").next().unwrap());
    code.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_migrations_give_the_schema() {
    let made = schema(&Workspace::new().sql());
    assert_eq!(made, lines(include_str!("../../src/store/migrations/001_workspace.sql")));
    assert!(made.len() > 15);
}

/// The engine reads all of it whenever a workspace is opened.
#[test]
fn the_file_holds_the_statements_alone() {
    let stored = Workspace::new().value("SELECT group_concat(sql, ' ') FROM sqlite_master");
    assert!(stored.contains("CREATE TABLE member"));
    assert!(!stored.contains("--") && !stored.contains("  "), "{stored}");
}

/// The full-text indexes' own tables are the engine's.
#[test]
fn every_table_is_strict() {
    let workspace = Workspace::new();
    let lax = "SELECT group_concat(name) FROM pragma_table_list
        WHERE schema = 'main' AND strict = 0 AND name NOT LIKE 'sqlite_%'
        AND name NOT LIKE '%\\_search%' ESCAPE '\\'";
    assert_eq!(workspace.value(lax), "NULL");
}

/// The audit's sum is kept by what a statement says that it writes, and by what goes with rows that it deletes.
#[test]
fn nothing_is_written_where_no_statement_says_so() {
    let others =
        "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' OR sql LIKE '%ON UPDATE%'";
    assert_eq!(Workspace::new().value(others), "0");
}

#[test]
fn rows_hold_together() {
    let workspace = Workspace::sample();
    workspace.takes("chat import -", crate::support::sample::conversations());
    assert_eq!(workspace.value("PRAGMA integrity_check"), "ok");
    let broken = "SELECT count(*) FROM pragma_foreign_key_check";
    assert_eq!(workspace.value(broken), "0");
}

#[test]
fn foreign_keys_are_on_in_the_program() {
    let workspace = Workspace::sample();
    workspace.does("member add gone@acme.test --role admin --name Gone --no-invite");
    workspace.does("chat reply 2 -m bye --no-assign --as gone@acme.test");
    assert_eq!(workspace.value("SELECT max(member_id) FROM message"), "7");
    workspace.does("member remove gone@acme.test --yes");
    assert_eq!(workspace.value("SELECT max(member_id) FROM message"), "NULL");
    let last = workspace.does("chat show 2 --format json").json()["messages"][1].clone();
    assert_eq!((&last["author"], &last["text"]), (&"Gone".into(), &"bye".into()));
}

#[test]
fn a_key_is_never_given_twice() {
    let workspace = Workspace::sample();
    for round in 7..10 {
        workspace.does("member add gone@acme.test --role agent");
        let key = "SELECT id FROM member WHERE email_key = 'gone@acme.test'";
        assert_eq!(workspace.value(key), round.to_string());
        workspace.does("member remove gone@acme.test --yes");
    }
}

#[test]
fn no_table_is_forgotten_by_the_dump() {
    let tables: Vec<_> = dump(&Workspace::new().sql()).into_keys().collect();
    for table in
        ["account", "audit", "chat", "contact", "early_event", "member", "message", "sequence"]
    {
        assert!(tables.iter().any(|name| name == table), "{table}");
    }
}
