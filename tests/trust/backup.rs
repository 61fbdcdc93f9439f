//! Backups: taken from a workspace in use, and restored as they were.

use std::{
    fs,
    process::{Command, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use crate::support::{Workspace, state::dump};

#[test]
fn a_backup_taken_under_load_is_one_moment_of_the_workspace() {
    let workspace = Workspace::sample();
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            // Not for ever, if the other side fails.
            for number in 0..200 {
                if is_over.load(Ordering::Relaxed) {
                    break;
                }
                workspace.does(&format!("team add 'Team {number}'"));
            }
        });
        for number in 0..5 {
            let made = workspace.does(&format!("backup b{number} --format json")).json();
            let other = Workspace::none();
            let from = workspace.folder().join(format!("b{number}"));
            other.does(&format!("restore {} --format json", from.display()));
            let verified = other.does("audit verify --format json").json();
            assert_eq!(verified["head"], made["head"]);
            other.does("doctor");
        }
        is_over.store(true, Ordering::Relaxed);
    });
    let before = dump(&workspace.sql());
    workspace.does("backup last");
    let other = Workspace::none();
    other.does(&format!("restore {}", workspace.folder().join("last").display()));
    assert_eq!(dump(&other.sql()), before);
}

/// Closing a file gives up the locks that a process has on it: who looked at all that lies beside a
/// backup, the workspace too, would let others empty its log under the copy. A pipe tells, since opening
/// it never ends.
#[test]
fn nothing_that_lies_beside_a_backup_is_opened() {
    let workspace = Workspace::sample();
    let pipe = workspace.folder().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for line in ["backup kept", "doctor"] {
        let mut run =
            workspace.command().args(line.split(' ')).stdout(Stdio::null()).spawn().unwrap();
        let began = Instant::now();
        let ended = loop {
            match run.try_wait().unwrap() {
                Some(ended) => break ended,
                None if began.elapsed() > Duration::from_mins(1) => run.kill().unwrap(),
                None => thread::sleep(Duration::from_millis(10)),
            }
        };
        assert!(ended.success(), "{line}");
    }
}

#[test]
fn no_byte_of_a_backup_can_change_unseen() {
    let workspace = Workspace::sample();
    workspace.does("backup kept");
    let whole = fs::read(workspace.folder().join("kept")).unwrap();
    let other = Workspace::none();
    let bad = other.folder().join("bad");
    let line = format!("restore {}", bad.display());
    let step = whole.len() / 40;
    for at in (0..whole.len()).step_by(step).chain(whole.len() - 400..whole.len()).step_by(7) {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        fs::write(&bad, bytes).unwrap();
        let code = other.run(&line).code;
        assert!([6, 7].contains(&code), "byte {at}: {code}");
        assert_eq!(other.state().files, std::slice::from_ref(&bad), "byte {at}");
    }
    for length in [0, 10, whole.len() / 2, whole.len() - 1] {
        fs::write(&bad, &whole[..length]).unwrap();
        assert!([6, 7].contains(&other.run(&line).code), "{length} bytes");
    }
}

#[test]
fn nothing_is_replaced_unasked_and_what_was_there_is_kept() {
    let workspace = Workspace::sample();
    workspace.does("backup kept");
    assert!(workspace.run("backup kept").exits(5).stderr.contains("`--force`"));
    workspace.does("backup kept --force");
    for line in ["backup workspace.db", "backup ./workspace.db --force"] {
        let refused = workspace.run(line).exits(5).stderr;
        assert!(
            refused.contains("is the workspace itself") && !refused.contains("--"),
            "{refused}"
        );
    }
    workspace.does("team add Later");
    let before = workspace.state();
    assert!(workspace.run("restore kept").exits(5).stderr.contains("`--force`"));
    workspace.run("restore nowhere").exits(6).says("no backup at `nowhere`");
    let whole = fs::read(workspace.folder().join("kept")).unwrap();
    fs::write(workspace.folder().join("cut"), &whole[..whole.len() - 100]).unwrap();
    workspace.run("restore cut --force").exits(6).says("cut off");
    fs::remove_file(workspace.folder().join("cut")).unwrap();
    workspace.run("restore kept --force --as tess@acme.test").exits(3);
    workspace.does("restore kept --force --dry-run");
    workspace.run("backup mine --as tess@acme.test").exits(3);
    before.is_still(&workspace.state(), "refused");
    workspace.does("restore kept --force");
    assert!(!workspace.does("team list").stdout.contains("Later"));
    let old = workspace.folder().join("workspace.db.replaced-1");
    let listed = workspace.does(&format!("--workspace {} team list", old.display())).stdout;
    assert!(listed.contains("Later"));
}

#[test]
fn a_backup_that_cant_be_written_says_why() {
    let workspace = Workspace::sample();
    let said = workspace.run("backup missing/kept").exits(8).stderr;
    let why = "error: `missing/kept` can't be written: no such file or directory\n";
    assert!(said.starts_with(why), "{said}");
}

#[test]
fn the_last_backup_is_known() {
    let workspace = Workspace::sample();
    let told =
        |who: &str| workspace.does(&format!("status --as {who}@acme.test --format json")).json();
    assert_eq!(told("olive")["last_backup_at"], serde_json::Value::Null);
    workspace.does("team add Later");
    workspace.does("backup kept");
    workspace.run("backup kept").exits(5);
    assert_eq!(told("olive")["last_backup_at"], "2026-01-31T12:00:00Z");
    assert_eq!(told("tess")["last_backup_at"], serde_json::Value::Null);
    let entries = workspace.does("audit list --action workspace.backup --format json").rows();
    let kept = workspace.folder().canonicalize().unwrap().join("kept");
    assert_eq!(entries.len(), 1, "what failed is no backup");
    assert!(kept.ends_with(entries[0]["object"].as_str().unwrap().trim_start_matches("[folder]/")));
    assert_eq!(entries[0]["needed"], "workspace");
    // It changed nothing: what is taken back is what was done before it.
    let undone = workspace.does("undo --format json").rows();
    assert_eq!(undone[0]["action"], "team.remove");
}

#[test]
fn a_backup_is_restored_over_what_another_workspace_left() {
    let workspace = Workspace::sample();
    workspace.does("backup kept");
    let other = Workspace::none();
    fs::write(other.folder().join("workspace.db-wal"), "something else").unwrap();
    other.does(&format!("restore {}", workspace.folder().join("kept").display()));
    other.does("doctor");
}

#[test]
fn a_backup_of_what_another_program_changed_says_so() {
    let workspace = Workspace::sample();
    workspace.execute("UPDATE member SET role = 'owner' WHERE id = 3");
    let made = workspace.run("backup b --format json").exits(1).says("no entry tells of it");
    assert_eq!(made.json()["faults"].as_array().map(Vec::len), Some(1));
    let backup = workspace.folder().join("b");
    let backup = backup.display();
    let other = Workspace::none();
    for option in ["", "--dry-run"] {
        other
            .run(&format!("restore {backup} {option}"))
            .exits(7)
            .says("another program had changed")
            .says(&format!("`rolecall audit verify --workspace {backup}`"));
    }
    other.run(&format!("audit verify --workspace {backup}")).exits(1).says("no entry tells of it");
    // One bit of the file is another thing.
    let mut bytes = fs::read(workspace.folder().join("b")).unwrap();
    bytes[5000] ^= 1;
    fs::write(workspace.folder().join("b"), bytes).unwrap();
    other.run(&format!("restore {backup}")).exits(7).says("it isn't what was backed up");
}
