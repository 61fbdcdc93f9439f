//! What signals leave behind: nothing unfinished.
#![cfg(unix)]

use std::{
    fs,
    os::unix::process::ExitStatusExt,
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use crate::support::{Workspace, words::words};

fn begin(workspace: &Workspace, line: &str) -> Child {
    let mut command = workspace.command();
    command.args(words(line)).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().unwrap()
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args(["-s", name, &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

fn hidden(workspace: &Workspace) -> Vec<String> {
    let names = fs::read_dir(workspace.folder()).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with('.')).collect()
}

/// Waits until something unfinished lies there; `false` where the run has ended before.
fn has_begun(workspace: &Workspace, child: &mut Child) -> bool {
    let begun = Instant::now();
    while hidden(workspace).is_empty() {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "nothing was begun");
        sleep(Duration::from_micros(200));
    }
    true
}

/// A workspace whose backup and export take a while.
fn large() -> Workspace {
    let workspace = Workspace::sample();
    let rows: Vec<_> = (0..30_000).map(|n| format!("+9198{n:08},Guest {n}")).collect();
    fs::write(workspace.folder().join("c.csv"), format!("phone,name\n{}\n", rows.join("\n")))
        .unwrap();
    workspace.does("contact import c.csv");
    let rows: Vec<_> = (0..5000).map(|n| format!("nope {n},Guest {n}")).collect();
    fs::write(workspace.folder().join("more.csv"), format!("phone,name\n{}\n", rows.join("\n")))
        .unwrap();
    workspace.does("backup kept");
    workspace
}

#[test]
fn a_signal_leaves_nothing_unfinished() {
    let workspace = large();
    let mut caught = 0;
    for name in ["INT", "TERM", "HUP"] {
        for line in [
            "contact export --output out.csv",
            "backup copy",
            "restore kept --workspace other.db",
            "contact import more.csv --keep-going --rejects rejects.csv",
        ] {
            let mut child = begin(&workspace, line);
            if has_begun(&workspace, &mut child) {
                signal(&child, name);
                caught += 1;
            }
            let status = child.wait().unwrap();
            let what = format!("`{line}` ended by {name}: {status}");
            assert!(hidden(&workspace).is_empty(), "{what}: {:?}", hidden(&workspace));
            // The list has rows that are refused, which is told once everything is done.
            let is_done = [Some(0), Some(6)].contains(&status.code());
            for made in ["out.csv", "copy", "other.db", "rejects.csv"] {
                let made = workspace.folder().join(made);
                assert!(is_done || !made.exists(), "{what}: {}", made.display());
                drop(fs::remove_file(made));
            }
            let by =
                if name == "INT" { status.code() == Some(130) } else { status.signal().is_some() };
            assert!(is_done || by, "{what}");
        }
    }
    assert!(caught >= 6, "{caught} runs were caught at work");
    workspace.does("doctor");
}

#[test]
fn who_was_started_to_outlive_its_terminal_does() {
    let workspace = large();
    let mut command = workspace.command();
    let program = command.get_program().to_owned();
    command = Command::new("nohup");
    command.arg(program).args(words("backup copy")).current_dir(workspace.folder());
    command.env("ROLECALL_WORKSPACE", workspace.name()).stdin(Stdio::null());
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    if has_begun(&workspace, &mut child) {
        signal(&child, "HUP");
    }
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!(workspace.folder().join("copy").exists());
}
