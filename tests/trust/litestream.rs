//! The README's lines about Litestream, run by Litestream itself where it is installed: its program is
//! named by `ROLECALL_LITESTREAM`. Without it there is nothing to run.

use std::{
    ffi::OsString,
    process::{Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use crate::support::{Workspace, state::dump, words::words};

/// The longest that a change takes to be replicated.
const PATIENCE: Duration = Duration::from_secs(30);

/// The README's line that begins like that, with its folder of backups in the place that is given.
fn line(start: &str, backups: &str) -> String {
    let readme = include_str!("../../README.md");
    let line = readme.lines().find(|line| line.starts_with(start)).unwrap();
    let line = line.split('#').next().unwrap().replace("/backups/acme", backups);
    line.split_once(' ').unwrap().1.trim().to_owned()
}

fn litestream(workspace: &Workspace, program: &OsString, line: &str) -> Command {
    let mut command = Command::new(program);
    command.args(words(line)).current_dir(workspace.folder());
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

#[test]
fn litestream_replicates_a_workspace_in_use() {
    let Some(program) = std::env::var_os("ROLECALL_LITESTREAM") else { return };
    let workspace = Workspace::sample();
    let backups = workspace.folder().join("backups").display().to_string();
    let replicate = line("litestream replicate", &backups);
    let restore = line("litestream restore", &backups);
    let look = line("rolecall --workspace restored.db", &backups);
    let mut replicating = litestream(&workspace, &program, &replicate).spawn().unwrap();
    workspace.does("team add Nights");
    let begun = Instant::now();
    loop {
        sleep(Duration::from_millis(500));
        let restored = workspace.folder().join("restored.db");
        drop(std::fs::remove_file(&restored));
        let is_done = litestream(&workspace, &program, &restore).status().unwrap().success();
        if is_done {
            let teams = workspace.run("--workspace restored.db team list").stdout;
            if teams.contains("Nights") {
                break;
            }
        }
        assert!(begun.elapsed() < PATIENCE, "the change was not replicated");
    }
    workspace.does(&look);
    let restored = rusqlite::Connection::open(workspace.folder().join("restored.db")).unwrap();
    assert_eq!(dump(&restored), dump(&workspace.sql()));
    // Litestream's own tables alter nothing for the program while it goes on.
    workspace.does("team add Days");
    workspace.does("doctor");
    replicating.kill().unwrap();
    replicating.wait().unwrap();
}
