//! Commands killed at any moment: what they were to do is done as a whole or not at all, the workspace is
//! sound, and the next run clears away what was left.
//!
//! Each command is killed once; `ROLECALL_HEAVY=1` makes it 500 kills and more.
#![cfg(unix)]

use std::{
    collections::BTreeMap,
    fs,
    process::Stdio,
    thread::sleep,
    time::{Duration, Instant},
};

use super::commands::{CASES, Case};
use crate::support::{Workspace, state::dump, words::words};

/// How many rows each table has; `None` without a workspace.
pub fn counts(workspace: &Workspace) -> Option<BTreeMap<String, usize>> {
    workspace.exists().then(|| {
        let tables = dump(&workspace.sql()).into_iter();
        tables.map(|(table, rows)| (table, rows.len())).collect()
    })
}

fn hidden(workspace: &Workspace) -> Vec<String> {
    let names = fs::read_dir(workspace.folder()).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with(".rolecall")).collect()
}

/// Runs it and kills it after that time; says whether it had ended before.
fn kill_after(workspace: &Workspace, line: &str, time: Duration) -> bool {
    let mut command = workspace.command();
    command.args(words(line)).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    sleep(time);
    let has_ended = child.try_wait().unwrap().is_some();
    child.kill().unwrap();
    child.wait().unwrap();
    has_ended
}

fn check(case: &Case, workspace: &Workspace, ends: &[Option<BTreeMap<String, usize>>; 2]) -> bool {
    let line = case.line;
    let now = counts(workspace);
    if !case.in_steps {
        assert!(ends.contains(&now), "`{line}` was done by half: {now:?}\n{ends:?}");
    }
    if now.is_some() {
        let ran = workspace.run("doctor --format json");
        let found = if ran.stdout.is_empty() { Vec::new() } else { ran.column("check") };
        // What lies beside it is cleared away by whoever makes something there next.
        assert!(
            found.iter().all(|check| check == "leftovers" || check == "hard-link"),
            "{line}: {found:?}"
        );
        workspace.does("team add After");
        workspace.does("backup after");
        workspace.does("contact export --output after.csv");
        workspace.does("doctor");
    }
    assert!(hidden(workspace).is_empty(), "{line}: {:?}", hidden(workspace));
    now == ends[1]
}

#[test]
fn what_is_killed_is_done_as_a_whole_or_not_at_all() {
    let is_heavy = std::env::var_os("ROLECALL_HEAVY").is_some();
    let each = if is_heavy { 500_usize.div_ceil(CASES.len()) } else { 1 };
    let (mut kills, mut late, mut done) = (0, 0, 0);
    for case in CASES {
        let workspace = case.prepared();
        let before = counts(&workspace);
        let begun = Instant::now();
        workspace.does(case.line);
        let length = begun.elapsed();
        let ends = [before, counts(&workspace)];
        for _ in 0..each {
            let workspace = case.prepared();
            let part = f64::from(getrandom::u32().unwrap()) / f64::from(u32::MAX);
            late += u32::from(kill_after(&workspace, case.line, length.mul_f64(part)));
            done += u32::from(check(case, &workspace, &ends));
            kills += 1;
        }
    }
    println!(
        "{kills} kills of {} commands: {late} came too late, {done} found it done",
        CASES.len()
    );
    assert!(late < kills / 2, "most kills came too late");
}
