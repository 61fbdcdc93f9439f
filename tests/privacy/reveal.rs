//! Breaking the glass: one number, once, with a reason, by whom the owner trusts with it.

use crate::support::{Ran, Workspace, case::FORMATS};

fn workspace() -> Workspace {
    let workspace = Workspace::sample();
    for line in [
        "mask enable number --role teammate",
        "perm allow numbers.reveal --role teammate",
        "mask enable number --role admin",
        "perm allow access-permissions --role admin",
    ] {
        workspace.does(line);
    }
    workspace
}

/// The policy in force with a limit for teammates, applied.
fn limit(workspace: &Workspace, reveals: u32) {
    let policy = workspace.does("policy export").stdout;
    let head = "[roles.teammate]\n";
    assert!(policy.contains(head));
    let policy = policy.replace(head, &format!("{head}reveals_per_day = {reveals}\n"));
    workspace.takes("policy apply - --yes", policy);
}

const TESS: &str = "--as tess@acme.test --format json";

fn reveal(workspace: &Workspace, rest: &str) -> Ran {
    workspace.run(&format!("chat reveal {rest} {TESS}"))
}

#[test]
fn a_number_is_shown_once_and_noted_with_its_reason() {
    let workspace = workspace();
    let before = workspace.does(&format!("chat show 2 {TESS}"));
    let shown = reveal(&workspace, "2 --reason 'the courier is at her door'").succeeds();
    assert_eq!(shown.json()["phone"], "+447700900123");
    assert_eq!(shown.json()["reveals_left"], serde_json::Value::Null);
    assert_eq!(workspace.does(&format!("chat show 2 {TESS}")), before);
    let noted = workspace.does("audit list --reveals --format json").rows();
    assert_eq!(noted.len(), 1);
    assert_eq!(noted[0]["actor"], "tess@acme.test");
    assert_eq!(noted[0]["object"], "chat 2");
    assert_eq!(noted[0]["after"]["reason"], "the courier is at her door");
    assert!(!noted[0].to_string().contains("7700"), "{noted:?}");
    for format in FORMATS {
        let line = format!("chat reveal 2 --reason again --as tess@acme.test --format {format}");
        assert_eq!(workspace.does(&line).stdout.matches("+447700900123").count(), 1);
    }
}

#[test]
fn it_takes_sight_and_the_permission_and_a_reason() {
    let workspace = workspace();
    let before = workspace.state();
    let refused = |who: &str, rest: &str, code: i32| {
        let line = format!("chat reveal {rest} --as {who}@acme.test --format json");
        let ran = workspace.run(&line).exits(code);
        assert_eq!(ran.stdout, "");
        before.is_still(&workspace.state(), &line);
        ran.error()["reason"].clone()
    };
    assert_eq!(refused("adam", "2 --reason why", 3), "toggle-off");
    assert_eq!(refused("agnes", "3 --reason why", 3), "toggle-off");
    refused("tess", "99 --reason why", 4);
    refused("agnes", "2 --reason why", 4);
    refused("tess", "2 --reason ' '", 6);
    refused("tess", "2", 2);
    workspace.run("chat reveal 2 --as tess@acme.test").exits(2);
}

#[test]
fn of_a_group_it_must_be_said_whose() {
    let workspace = workspace();
    workspace.does("chat assign 6 --to tess@acme.test");
    workspace.does("perm allow chats.other-teams --role teammate");
    reveal(&workspace, "6 --reason why").exits(5);
    let messages = workspace.does(&format!("chat show 6 {TESS}")).json()["messages"].clone();
    let toms = &messages.as_array().unwrap()[1]["id"];
    let shown = reveal(&workspace, &format!("6 --author-of {toms} --reason why")).succeeds();
    assert_eq!(shown.json()["phone"], "+447700900123");
    // A message of another chat is none of this one, and what a colleague wrote has no number.
    reveal(&workspace, "6 --author-of 2 --reason why").exits(4);
    workspace.does("chat reply 6 -m hello");
    let ours = workspace.value("SELECT max(id) FROM message");
    reveal(&workspace, &format!("6 --author-of {ours} --reason why")).exits(5);
    // Nor has who hides it from WhatsApp.
    reveal(&workspace, "4 --reason why").exits(5);
}

#[test]
fn a_dry_run_shows_nothing_and_notes_nothing() {
    let workspace = workspace();
    let before = workspace.state();
    for format in FORMATS {
        let line =
            format!("chat reveal 2 --reason why --dry-run --as tess@acme.test --format {format}");
        let ran = workspace.does(&line);
        assert!(ran.stdout.contains("+44 ********") && !ran.stdout.contains("7700"));
        before.is_still(&workspace.state(), &line);
    }
}

#[test]
fn to_whom_nothing_is_hidden_it_is_shown_without_a_note() {
    let workspace = workspace();
    let before = workspace.state();
    let ran = workspace.does("chat reveal 2 --reason why");
    assert_eq!(ran.stdout, "+447700900123\n");
    assert_eq!(ran.stderr, "numbers aren't hidden from you: nothing was noted\n");
    before.is_still(&workspace.state(), "a reveal to the owner");
}

