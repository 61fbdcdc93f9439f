//! Every help page has an example, and every example runs as it stands there.

use std::{collections::BTreeSet, fs, path::Path, process::Stdio};

use rolecall::cli::{command, examples};

use crate::support::Workspace;

/// Ends that are not a success, and why they are right.
const OTHER_ENDS: &[(&str, i32, &str)] = &[
    ("api-key verify < key.txt", 1, "it is a wrong key"),
    ("review --at 2026-01-31 --format csv", 6, "it is before there was a workspace"),
    ("invite accept ines@acme.test --code -", 5, "it is a wrong code"),
];

fn leaves(command: &clap::Command, path: &str, found: &mut BTreeSet<String>) {
    for inner in command.get_subcommands() {
        leaves(inner, format!("{path} {}", inner.get_name()).trim(), found);
    }
    if command.get_subcommands().next().is_none() {
        found.insert(path.to_owned());
    }
}

#[test]
fn every_page_has_an_example() {
    let mut pages = BTreeSet::new();
    leaves(&command(), "", &mut pages);
    let shown: BTreeSet<_> = examples().into_iter().map(|(name, _)| name).collect();
    assert_eq!(pages, shown);
}

/// The sample with what the examples speak of.
fn workspace() -> Workspace {
    let workspace = Workspace::sample();
    for line in [
        "member add ines@acme.test --role teammate",
        "integration add webhook --url https://hooks.acme.test/old --secret-env OLD_TOKEN",
        "template add hello --category marketing --language en --body 'Hi!'",
        "api-key rotate",
    ] {
        workspace.does(line);
    }
    let put = |name: &str, text: &str| fs::write(workspace.folder().join(name), text).unwrap();
    put("people.csv", "email,name,role\nnew@acme.test,New,agent\n");
    put("contacts.csv", "phone,name\n+14155550190,New\n");
    put("webhooks.jsonl", &crate::support::sample::conversations());
    put("key.txt", "rk_wrong");
    fs::create_dir(workspace.folder().join(".ssh")).unwrap();
    put(
        ".ssh/id_ed25519.pub",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMoyMnlLFIgU3zgRiJcgtPCtYJ4ZnhYEjWjKxbXL5R7x nora",
    );
    let policy = workspace.does("policy export").stdout;
    put("policy.toml", &policy);
    let tests = workspace.does("policy test --init").stdout;
    put("tests.toml", &tests);
    put(
        "templates.json",
        r#"{"data": [{"name": "two", "language": "en", "category": "UTILITY", "status": "APPROVED",
            "components": [{"type": "BODY", "text": "Hi!"}]}]}"#,
    );
    // Nobody can be handed the workspace before they have joined.
    workspace.execute(
        "UPDATE member SET status = 'active' WHERE email_key <> 'ines@acme.test';
         UPDATE invitation SET state = 'accepted'
             WHERE member_id IN (SELECT id FROM member WHERE status = 'active')",
    );
    workspace.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    workspace
}

/// What has to be done before an example, because an earlier one isn't run.
fn prepare(workspace: &Workspace, line: &str) {
    let spring = "campaign create spring --template hello --account +14155550132 --tag vip --draft";
    let approve = ["template submit hello", "template mark hello approved"];
    let before: &[&str] = match line.split(' ').take(2).collect::<Vec<_>>()[..] {
        ["template", "mark"] => &approve[..1],
        ["campaign", "create"] => &approve,
        ["campaign", "show" | "resume"] => &[approve[0], approve[1], spring],
        ["campaign", "pause"] => &[approve[0], approve[1], spring, "campaign resume spring"],
        ["leaks", ..] => &["mask enable number --role teammate"],
        ["member", "restore"] => &["member suspend tess@acme.test"],
        _ => &[],
    };
    for line in before {
        workspace.does(line);
    }
}

#[test]
fn every_example_runs() {
    let program = Path::new(env!("CARGO_BIN_EXE_rolecall"));
    let mut wrong = Vec::new();
    let sample = workspace();
    let kept = sample.bytes();
    for (_, line) in examples() {
        sample.put(&kept);
        if line.starts_with("init ") {
            sample.remove();
        }
        prepare(&sample, line);
        // Where a shell writes doesn't matter.
        let line_here = line.split(" > ").next().unwrap();
        let name = sample.name().display().to_string();
        let line_here = line_here.replace("workspace.db", &format!("'{name}'"));
        let path =
            format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap());
        let output = std::process::Command::new("sh")
            .args(["-c", &format!("rolecall {line_here}")])
            .env_clear()
            .env("PATH", path)
            .env("HOME", sample.folder())
            .env("ROLECALL_WORKSPACE", sample.name())
            .env("ROLECALL_NOW", crate::support::workspace::NOW)
            .env("TMPDIR", sample.folder())
            .current_dir(sample.folder())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let end =
            OTHER_ENDS.iter().find(|(other, ..)| *other == line).map_or(0, |(_, code, _)| *code);
        if output.status.code() != Some(end) {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            wrong.push(format!("$ rolecall {line}\n[exit {:?}] {said}", output.status.code()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
