//! Several processes on one file, and a file that can't be written to.

use std::{thread, time::Duration};

use crate::support::Workspace;

#[test]
fn many_at_once_all_get_their_turn() {
    let workspace = Workspace::sample();
    thread::scope(|scope| {
        for number in 0..12 {
            let workspace = &workspace;
            scope.spawn(move || {
                workspace.does(&format!("team add 'Team {number}'"));
                workspace.does("chat list");
            });
        }
    });
    assert_eq!(workspace.value("SELECT count(*) FROM team"), "15");
    assert_eq!(workspace.value("SELECT count(*) FROM audit WHERE object LIKE 'Team %'"), "12");
    assert_eq!(workspace.value("SELECT count(*) = max(id) FROM audit"), "1");
    assert_eq!(workspace.value("PRAGMA integrity_check"), "ok");
}

#[test]
fn of_two_that_want_the_same_one_gets_it() {
    let workspace = Workspace::sample();
    let codes: Vec<_> = thread::scope(|scope| {
        let run = |who| {
            let workspace = &workspace;
            scope.spawn(move || {
                workspace.run(&format!("account connect +12025550177 --as {who}@acme.test")).code
            })
        };
        let running = ["olive", "adam", "tess", "agnes"].map(run);
        running.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert_eq!(codes.iter().filter(|code| **code == 0).count(), 1, "{codes:?}");
    assert_eq!(codes.iter().filter(|code| **code == 5).count(), 3, "{codes:?}");
}

#[test]
fn one_workspace_is_made_by_many_at_once() {
    let workspace = Workspace::none();
    let codes: Vec<_> = thread::scope(|scope| {
        let running: Vec<_> = (0..6)
            .map(|number| {
                let workspace = &workspace;
                scope
                    .spawn(move || workspace.run(&format!("init --owner o{number}@acme.test")).code)
            })
            .collect();
        running.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert_eq!(codes.iter().filter(|code| **code == 0).count(), 1, "{codes:?}");
    assert_eq!(codes.iter().filter(|code| **code == 5).count(), 5, "{codes:?}");
    if !workspace.is_on_server() {
        assert_eq!(workspace.state().files, [workspace.path()]);
    }
    assert_eq!(workspace.value("SELECT count(*) FROM member"), "1");
}

#[test]
fn a_writer_waits_a_while_and_then_says_busy_and_readers_never_wait() {
    let workspace = Workspace::sample();
    let held = workspace.sql();
    held.execute_batch("BEGIN IMMEDIATE; INSERT INTO team VALUES (99, 'x', 'x', 0, 0)").unwrap();
    let ran = workspace.does("team list");
    assert!(!ran.stdout.contains('x'));
    let ran = workspace.run("team add Nights").exits(7);
    assert!(ran.stderr.contains("process"), "{}", ran.transcript());
    thread::scope(|scope| {
        let waiting = scope.spawn(|| workspace.run("team add Nights").code);
        thread::sleep(Duration::from_millis(300));
        held.execute_batch("ROLLBACK").unwrap();
        assert_eq!(waiting.join().unwrap(), 0);
    });
}

#[test]
#[cfg(unix)]
fn what_cannot_be_written_to_is_said_so_and_left_alone() {
    use std::{
        fs,
        os::unix::{
            fs::{MetadataExt, PermissionsExt},
            process::CommandExt,
        },
    };
    let workspace = Workspace::sample();
    let set = |path: &std::path::Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    let is_root = fs::metadata(workspace.folder()).unwrap().uid() == 0;
    let before = workspace.state();
    for (file, folder) in [(0o444, 0o555), (0o444, 0o777), (0o000, 0o777)] {
        set(&workspace.path(), file);
        set(workspace.folder(), folder);
        let mut command = workspace.command();
        command.args(["team", "add", "Nights", "--format", "json"]);
        if is_root {
            // Permissions are nothing to root.
            command.uid(65534).gid(65534);
        }
        let Ok(output) = command.output() else {
            assert!(is_root, "the program starts");
            return;
        };
        let said = String::from_utf8(output.stderr).unwrap();
        set(workspace.folder(), 0o700);
        assert_eq!(output.status.code(), Some(7), "{file:o} {folder:o}: {said}");
        assert!(said.contains("\"unusable\""), "{said}");
        assert!(before.bytes == workspace.state().bytes || file == 0);
    }
    set(&workspace.path(), 0o600);
    assert!(before.bytes == workspace.state().bytes);
}

#[cfg(target_os = "linux")]
#[test]
fn who_waits_too_long_is_told_for_whom() {
    let workspace = Workspace::sample();
    let held = workspace.sql();
    held.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = workspace.run("team add New --format json").exits(7).error();
    let message = error["message"].as_str().unwrap();
    assert!(message.contains(&format!("process {} (`", std::process::id())), "{message}");
    // Whoever only reads doesn't wait.
    workspace.does("status");
}

#[test]
fn a_long_dry_run_keeps_nobody_waiting() {
    let workspace = Workspace::sample();
    let held = workspace.sql();
    held.execute_batch("BEGIN IMMEDIATE").unwrap();
    let before = workspace.state();
    for line in ["contact import - --dry-run", "member import - --dry-run"] {
        let rows = "email,name,phone,role\ngita@acme.test,Gita,+919811112222,agent\n";
        let ran = workspace.takes(line, rows);
        assert!(ran.stderr.contains("dry run"), "{}", ran.transcript());
    }
    workspace.does("contact tag hot --all --dry-run");
    before.is_still(&workspace.state(), "dry runs");
}
