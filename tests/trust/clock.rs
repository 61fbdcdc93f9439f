//! A clock that is set by hand, goes back, or has jumped ahead.

use crate::support::{Ran, Workspace, words::words};

fn at(workspace: &Workspace, now: &str, line: &str) -> Ran {
    let mut command = workspace.command();
    command.args(words(line)).env("ROLECALL_NOW", now);
    workspace.finish(command, line, None)
}

#[test]
fn a_clock_that_is_set_by_hand_is_told() {
    let workspace = Workspace::sample();
    let status = workspace.does("status --format json").json();
    assert_eq!(status["clock_set"], "2026-01-31T12:00:00Z");
    let newest = &workspace.does("audit list --limit 1 --format json").rows()[0];
    assert_eq!(newest["clock_set"], true);
    assert_eq!(newest["head"], status["head"]);
    let verified = workspace.does("audit verify --format json").json();
    assert_eq!(verified["head"], status["head"]);
    let mut command = workspace.command();
    command.args(["status", "--format", "json"]).env_remove("ROLECALL_NOW");
    let status = workspace.finish(command, "status", None).succeeds().json();
    assert_eq!(status["clock_set"], serde_json::Value::Null);
}

#[test]
fn a_clock_that_goes_back_or_jumps_ahead_is_warned_of() {
    let workspace = Workspace::sample();
    let warned = |now, line: &str| at(&workspace, now, line).succeeds().stderr;
    assert_eq!(warned("2026-02-02T12:00:00Z", "team add A"), "");
    assert!(warned("2026-02-01T12:00:00Z", "team add B").contains("24 hours behind"));
    // It is told once: from then on that is the time.
    assert_eq!(warned("2026-02-01T12:00:01Z", "team add C"), "");
    assert!(warned("2031-02-01T12:00:00Z", "team add D").contains("1825 days after"));
    let found = at(&workspace, "2026-02-02T12:00:00Z", "doctor --format json").exits(1);
    assert_eq!(found.column("check"), ["clock"]);
}

#[test]
fn one_jump_ahead_blocks_no_campaign_and_no_mail() {
    let workspace = Workspace::sample();
    workspace.does("template add hello --body Hello --category marketing --language en");
    workspace.does("template submit hello");
    workspace.does("template mark hello approved --as adam@acme.test");
    workspace.does("contact edit 1 --opted-in yes");
    workspace.does(
        "campaign create weekly --template hello --account +14155550132 --every weekly --all-contacts",
    );
    at(&workspace, "2036-02-01T12:00:00Z", "campaign run").succeeds();
    at(&workspace, "2036-02-01T12:00:00Z", "member add new@acme.test --role agent").succeeds();
    at(&workspace, "2026-02-02T12:00:00Z", "campaign run").succeeds();
    let row = at(&workspace, "2026-02-02T12:00:00Z", "campaign list --format json").rows();
    assert!(row[0]["next_at"].as_str().unwrap().starts_with("2026-02-07"), "{}", row[0]);
    let flushed = at(&workspace, "2026-02-02T12:00:00Z", "outbox flush").succeeds();
    assert!(flushed.stderr.contains("1 written to"), "{}", flushed.stderr);
}
