//! Changes within a workspace.

use std::fs;

use super::{
    Between, Cluster, Kill, Side, counts, disturb, is_free, is_heavy, is_sound, is_true, points,
};
use crate::support::{Workspace, payload, sample, words::words};

const CHANGES: &[&str] = &[
    "team add New",
    "chat assign 2 --to tim@acme.test",
    "chat reply 2 -m Hello",
    "member add new@acme.test --role agent",
    "contact tag hot 1 2 3",
    "contact erase 2 --yes",
    "member import members.csv",
    "chat import payloads.jsonl",
    "policy apply --preset interakt --move-to teammate --yes",
];

/// What came of kills.
#[derive(Default)]
struct Tally {
    kills: usize,
    none: usize,
    all: usize,
    unknown: usize,
}

impl Tally {
    fn print(&self, of: &str) {
        let Self { kills, none, all, unknown } = self;
        println!(
            "{kills} kills of {of}: {none} left nothing and {all} everything; {unknown} times nobody could know"
        );
        assert!(*none > 0 && *all > 0, "the kills came too early, or too late");
    }
}

fn prepared(workspace: Workspace) -> Workspace {
    let write = |name: &str, text: &str| fs::write(workspace.folder().join(name), text).unwrap();
    let member = |n| format!("m{n}@acme.test,Member {n},agent\n");
    let members: String = (0..40).map(member).collect();
    write("members.csv", &format!("email,name,role\n{members}"));
    let more =
        |n| payload::text(sample::MAIN, sample::ASHA, &format!("w{n}"), payload::NOON + n, "More");
    write("payloads.jsonl", &(0..40).map(more).collect::<Vec<_>>().join("\n"));
    workspace
}

/// Kills at points of a change, each time from the same state.
fn try_change<'c>(
    workspace: &Workspace,
    between: &Between,
    line: &str,
    kills: impl Fn(usize) -> Kill<'c>,
    tally: &mut Tally,
    pick: impl Fn(Vec<(usize, Side)>) -> Vec<(usize, Side)>,
) {
    let before = workspace.state().bytes.unwrap();
    between.take();
    let here = between.address(workspace.name().to_str().unwrap());
    let mut command = workspace.command();
    command.args(words(line)).env("ROLECALL_WORKSPACE", here);
    workspace.finish(command, line, None).succeeds();
    let steps = between.take();
    let after = counts(workspace.state().bytes.as_deref());
    assert!(steps.iter().any(|words| words == "COMMIT"), "{line}: {steps:?}");
    assert_ne!(counts(Some(&before)), after, "{line} changed nothing");
    workspace.put(&before);
    for (number, point) in pick(points(&steps)).into_iter().enumerate() {
        let run = disturb(workspace, between, line, point, kills(number));
        let what = format!("`{line}` {point:?} of {steps:?}");
        assert!(run.is_in_time, "too late: {what}");
        let now = workspace.state().bytes;
        let is_made = now.as_deref() != Some(&before);
        assert!(!is_made || counts(now.as_deref()) == after, "done by half: {what}");
        tally.kills += 1;
        tally.none += usize::from(!is_made);
        tally.all += usize::from(is_made);
        tally.unknown += usize::from(run.ran.is_some_and(|ran| is_true(&ran, is_made)));
        is_free(workspace, &what);
        if is_made || is_heavy() {
            is_sound(workspace, &what);
        }
        if is_made {
            workspace.put(&before);
        }
    }
    // What was cut off so often stands in the way of nothing.
    workspace.does(line);
    assert_eq!(counts(workspace.state().bytes.as_deref()), after);
    workspace.put(&before);
}

/// The sample on the server of the tests, and what stands before it.
fn on_the_server() -> Option<(Workspace, Between)> {
    let base = std::env::var("ROLECALL_TEST_SERVER").ok()?;
    Some((prepared(Workspace::sample()), Between::before(&base)))
}

#[test]
fn a_program_that_is_killed_has_made_all_of_a_change_or_nothing() {
    let Some((workspace, between)) = on_the_server() else { return };
    let mut tally = Tally::default();
    for line in CHANGES {
        try_change(&workspace, &between, line, |_| Kill::Client, &mut tally, |all| all);
    }
    tally.print("the program");
    assert!(!is_heavy() || tally.kills >= 100);
}

#[test]
fn a_program_whose_server_is_gone_says_what_is_known() {
    let Some((workspace, between)) = on_the_server() else { return };
    let mut tally = Tally::default();
    let kill = |number| if number % 3 == 2 { Kill::Line } else { Kill::Backend };
    for line in CHANGES {
        try_change(&workspace, &between, line, kill, &mut tally, |all| all);
    }
    tally.print("the process that serves it, or of the line to it");
    assert!(tally.unknown > 0);
    assert!(!is_heavy() || tally.kills >= 100);
}

#[test]
fn a_server_that_loses_its_power_has_kept_all_of_a_change_or_nothing() {
    let Some(cluster) = Cluster::new() else { return };
    cluster.serve("start", "");
    let workspace = prepared(Workspace::sample_on(&cluster.base()));
    let between = Between::before(&cluster.base());
    let mut tally = Tally::default();
    // At every step, with one kind of change or another.
    let lines = if is_heavy() { CHANGES } else { &CHANGES[..1] };
    for (at, line) in lines.iter().enumerate() {
        let pick = |all: Vec<(usize, Side)>| {
            let end = all.len().saturating_sub(3);
            let chosen = all.iter().enumerate();
            let chosen = chosen.filter(|(number, _)| {
                !is_heavy() || *number >= end || (number + at).is_multiple_of(4)
            });
            chosen.map(|(_, point)| *point).collect()
        };
        try_change(&workspace, &between, line, |_| Kill::Server(&cluster), &mut tally, pick);
    }
    tally.print("the server");
    assert!(tally.unknown > 0);
    assert!(!is_heavy() || tally.kills >= 60);
}