#[test]
fn a_day_has_so_many_and_begins_at_midnight() {
    let workspace = workspace();
    limit(&workspace, 2);
    assert_eq!(workspace.does("role show teammate --format json").json()["reveals_per_day"], 2);
    let left = |ran: Ran| ran.json()["reveals_left"].clone();
    assert_eq!(left(reveal(&workspace, "2 --reason one").succeeds()), 1);
    assert_eq!(left(reveal(&workspace, "2 --reason two").succeeds()), 0);
    let before = workspace.state();
    reveal(&workspace, "2 --reason three").refuses(3, "reveal-limit");
    before.is_still(&workspace.state(), "a reveal beyond the limit");
    // Each member has their own.
    workspace.does("chat assign 2 --to tim@acme.test");
    workspace.does("chat reveal 2 --reason why --as tim@acme.test");
    let at = |time: &str, code: i32| {
        let words = ["chat", "reveal", "2", "--reason", "later", "--as", "tess@acme.test"];
        let run = workspace.command().env("ROLECALL_NOW", time).args(words).output().unwrap();
        assert_eq!(run.status.code(), Some(code), "{time}: {run:?}");
    };
    at("2026-01-31T23:59:59.999Z", 3);
    at("2026-02-01T00:00:00Z", 0);
    // Another limit counts from what was done already.
    workspace.does("mask disable number --role teammate");
    at("2026-01-31T13:00:00Z", 0);
    workspace.does("mask enable number --role teammate");
    at("2026-01-31T13:00:00Z", 3);
}

#[test]
fn the_limit_stands_in_the_policy_and_nowhere_else() {
    let workspace = workspace();
    limit(&workspace, 5);
    let policy = workspace.does("policy export").stdout;
    assert!(policy.contains("\nreveals_per_day = 5 "), "{policy}");
    workspace.takes("policy diff - --exit-code", policy.clone());
    let more = policy.replace("reveals_per_day = 5 ", "reveals_per_day = 7 ");
    let planned = workspace.takes("policy plan - --format json", more.clone()).stdout;
    assert!(planned.contains("reveals_per_day"), "{planned}");
    workspace.takes("policy apply - --yes", more);
    assert_eq!(workspace.does("role show teammate --format json").json()["reveals_per_day"], 7);
    let noted = workspace.does("audit list --limit 1 --format json").rows()[0].clone();
    assert_eq!(
        (&noted["object"], &noted["before"]["reveals_per_day"]),
        (&"teammate".into(), &"5".into())
    );
    for wrong in ["0", "-1", "\"5\"", "5.0", "true", "4294967296"] {
        let text = policy.replace("reveals_per_day = 5 ", &format!("reveals_per_day = {wrong} "));
        let ran = workspace.run_with("policy plan -", text).exits(6);
        assert!(ran.stderr.contains("from 1 on"), "{}", ran.transcript());
    }
    let owner = policy.replace("[roles.owner]\n", "[roles.owner]\nreveals_per_day = 5\n");
    workspace.run_with("policy plan -", owner).exits(6);
}

/// A reason may hold the number itself, and so may the name of a file that was brought in.
#[test]
fn a_masked_reader_of_the_audit_reads_no_number_in_it() {
    let workspace = workspace();
    reveal(&workspace, "2 --reason 'she said 07700 900123, is that so?'").succeeds();
    let file = workspace.folder().join("WhatsApp Chat with +44 7700 900123.jsonl");
    let payload = crate::support::payload::text(
        crate::support::sample::SALES,
        crate::support::sample::TOM,
        "wamid.T5",
        crate::support::payload::NOON + 900,
        "hello",
    );
    std::fs::write(&file, payload).unwrap();
    workspace.does(&format!("chat import '{}'", file.display()));
    let owner = workspace.does("audit list --all --format json").stdout;
    assert!(owner.contains("900123"));
    for format in FORMATS {
        let ran =
            workspace.does(&format!("audit list --all --as adam@acme.test --format {format}"));
        assert!(!ran.stdout.contains("900123"), "{}", ran.transcript());
        assert!(ran.stdout.contains("she said ********"), "{}", ran.transcript());
    }
}

#[test]
fn a_text_is_shown_once_and_noted_as_a_number_is() {
    let workspace = workspace();
    workspace.does("mask enable number --texts hidden --role teammate");
    workspace.does("chat reply 2 -m 'the code is 123456 for you'");
    let id = workspace.value("SELECT max(id) FROM message");
    let text = || {
        let messages = workspace.does(&format!("chat show 2 {TESS}")).json()["messages"].clone();
        messages.as_array().unwrap().last().unwrap()["text"].clone()
    };
    assert_eq!(text(), "[hidden, short]");
    let dry = reveal(&workspace, &format!("2 --message {id} --reason why --dry-run")).succeeds();
    assert_eq!(dry.json()["text"], "[hidden, short]");
    let shown = reveal(&workspace, &format!("2 --message {id} --reason why")).succeeds();
    assert_eq!(shown.json()["text"], "the code is 123456 for you");
    assert_eq!(text(), "[hidden, short]");
    let noted = workspace.does("audit list --reveals --format json").rows();
    assert_eq!(noted.len(), 1);
    assert_eq!(noted[0]["after"]["message"], id);
    assert_eq!(noted[0]["after"]["what"], "text");
    // A message of another chat is as good as none.
    reveal(&workspace, &format!("3 --message {id} --reason why")).exits(4);
}
