//! `workspace`.

use std::fs;

use crate::support::{
    Case,
    Way::{BadInput, Denied, Success, Usage},
    Workspace, prove,
};

pub fn cases() -> Vec<Case> {
    let case = Case::new;
    vec![
        case(Success, "workspace show"),
        case(Denied("toggle-off"), "workspace show --as adam@acme.test"),
        case(Success, "workspace rename 'Acme & Sons'"),
        case(Success, "workspace rename Acme"),
        case(
            Success,
            "perm allow workspace --role admin\nworkspace rename Adam --as adam@acme.test",
        ),
        case(Denied("toggle-off"), "workspace rename Adam --as adam@acme.test"),
        case(BadInput, "workspace rename ' '"),
        case(Usage, "workspace rename"),
    ]
}

#[test]
fn a_workspace_has_a_name() {
    insta::assert_snapshot!(prove(&cases()));
}

/// What is known: what lies in the data directory, what the configuration names, and the current one.
#[test]
fn workspaces_are_listed() {
    let workspace = Workspace::sample();
    let folder = workspace.folder().display().to_string();
    workspace.does("init North --owner nora@acme.test --workspace north.db");
    fs::create_dir_all(workspace.folder().join(".config/rolecall")).unwrap();
    let config = workspace.folder().join(".config/rolecall/config.toml");
    fs::write(&config, "workspaces = ['~/north.db', '/nowhere/south.db']").unwrap();
    fs::create_dir_all(workspace.folder().join(".local/share/rolecall")).unwrap();
    fs::write(workspace.folder().join(".local/share/rolecall/old.db"), "no database").unwrap();
    let rows = workspace.does("workspace list --format json").rows();
    let told: Vec<_> = rows
        .iter()
        .map(|row| {
            let path = row["path"].as_str().unwrap().replace(&folder, "[folder]");
            format!("{} {path} {} {}", row["name"], row["current"], row["state"])
        })
        .collect();
    assert_eq!(
        told,
        [
            "\"Acme\" [folder]/workspace.db true \"ready\"",
            "null [folder]/.local/share/rolecall/old.db false \"unusable\"",
            "\"North\" [folder]/north.db false \"ready\"",
            "null /nowhere/south.db false \"missing\"",
        ]
    );
    // The files are the owner's to know.
    workspace.run("workspace list --as adam@acme.test").exits(3);
}

fn files(workspace: &Workspace) -> Vec<String> {
    let entries = fs::read_dir(workspace.folder()).unwrap();
    let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name();
    let mut names: Vec<_> = entries.map(|entry| name(entry).into_string().unwrap()).collect();
    names.sort();
    // The data folder has the outbox of a workspace on a server.
    names.retain(|name| name != ".local");
    names
}

#[test]
fn deleting_takes_the_name_and_leaves_nothing() {
    let workspace = Workspace::sample();
    workspace.does("member add new@acme.test --role agent");
    workspace.does("outbox flush");
    fs::write(workspace.folder().join("other.txt"), "mine").unwrap();
    assert!(workspace.outbox().is_dir());
    let before = workspace.state();
    let refused = [
        ("workspace delete", 2),
        ("workspace delete --yes", 2),
        ("workspace delete --confirm acme", 6),
        ("workspace delete --confirm ''", 6),
        ("workspace delete --confirm Acme --as adam@acme.test", 3),
        ("workspace delete --as adam@acme.test", 3),
    ];
    for (line, code) in refused {
        for format in ["table", "json"] {
            workspace.run(&format!("{line} --format {format}")).exits(code);
            before.is_still(&workspace.state(), line);
        }
    }
    let dry = workspace.does("workspace delete --confirm Acme --dry-run --format json").stdout;
    before.is_still(&workspace.state(), "dry run");
    let real = workspace.does("workspace delete --confirm Acme --format json").stdout;
    assert_eq!(dry, real);
    assert!(!workspace.outbox().exists());
    assert_eq!(files(&workspace), ["other.txt"]);
    workspace.run("member list").exits(7);
    // The place is free again.
    workspace.does("init Again --owner olive@acme.test");
}

#[test]
fn nothing_is_deleted_under_somebody_at_work() {
    let workspace = Workspace::sample();
    let sql = workspace.sql();
    sql.execute_batch("BEGIN; SELECT count(*) FROM member").unwrap();
    workspace.run("workspace delete --confirm Acme").exits(7);
    sql.execute_batch("COMMIT").unwrap();
    workspace.does("member list");
    assert_eq!(workspace.value("PRAGMA integrity_check"), "ok");
    assert_eq!(workspace.value("PRAGMA journal_mode"), "wal");
}

#[test]
#[cfg(unix)]
fn a_file_that_cannot_go_stays_whole() {
    use std::os::unix::fs::PermissionsExt;
    let workspace = Workspace::sample();
    let mode = |mode| {
        let permissions = fs::Permissions::from_mode(mode);
        fs::set_permissions(workspace.folder(), permissions).unwrap();
    };
    mode(0o500);
    // Whoever may write everywhere, as in a container, has nothing to be refused.
    let is_bound = fs::write(workspace.folder().join("probe"), "").is_err();
    if is_bound {
        workspace.run("workspace delete --confirm Acme").exits(7);
    }
    mode(0o700);
    assert_eq!(workspace.value("PRAGMA integrity_check"), "ok");
    workspace.does("member list");
}

#[test]
#[cfg(unix)]
fn at_a_terminal_the_name_is_typed() {
    use crate::support::terminal::{at_terminal, ended};
    let workspace = Workspace::sample();
    // A yes is no name, and nothing typed is no yes.
    let mut session = at_terminal(&workspace, "workspace delete --yes");
    session.exp_string("Type `Acme` to go on").unwrap();
    session.send_line("yes").unwrap();
    session.exp_string("that is not `Acme`").unwrap();
    session.send_control('u').unwrap();
    session.send_line("").unwrap();
    assert_eq!(ended(session).1, 130);
    assert!(workspace.exists());
    let mut session = at_terminal(&workspace, "workspace delete");
    session.exp_string("workspace `Acme` is deleted for good").unwrap();
    session.exp_string("leave it: ").unwrap();
    session.send_line("Acme").unwrap();
    assert_eq!(ended(session).1, 0);
    assert!(!workspace.exists());
    assert!(files(&workspace).is_empty());
}
