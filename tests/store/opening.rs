//! What is no workspace, or one that this program doesn't know, is refused with exit 7 and left
//! byte for byte; what is one is made once, for its owner's eyes alone.

use std::fs;

use rusqlite::Connection;

use crate::support::Workspace;

/// Runs commands that read and that change, none of which may touch the file.
#[track_caller]
fn refused(workspace: &Workspace, says: &str) {
    let before = workspace.state();
    for line in
        ["chat list", "member list --format json", "team add Nights", "perm reset --dry-run"]
    {
        let ran = workspace.run(line).exits(7);
        assert!(ran.stderr.contains(says), "{}", ran.transcript());
        assert_eq!(ran.stdout, "");
        before.is_still(&workspace.state(), line);
    }
}

#[test]
fn nothing_there_is_refused_and_stays_nothing() {
    refused(&Workspace::none(), "rolecall init");
}

#[test]
fn what_is_no_workspace_is_left_alone() {
    let workspace = Workspace::none();
    for bytes in [&b""[..], b"notes\n", b"SQLite format 3\0", &[0; 4096], &[0xff; 100]] {
        workspace.put(bytes);
        refused(&workspace, "not a rolecall workspace");
        workspace.run("init --owner o@acme.test").exits(5);
        assert_eq!(fs::read(workspace.path()).unwrap(), bytes);
    }
}

#[test]
fn somebody_elses_database_is_left_alone() {
    let workspace = Workspace::none();
    workspace.execute("PRAGMA application_id = 7; CREATE TABLE member (email TEXT); INSERT INTO member VALUES ('x')");
    refused(&workspace, "not a rolecall workspace");
}

#[test]
fn a_folder_in_its_place_is_left_alone() {
    let workspace = Workspace::none();
    fs::create_dir(workspace.path()).unwrap();
    refused(&workspace, "not a rolecall workspace");
    workspace.run("init --owner o@acme.test").exits(5);
}

#[test]
fn a_newer_version_is_left_alone() {
    let workspace = Workspace::sample();
    workspace.execute("PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)");
    refused(&workspace, "newer");
}

#[test]
fn a_version_that_never_was_is_refused() {
    let workspace = Workspace::sample();
    workspace.execute("PRAGMA user_version = -3; PRAGMA wal_checkpoint(TRUNCATE)");
    workspace.run("chat list").exits(7);
    workspace.run("team add Nights").exits(7);
}

#[test]
fn a_damaged_file_is_unusable_and_no_bug() {
    let workspace = Workspace::sample();
    let whole = fs::read(workspace.path()).unwrap();
    for length in [100, 512, 4096, 4097, 8192, whole.len() / 2, whole.len() - 1] {
        workspace.put(&whole[..length]);
        for line in ["chat list", "chat show 1", "team add Nights"] {
            let ran = workspace.run(line);
            assert!(matches!(ran.code, 0 | 4 | 7), "cut at {length}: {}", ran.transcript());
        }
    }
    let mut seed = 7_usize;
    for round in 0..60 {
        let mut bytes = whole.clone();
        for _ in 0..24 {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let at = 100 + (seed >> 20) % (bytes.len() - 100);
            bytes[at] ^= u8::try_from((seed >> 8) & 0xff).unwrap() | 1;
        }
        workspace.put(&bytes);
        for line in ["chat list", "chat show 1", "member list", "team add Nights"] {
            let ran = workspace.run(line);
            assert!(matches!(ran.code, 0 | 4 | 5 | 7), "round {round}: {}", ran.transcript());
        }
    }
}

#[test]
fn contradictions_in_the_rows_are_unusable_and_no_bug() {
    let damages = [
        "DELETE FROM member WHERE role = 'owner'; ",
        "UPDATE role SET model = 'admin' WHERE name = 'agent'; DELETE FROM role WHERE name = 'owner'",
        "DELETE FROM role WHERE name = 'owner'",
        "INSERT INTO role_permission VALUES ('agent', 'flying')",
        "DELETE FROM workspace",
        "DROP TABLE chat",
        "DROP TABLE member",
    ];
    for damage in damages {
        let workspace = Workspace::sample();
        let sql = workspace.sql();
        sql.pragma_update(None, "foreign_keys", false).unwrap();
        sql.execute_batch(damage).unwrap();
        drop(sql);
        for line in ["chat list", "role list", "perm allow users --role agent", "team list"] {
            let ran = workspace.run(line);
            assert!(matches!(ran.code, 0 | 4 | 7), "{damage}: {}", ran.transcript());
        }
    }
}

#[test]
fn init_never_overwrites() {
    let workspace = Workspace::sample();
    let before = workspace.state();
    workspace.run("init Other --owner evil@acme.test --yes").exits(5);
    before.is_still(&workspace.state(), "init");
    let lost = Workspace::none();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("nowhere", lost.path()).unwrap();
        lost.run("init Other --owner o@acme.test").exits(5);
        assert!(fs::symlink_metadata(lost.path()).unwrap().is_symlink());
        assert_eq!(fs::read_dir(lost.folder()).unwrap().count(), 1);
    }
}

#[test]
fn a_failed_init_leaves_nothing_behind() {
    let workspace = Workspace::none();
    let before = workspace.state();
    for line in ["init --owner nobody", "init --owner o@acme.test --preset nonsense"] {
        workspace.run(line);
        before.is_still(&workspace.state(), line);
    }
    fs::write(workspace.folder().join("file"), "x").unwrap();
    workspace.run("init --owner o@acme.test --workspace file/deeper/w.db").exits(7);
}

#[test]
#[cfg(unix)]
fn the_file_is_its_owners_alone_with_its_side_files() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let workspace = Workspace::new();
    assert_eq!(mode(&workspace.path()), 0o600);
    let files = workspace.state().files;
    assert_eq!(files, [workspace.path()]);
    // Held open, so that the side files stay to be looked at.
    let held = workspace.sql();
    held.query_row("SELECT count(*) FROM member", [], |row| row.get::<_, i64>(0)).unwrap();
    workspace.does("team add Nights");
    for file in workspace.state().files {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}

#[test]
fn the_header_says_what_it_is() {
    let workspace = Workspace::new();
    let sql = Connection::open(workspace.path()).unwrap();
    let pragma =
        |name: &str| sql.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(pragma("application_id"), i64::from(u32::from_be_bytes(*b"rolc")));
    assert_eq!(pragma("user_version"), 1);
    let mode: String = sql.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
}
