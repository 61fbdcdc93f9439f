//! `api-key`. Keys are made by chance, so nothing here is a transcript.

use crate::support::{Workspace, case::FORMATS};

fn rotated(workspace: &Workspace, line: &str) -> String {
    let rows = workspace.does(&format!("{line} --format json")).rows();
    let key = rows.iter().find(|row| row["field"] == "key").unwrap();
    key["after"].as_str().unwrap().to_owned()
}

fn verify(workspace: &Workspace, key: &str) -> (i32, String) {
    let ran = workspace.run_with("api-key verify --format json", key);
    (ran.code, ran.json()["reason"].as_str().unwrap().to_owned())
}

#[test]
fn a_key_opens_until_another_takes_its_place() {
    let workspace = Workspace::sample();
    assert_eq!(workspace.does("api-key show --format json").json()["state"], "none");
    let first = rotated(&workspace, "api-key rotate");
    assert_eq!(verify(&workspace, &first), (0, "in-force".to_owned()));
    assert_eq!(verify(&workspace, &format!(" {first}\n")), (0, "in-force".to_owned()));
    let second = rotated(&workspace, "api-key rotate --as adam@acme.test");
    assert_ne!(first, second);
    assert_eq!(verify(&workspace, &first), (1, "ended".to_owned()));
    assert_eq!(verify(&workspace, &second), (0, "in-force".to_owned()));
    workspace.does("api-key revoke");
    assert_eq!(verify(&workspace, &second), (1, "ended".to_owned()));
    for other in ["", "rck_", &second.to_lowercase(), &"x".repeat(5000), "\u{1b}[2J"] {
        assert_eq!(verify(&workspace, other), (1, "unknown".to_owned()));
    }
    assert_eq!(workspace.run_with("api-key verify", [0xff, 0xfe]).code, 1);
    workspace.run("api-key revoke --format json").refuses(5, "no-api-key");
    assert_eq!(workspace.does("api-key show --format json").json()["state"], "revoked");
}

#[test]
fn the_key_is_shown_once_and_kept_nowhere() {
    let workspace = Workspace::sample();
    let key = rotated(&workspace, "api-key rotate");
    verify(&workspace, &key);
    let secret = &key[10..];
    for format in FORMATS {
        for line in ["api-key show", "api-key rotate --dry-run", "api-key revoke --dry-run"] {
            let ran = workspace.does(&format!("{line} --format {format}"));
            assert!(!ran.stdout.contains(secret) && !ran.stderr.contains(secret));
        }
    }
    let ran = workspace.run_with("api-key verify", &key);
    assert!(!ran.stdout.contains(secret));
    for file in std::fs::read_dir(workspace.folder()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        let found = bytes.windows(12).any(|window| window == &secret.as_bytes()[..12]);
        assert!(!found, "the key stands in the workspace");
    }
}

#[test]
fn who_made_it_when_and_its_last_use_are_shown() {
    let workspace = Workspace::sample();
    let key = rotated(&workspace, "api-key rotate --as adam@acme.test");
    let show = || workspace.does("api-key show --format json").json();
    let shown = show();
    assert_eq!(shown["prefix"], key[..10]);
    assert_eq!(shown["created_by"], "adam@acme.test");
    assert_eq!(shown["created_at"], "2026-01-31T12:00:00Z");
    assert_eq!(shown["last_used_at"], serde_json::Value::Null);

    let used = "SELECT count(*) FROM audit WHERE action = 'api-key.use'";
    let before = workspace.state();
    workspace.run_with("api-key verify --dry-run", &key).succeeds();
    before.is_still(&workspace.state(), "api-key verify --dry-run");
    workspace.run_with("api-key verify", "rck_nonsense").exits(1);
    before.is_still(&workspace.state(), "a wrong key");
    verify(&workspace, &key);
    assert_eq!(show()["last_used_at"], "2026-01-31T12:00:00Z");
    assert_eq!(workspace.value(used), "1");
    // Noted once an hour, however often it is used.
    verify(&workspace, &key);
    assert_eq!(workspace.value(used), "1");
    workspace.execute("UPDATE api_key SET last_used_at = last_used_at - 3600000");
    verify(&workspace, &key);
    assert_eq!(workspace.value(used), "2");
}

#[test]
fn only_who_may_use_the_key_touches_it() {
    let workspace = Workspace::sample();
    let key = rotated(&workspace, "api-key rotate");
    let before = workspace.state();
    for line in ["api-key show", "api-key rotate", "api-key revoke", "api-key verify"] {
        let line = format!("{line} --as tess@acme.test --format json");
        workspace.run_with(&line, &key).refuses(3, "toggle-off");
        before.is_still(&workspace.state(), &line);
    }
    workspace.does("perm allow api-key --role teammate");
    workspace.run_with("api-key verify --as tess@acme.test", &key).succeeds();
}

#[test]
fn a_dry_run_makes_no_key() {
    let workspace = Workspace::sample();
    let key = rotated(&workspace, "api-key rotate");
    let before = workspace.state();
    let dry = workspace.does("api-key rotate --dry-run --format json");
    assert_eq!(dry.column("field"), ["prefix"]);
    before.is_still(&workspace.state(), "api-key rotate --dry-run");
    assert_eq!(verify(&workspace, &key).0, 0);
}
