//! What can't be read is told with its place, and leaves nothing behind unless that was asked for.

use std::{fmt::Write as _, fs};

use super::workspace::{Ran, Workspace};

const ACCOUNT: [&str; 2] = ["--account", "+14155550100"];

const EXPORT: [&str; 6] =
    ["--account", "+14155550100", "--contact", "+919876543210", "--me", "Shop"];

fn places(ran: &Ran) -> Vec<String> {
    let rows = ran.out.lines().filter(|line| line.starts_with("refused"));
    rows.map(|row| row.trim_start_matches("refused,,,,").to_owned()).collect()
}

#[test]
fn every_fault_is_told_with_its_place() {
    let mut all = String::new();
    for (file, words) in [
        ("timelines/broken.jsonl", &ACCOUNT[..]),
        ("timelines/broken-teammates.json", &[]),
        ("interakt/broken.jsonl", &ACCOUNT),
        ("interakt/contacts-broken.csv", &[]),
        ("whatsapp-export/broken.txt", &EXPORT),
    ] {
        let workspace = Workspace::new("timelinesai");
        let before = fs::read(workspace.path()).unwrap();
        let ran = workspace.import(file, words);
        writeln!(all, "== {file}\n{}\n{}", places(&ran).join("\n"), ran.said).unwrap();
        assert_eq!(ran.exit, 6, "{file}: {}", ran.said);
        assert!(fs::read(workspace.path()).unwrap() == before, "{file} left something behind");
        for secret in ["70037055", "98765432", "Asha", "Ravi", "hello", "dear diary"] {
            assert!(!ran.said.contains(secret) && !ran.out.contains(secret), "{file}: {secret}");
        }
        let kept = workspace.import(file, &[words, &["--keep-going"]].concat());
        assert_eq!(kept.exit, 6, "{file}");
        assert_eq!(places(&kept), places(&ran), "{file}");
        assert!(fs::read(workspace.path()).unwrap() != before, "{file}: nothing was kept");
    }
    insta::assert_snapshot!(all);
}

#[test]
fn what_the_file_does_not_say_must_be_said() {
    let workspace = Workspace::new("unified");
    for (file, words, said) in [
        ("interakt/all.jsonl", &[][..], "--account NUMBER"),
        ("whatsapp-export/undecidable.txt", &EXPORT, "--dates dmy"),
        ("whatsapp-export/ios-24h-dmy.txt", &EXPORT[..4], "--me NAME"),
        (
            "whatsapp-export/android-24h-dmy.txt",
            &["--account", "+14155550100", "--me", "Shop"],
            "--contact NUMBER",
        ),
        ("timelines/chats-page.json", &[], "--account NUMBER"),
        ("timelines/messages-page.json", &[], "page of chats"),
        (
            "cloud-api/../../suite.rs",
            &[],
            "`cloud-api`, `timelines`, `interakt`, `interakt-contacts`, `whatsapp`",
        ),
    ] {
        let ran = workspace.import(file, words);
        assert_eq!(ran.exit, 6, "{file}: {}", ran.said);
        assert!(ran.said.contains(said), "{file}: {}", ran.said);
    }
    let ran = workspace.import("interakt/all.jsonl", &["--timezone", "Mars"]);
    assert_eq!(ran.exit, 2, "{}", ran.said);
}

#[test]
fn nobody_gives_more_than_they_have() {
    let workspace = Workspace::new("timelinesai");
    for (email, role) in [("ada@acme.test", "admin"), ("tess@acme.test", "teammate")] {
        let add = ["member", "add", email, "--role", role, "--no-invite"];
        assert_eq!(workspace.run(&add).exit, 0);
    }
    let file = workspace.path().with_file_name("teammates.json");
    let page = |role: &str| {
        format!(
            r#"{{"teammates":[{{"email":"new@acme.test","display_name":"N","role":"{role}"}}]}}"#
        )
    };
    let import = |role: &str, actor: &str| {
        fs::write(&file, page(role)).unwrap();
        workspace.import(file.to_str().unwrap(), &["--as", actor, "--keep-going"])
    };
    assert_eq!(import("Owner", "ada@acme.test").exit, 3);
    assert_eq!(import("Agent", "tess@acme.test").exit, 3);
    // The policy has one owner, and the workspace has her.
    let told = import("Owner", "olive@acme.test");
    assert_eq!(told.exit, 5, "{}", told.said);
    assert!(told.said.contains("allows one owner"), "{}", told.said);
    let told = import("Admin", "ada@acme.test");
    assert_eq!(told.exit, 0, "{}", told.said);
    assert!(told.said.contains("joined the default one"), "{}", told.said);
    // Nor is ownership taken from anybody.
    fs::write(
        &file,
        r#"{"teammates":[{"email":"olive@acme.test","role":"Agent","status":"suspended"}]}"#,
    )
    .unwrap();
    let told = workspace.import(file.to_str().unwrap(), &[]);
    assert_eq!(told.exit, 0, "{}", told.said);
    let fields = ["--fields", "email,status", "--format", "jsonl"];
    let owners = workspace.run(&[&["member", "list", "--role", "owner"], &fields[..]].concat());
    assert_eq!(owners.out, "{\"email\":\"olive@acme.test\",\"status\":\"active\"}\n");
}

#[test]
fn a_dry_run_keeps_nothing() {
    let workspace = Workspace::new("timelinesai");
    let before = workspace.dump();
    let ran = workspace.import("timelines/teammates-page.json", &["--dry-run"]);
    assert_eq!(ran.exit, 0, "{}", ran.said);
    assert_eq!(workspace.dump(), before);
}
