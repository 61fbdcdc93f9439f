//! The program killed at any point of an import and a flush: the workspace holds all rows or none,
//! and the outbox matches the members.
//!
//! A few kills run always; `ROLECALL_HEAVY=1` makes them as many as were asked for: 60, at random
//! points of 20,000 rows.
#![cfg(unix)]

use std::{
    collections::BTreeSet,
    process::Stdio,
    time::{Duration, Instant},
};

use super::{mailbox::files, support::Workspace};

struct Load {
    rows: i64,
    kills: u32,
}

fn load() -> Load {
    if std::env::var_os("ROLECALL_HEAVY").is_some() {
        Load { rows: 20_000, kills: 60 }
    } else {
        Load { rows: 1_500, kills: 8 }
    }
}

/// Runs it and kills it after that time; says whether it had ended before.
fn kill_after(workspace: &Workspace, now: &str, arguments: &[&str], time: Duration) -> bool {
    let mut command = workspace.command(arguments);
    command.env("ROLECALL_NOW", now).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    std::thread::sleep(time);
    let has_ended = child.try_wait().unwrap().is_some();
    child.kill().unwrap();
    child.wait().unwrap();
    workspace.wait_for_writers();
    has_ended
}

/// A moment before that time is over.
fn random(most: Duration) -> Duration {
    most.mul_f64(f64::from(getrandom::u32().unwrap()) / f64::from(u32::MAX))
}

fn list(workspace: &Workspace, rows: i64) {
    let row = |n| format!("m{n}@x.test,Member {n},+1415555{:04},agent", n % 10_000);
    let rows: Vec<_> = (0..rows).map(row).collect();
    let list = format!("email,name,phone,role\n{}\n", rows.join("\n"));
    std::fs::write(workspace.folder().join("list.csv"), list).unwrap();
}

#[test]
fn a_killed_import_leaves_all_rows_or_none() {
    let Load { rows, kills } = load();
    let import = ["member", "import", "list.csv"];
    let whole = Workspace::new();
    list(&whole, rows);
    let begun = Instant::now();
    whole.run(&import).exit(0);
    let length = begun.elapsed();
    let (mut none, mut all) = (0, 0);
    let mut workspace = Workspace::new();
    list(&workspace, rows);
    for _ in 0..kills {
        kill_after(&workspace, super::support::NOW, &import, random(length.mul_f64(1.1)));
        let members = workspace.count("SELECT count(*) FROM member") - 1;
        assert!(members == 0 || members == rows, "{members} of {rows}");
        for table in ["invitation", "outbox"] {
            assert_eq!(workspace.count(&format!("SELECT count(*) FROM {table}")), members);
        }
        let audited = "SELECT count(*) FROM audit WHERE action = 'member.add'";
        assert_eq!(workspace.count(audited), members);
        let whole =
            "SELECT count(*) = 1 FROM pragma_integrity_check() WHERE integrity_check = 'ok'";
        assert_eq!(workspace.count(whole), 1);
        if members == 0 {
            none += 1;
        } else {
            all += 1;
            workspace = Workspace::new();
            list(&workspace, rows);
        }
    }
    println!("{kills} kills of an import of {rows} rows: {none} left none, {all} left all");
    assert!(none > 0, "every kill came too late");
    // What was killed can be done again.
    workspace.run(&import).exit(0);
    assert_eq!(workspace.count("SELECT count(*) FROM member"), rows + 1);
}

#[test]
fn a_killed_flush_loses_no_mail_and_writes_none_twice() {
    let Load { rows, kills } = load();
    let workspace = Workspace::new();
    list(&workspace, rows);
    workspace.run(&["member", "import", "list.csv", "--expires", "300d"]).exit(0);
    // About what a flush of all of it takes, shared among the kills.
    let begun = Instant::now();
    kill_after(&workspace, super::support::NOW, &["outbox", "flush"], Duration::from_millis(400));
    let written = files(&workspace).len().max(1);
    let left = u32::try_from(rows).unwrap() / u32::try_from(written).unwrap();
    let most = begun.elapsed() * left.max(1) * 2 / kills;
    let mut unfinished = 0;
    for round in 1..=kills {
        // Later each time, so that what was taken up and not sent is due again.
        let now = format!("2026-{:02}-{:02}T12:00:00Z", 3 + round / 28, 1 + round % 28);
        if !kill_after(&workspace, &now, &["outbox", "flush"], random(most)) {
            unfinished += 1;
        }
        let sent = workspace.count("SELECT count(*) FROM outbox WHERE state = 'sent'");
        let queued = workspace.count("SELECT count(*) FROM outbox WHERE state = 'queued'");
        assert_eq!(sent + queued, rows, "a mail is either sent or queued");
        let wiped = "SELECT count(*) FROM outbox WHERE (code IS NULL) <> (state = 'sent')";
        assert_eq!(workspace.count(wiped), 0);
        let mails = mails(&workspace);
        assert!(i64::try_from(mails.len()).unwrap() >= sent, "sent and not there");
    }
    println!("{kills} kills of a flush of {rows} mails, {unfinished} before it was done");
    assert!(unfinished > 0, "every kill came too late");
    workspace.run_at("2026-09-01T12:00:00Z", &["outbox", "flush"]).exit(0);
    let mails = mails(&workspace);
    assert_eq!(i64::try_from(mails.len()).unwrap(), rows);
    let sent = "SELECT count(*) FROM outbox WHERE state = 'sent'";
    assert_eq!(workspace.count(sent), rows);
    let recipients: BTreeSet<_> = mails
        .iter()
        .map(|path| {
            let mail = std::fs::read_to_string(path).unwrap();
            let line = mail.lines().find(|line| line.starts_with("Login id: ")).unwrap();
            line.to_owned()
        })
        .collect();
    assert_eq!(recipients.len(), mails.len(), "somebody got two");
}

/// The finished mails: what was being written when the program was killed begins with a dot.
fn mails(workspace: &Workspace) -> Vec<std::path::PathBuf> {
    let mut files = files(workspace);
    files.retain(|path| path.extension().is_some_and(|extension| extension == "eml"));
    files
}
