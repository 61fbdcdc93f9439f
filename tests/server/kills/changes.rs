//! Changes within a workspace.

use std::{collections::BTreeMap, fs};

use super::{
    Between, Cluster, Kill, counts, disturb, end, is_free, is_heavy, is_sound, is_true, points,
};
use crate::support::{Workspace, payload, sample, words::words};

/// Lines with `{entry}` for an import that was made before.
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
    "undo {entry}",
];

/// What came of kills.
#[derive(Default)]
struct Tally {
    kills: BTreeMap<&'static str, usize>,
    none: usize,
    all: usize,
    unknown: usize,
}

impl Tally {
    fn print(&self) {
        let Self { kills, none, all, unknown } = self;
        println!(
            "kills: {kills:?}; {none} left nothing and {all} everything; {unknown} times nobody could know"
        );
        assert!(*none > 0 && *all > 0, "the kills came too early, or too late");
    }

    fn all(&self) -> usize {
        self.kills.values().sum()
    }
}

/// The sample with an import, and the files of more.
fn prepared(workspace: Workspace) -> Workspace {
    let write = |name: &str, text: &str| fs::write(workspace.folder().join(name), text).unwrap();
    // More than go in one statement. Those of a heavy run are copied in several parts.
    let rows = if is_heavy() { 2000 } else { 40 };
    let member = |n| format!("m{n}@acme.test,Member {n},agent\n");
    let members: String = (0..40).map(member).collect();
    write("members.csv", &format!("email,name,role\n{members}"));
    let payloads = |key: &str, rows| {
        let one = |n| {
            let id = format!("{key}{n}");
            payload::text(sample::MAIN, sample::ASHA, &id, payload::NOON + n, "More")
        };
        (0..rows).map(one).collect::<Vec<_>>().join("\n")
    };
    write("payloads.jsonl", &payloads("w", rows));
    write("few.jsonl", &payloads("f", 40));
    workspace.does("chat import few.jsonl");
    workspace
}

/// Kills at points of a change, each time from the same state. `pick` is given each point's number, and whether it
/// is the change's end, and chooses what is killed there.
fn try_change<'c>(
    workspace: &Workspace,
    between: &Between,
    line: &str,
    tally: &mut Tally,
    pick: impl Fn(usize, bool) -> Option<Kill<'c>>,
) {
    let before = workspace.state().bytes.unwrap();
    let entries = workspace.does("audit list --limit 1 --format json").rows();
    let line = &line.replace("{entry}", &entries[0]["id"].to_string());
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
    let end = end(&steps);
    for (number, point) in points(&steps).into_iter().enumerate() {
        let Some(kill) = pick(number, point.0 == end) else { continue };
        let run = disturb(workspace, between, line, point, kill);
        let what = format!("{} at `{line}` {point:?} of {steps:?}", kill.name());
        assert!(run.is_in_time, "too late: {what}");
        let now = workspace.state().bytes;
        let is_made = now.as_deref() != Some(&before);
        assert!(!is_made || counts(now.as_deref()) == after, "done by half: {what}");
        *tally.kills.entry(kill.name()).or_default() += 1;
        tally.none += usize::from(!is_made);
        tally.all += usize::from(is_made);
        tally.unknown += usize::from(run.ran.is_some_and(|ran| is_true(&ran, is_made)));
        is_free(workspace, &what);
        let looks: &[_] = if is_made { &["audit verify", "doctor"] } else { &["audit verify"] };
        if is_made || is_heavy() {
            is_sound(workspace, looks, &what);
        }
        if !is_made && is_heavy() {
            again(workspace, line, after.as_ref());
        }
        if is_made || is_heavy() {
            workspace.put(&before);
        }
    }
    again(workspace, line, after.as_ref());
    workspace.put(&before);
}

/// What was cut off stands in the way of nothing.
fn again(workspace: &Workspace, line: &str, after: Option<&BTreeMap<String, usize>>) {
    workspace.does(line);
    assert_eq!(counts(workspace.state().bytes.as_deref()).as_ref(), after, "{line}");
}

/// The sample on the server of the tests, and what stands before it.
fn on_the_server() -> Option<(Workspace, Between)> {
    let base = std::env::var("ROLECALL_TEST_SERVER").ok()?;
    Some((prepared(Workspace::sample()), Between::before(&base)))
}

/// The points of a change that are one kill's, of the five in turn; and its end, which is every kill's.
fn is_its(turns: &[usize], number: usize, is_end: bool) -> bool {
    !is_heavy() || is_end || turns.contains(&(number % 5))
}

#[test]
fn a_program_that_is_killed_has_made_all_of_a_change_or_nothing() {
    let Some((workspace, between)) = on_the_server() else { return };
    let mut tally = Tally::default();
    for line in CHANGES {
        let pick = |number, is_end| is_its(&[0, 2], number, is_end).then_some(Kill::Client);
        try_change(&workspace, &between, line, &mut tally, pick);
    }
    tally.print();
    assert!(!is_heavy() || tally.all() >= 120);
}

#[test]
fn a_program_whose_server_is_gone_says_what_is_known() {
    let Some((workspace, between)) = on_the_server() else { return };
    let mut tally = Tally::default();
    for line in CHANGES {
        let kill = |number| if number % 2 == 0 { Kill::Backend } else { Kill::Line };
        let pick = |number, is_end| is_its(&[1, 3], number, is_end).then(|| kill(number));
        try_change(&workspace, &between, line, &mut tally, pick);
    }
    tally.print();
    assert!(tally.unknown > 0);
    assert!(!is_heavy() || tally.all() >= 120);
}

#[test]
fn a_server_that_is_killed_has_kept_all_of_a_change_or_nothing() {
    let Some(cluster) = Cluster::new() else { return };
    cluster.serve("start", "");
    let workspace = prepared(Workspace::sample_on(&cluster.base()));
    let between = Between::before(&cluster.base());
    let mut tally = Tally::default();
    for line in if is_heavy() { CHANGES } else { &CHANGES[..1] } {
        let kill = |number| {
            if number % 2 == 0 { Kill::Server(&cluster) } else { Kill::Process(&cluster) }
        };
        let pick = |number, is_end| is_its(&[4], number, is_end).then(|| kill(number));
        try_change(&workspace, &between, line, &mut tally, pick);
    }
    tally.print();
    assert!(tally.unknown > 0);
    assert!(!is_heavy() || tally.all() >= 60);
}
