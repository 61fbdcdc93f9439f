//! The program, the process that serves it, or the whole server is killed at a step of a change: the change is
//! made as a whole or not at all, the program says which as far as anybody can know, and nobody is held up.
//!
//! A few kills run always; `ROLECALL_HEAVY=1` makes it more than 300, at each step of each change. Each step is met
//! by one kind of kill or another, before the server has it and after, and the end of each change by every kind.

mod changes;
mod moves;
mod stopped;

use std::{
    collections::BTreeMap,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use super::{
    between::{Between, Held, Side},
    cluster::Cluster,
};
use crate::support::{Ran, Workspace, words::words};

/// What is killed.
#[derive(Clone, Copy)]
enum Kill<'c> {
    Client,
    /// The process that serves the program, by the server itself.
    Backend,
    /// The same by the system, after which the server starts all anew.
    Process(&'c Cluster),
    /// The line between them, after which each is alone.
    Line,
    Server(&'c Cluster),
}

impl Kill<'_> {
    const fn name(self) -> &'static str {
        match self {
            Self::Client => "the program",
            Self::Backend => "the process that serves it",
            Self::Process(_) => "that process by the system",
            Self::Line => "the line between them",
            Self::Server(_) => "the whole server",
        }
    }
}

fn is_heavy() -> bool {
    std::env::var_os("ROLECALL_HEAVY").is_some()
}

/// The points of a change at which it is tried: all of them, or a few and those of the end.
fn points(steps: &[String]) -> Vec<(usize, Side)> {
    let both = |step| [(step, Side::Asked), (step, Side::Answered)];
    if is_heavy() {
        return apart(steps).into_iter().flat_map(both).collect();
    }
    let end = end(steps);
    // Questions behind the end are not part of the change.
    let after = (end + 1 < steps.len()).then_some((steps.len() - 1, Side::Asked));
    [(end / 2, Side::Answered)].into_iter().chain(both(end)).chain(after).collect()
}

/// The steps that begin in other words than all before them.
fn apart(steps: &[String]) -> Vec<usize> {
    // The number of a prepared statement says nothing.
    let words = |step: &str| {
        let numbered = step.strip_prefix('s').and_then(|rest| rest.split_once(' '));
        let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
        let rest = numbered.filter(|(number, _)| is_number(number)).map(|(_, rest)| rest);
        rest.unwrap_or(step).chars().take(20).collect::<String>()
    };
    let words: Vec<_> = steps.iter().map(|step| words(step)).collect();
    let is_new = |at: &usize| !words[..*at].contains(&words[*at]);
    (0..steps.len()).filter(is_new).collect()
}

/// The step that keeps the change, or the last one.
fn end(steps: &[String]) -> usize {
    steps.iter().rposition(|words| words == "COMMIT").unwrap_or(steps.len() - 1)
}

/// A run that was disturbed.
struct Disturbed {
    /// What the program said; nothing where it was killed.
    ran: Option<Ran>,
    /// Whether the step came before the program had ended.
    is_in_time: bool,
}

/// Runs a line through what stands between, with `{here}` for the workspace, and kills at a point of it.
fn disturb(
    workspace: &Workspace,
    between: &Between,
    line: &str,
    (step, side): (usize, Side),
    kill: Kill<'_>,
) -> Disturbed {
    between.take();
    let held = between.stop_at(step, side);
    let mut child = start(&mut command(workspace, between, line));
    let held = loop {
        if let Ok(held) = held.recv_timeout(Duration::from_millis(2)) {
            break Some(held);
        }
        if child.try_wait().unwrap().is_some() {
            break None;
        }
    };
    let is_in_time = held.is_some();
    if let Some(held) = held {
        strike(workspace, &mut child, held, side, kill);
    }
    let output = child.wait_with_output().unwrap();
    if let (true, Kill::Server(cluster)) = (is_in_time, kill) {
        cluster.serve("start", "");
    }
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let ran = output.status.code().map(|code| Ran {
        line: format!("{line} [{side:?} {step}]"),
        code,
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    });
    Disturbed { ran, is_in_time }
}

fn command(workspace: &Workspace, between: &Between, line: &str) -> Command {
    let here = between.address(workspace.name().to_str().unwrap());
    let mut command = workspace.command();
    command.args(words(&line.replace("{here}", &here)).iter()).args(["--format", "json"]);
    command.env("ROLECALL_WORKSPACE", here);
    command
}

fn start(command: &mut Command) -> Child {
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn strike(workspace: &Workspace, child: &mut Child, held: Held, side: Side, kill: Kill<'_>) {
    match kill {
        Kill::Client => {
            child.kill().unwrap();
            held.cut();
        }
        Kill::Line => held.cut(),
        Kill::Backend => {
            let backend = held.backend;
            workspace.server_value(&format!("SELECT pg_terminate_backend({backend}, 5000)"));
            // What it had answered is lost with it; what it is asked then comes to nobody.
            if side == Side::Asked { held.go_on() } else { held.cut() }
        }
        Kill::Process(cluster) => {
            cluster.kill_process(held.backend);
            if side == Side::Asked { held.go_on() } else { held.cut() }
        }
        Kill::Server(cluster) => {
            cluster.crash();
            held.cut();
        }
    }
}

/// How many rows each table has; nothing where there is no workspace.
fn counts(rows: Option<&[u8]>) -> Option<BTreeMap<String, usize>> {
    let mut rows = rows?;
    let mut counts = BTreeMap::new();
    while let Some(end) = rows.iter().position(|byte| *byte == b'\n') {
        let head = std::str::from_utf8(&rows[..end]).unwrap();
        let (table, length) = head.split_once(' ').unwrap();
        let (lines, rest) = rows[end + 1..].split_at(length.parse().unwrap());
        counts.insert(table.to_owned(), lines.split(|byte| *byte == b'\n').count() - 1);
        rows = rest;
    }
    Some(counts)
}

/// Holds that nobody holds up the next change.
fn is_free(workspace: &Workspace, after: &str) {
    let begun = Instant::now();
    workspace.execute("SET lock_timeout = '4s'; UPDATE one_writer SET version = version");
    assert!(begun.elapsed() < Duration::from_secs(4), "held up after {after}");
}

/// Holds that a workspace is sound.
fn is_sound(workspace: &Workspace, lines: &[&str], after: &str) {
    for line in lines {
        let ran = workspace.run(line);
        assert_eq!(ran.code, 0, "after {after}: {}", ran.transcript());
    }
}

/// Holds that what the program says is true, as far as anybody can know. Gives whether it says that it doesn't know.
fn is_true(ran: &Ran, is_made: bool) -> bool {
    if ran.code == 0 {
        assert!(is_made, "said to be made, and isn't: {}", ran.transcript());
        return false;
    }
    let ran = ran.clone().exits(7);
    let error = ran.error();
    let hint = error["hint"].as_str().unwrap_or_default();
    if error["reason"] == "unknown" {
        assert!(hint.contains("`rolecall "), "{}", ran.transcript());
        return true;
    }
    assert!(!is_made, "said to have failed, and is made: {}", ran.transcript());
    assert!(hint.contains("try again") || hint.contains("check"), "{}", ran.transcript());
    false
}
