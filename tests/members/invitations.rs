//! `member add`, `invite …` and `outbox …` with files: from the invitation to the open door.

use super::{
    mailbox::{code, files, newest},
    support::Workspace,
};

fn invited() -> Workspace {
    let workspace = Workspace::with_admins();
    let add = ["member", "add", "asha@x.test", "--role", "teammate", "--name", "Asha Rao"];
    workspace.run(&add).exit(0);
    workspace
}

fn flushed() -> (Workspace, String) {
    let workspace = invited();
    let flushed = workspace.run(&["outbox", "flush"]).exit(0);
    // To write a file is not to send a mail.
    assert!(flushed.stdout.contains("written") && !flushed.stdout.contains("sent"));
    assert!(flushed.stderr.contains("none mailed"), "{}", flushed.stderr);
    assert!(flushed.stderr.contains("workspace set --address"), "{}", flushed.stderr);
    let code = code(&newest(&workspace));
    (workspace, code)
}

fn accept(workspace: &Workspace, code: &str) -> super::support::Run {
    workspace.run(&["invite", "accept", "asha@x.test", "--code", code])
}

fn state(workspace: &Workspace) -> String {
    let list = workspace.json(&["invite", "list"]);
    list.as_array().unwrap().last().unwrap()["state"].as_str().unwrap().to_owned()
}

#[test]
fn an_invitation_is_mailed_accepted_and_used_up() {
    let (workspace, code) = flushed();
    let mail = newest(&workspace);
    for part in [
        "To: \"Asha Rao\" <asha@x.test>",
        "owner@x.test invited you to the workspace Blue Shop as Teammate.",
        "Login id: asha@x.test",
        "until 2026-03-08 12:00 UTC",
    ] {
        assert!(mail.contains(part), "{part}\n{mail}");
    }
    let list = workspace.json(&["invite", "list"]);
    assert_eq!(list[0]["expires_at"], "2026-03-08T12:00:00Z");
    assert_eq!((&list[0]["state"], &list[0]["mail"]), (&"pending".into(), &"sent".into()));
    workspace.run(&["invite", "accept", "asha@x.test", "--code", &code, "--dry-run"]).exit(0);
    assert_eq!(workspace.member("asha@x.test", "status"), "invited");
    let typed = format!("{}\n", code.to_lowercase().replace('-', " "));
    let arguments = ["invite", "accept", "ASHA@x.test", "--code", "-"];
    workspace.run_with(&arguments, typed.as_bytes()).exit(0);
    assert_eq!(workspace.member("asha@x.test", "status"), "active");
    assert_eq!(state(&workspace), "accepted");
    accept(&workspace, &code).exit(5);
}

#[test]
fn whatever_is_wrong_the_answer_is_the_same() {
    let answer = |run: super::support::Run| {
        let run = run.exit(5);
        assert!(run.stdout.is_empty());
        run.stderr
    };
    let (workspace, right) = flushed();
    let wrong = answer(accept(&workspace, "0000-0000-0000-0000-0000-0000-0000"));
    let garbage = answer(accept(&workspace, "no code at all"));
    let expired = answer(
        workspace
            .run_at("2026-03-08T12:00:00Z", &["invite", "accept", "asha@x.test", "--code", &right]),
    );
    accept(&workspace, &right).exit(0);
    let used = answer(accept(&workspace, &right));
    let (workspace, right) = flushed();
    workspace.run(&["invite", "revoke", "asha@x.test"]).exit(0);
    let revoked = answer(accept(&workspace, &right));
    let never = answer(workspace.run(&["invite", "accept", "helper@x.test", "--code", &right]));
    let nobody = answer(workspace.run(&["invite", "accept", "nobody@x.test", "--code", &right]));
    for other in [garbage, expired, used, revoked, never, nobody] {
        assert_eq!(other, wrong);
    }
}

#[test]
fn wrong_codes_slow_down_whoever_tries_and_leave_the_invitation() {
    let (workspace, right) = flushed();
    for _ in 0..6 {
        accept(&workspace, "0000-0000-0000-0000-0000-0000-0000").exit(5);
    }
    assert_eq!(state(&workspace), "pending");
    let early = accept(&workspace, &right).exit(5);
    assert!(early.stderr.contains("too many wrong codes"), "{}", early.stderr);
    // A dry run is no way to try more often.
    let dry = ["invite", "accept", "asha@x.test", "--code", &right, "--dry-run"];
    workspace.run(&dry).exit(5);
    assert_eq!(workspace.member("asha@x.test", "status"), "invited");
    let accept = ["invite", "accept", "asha@x.test", "--code", &right];
    workspace.run_at("2026-03-01T12:30:00Z", &accept).exit(0);
}

#[test]
fn what_is_sent_again_has_another_code() {
    let (workspace, first) = flushed();
    workspace.run(&["invite", "resend", "asha@x.test", "--expires", "2h"]).exit(0);
    accept(&workspace, &first).exit(5);
    workspace.run(&["outbox", "flush"]).exit(0);
    assert_eq!(files(&workspace).len(), 2);
    let second = code(&newest(&workspace));
    assert_ne!(first, second);
    let list = workspace.json(&["invite", "list"]);
    assert_eq!(list[0]["state"], "revoked");
    assert_eq!(list[1]["expires_at"], "2026-03-01T14:00:00Z");
    assert_eq!(list[1]["wrong_tries"], 1);
    accept(&workspace, &second).exit(0);
    workspace.run(&["invite", "resend", "asha@x.test"]).exit(5);
}

/// The code of a queued mail is for who could give that role.
#[test]
fn a_queued_mail_is_shown_with_its_code_to_who_may_know_it() {
    let workspace = invited();
    workspace.run(&["member", "add", "boss@x.test", "--role", "owner"]).exit(0);
    let show = |id: &str, reader: &str| workspace.json(&["outbox", "show", id, "--as", reader]);
    let mail = show("1", "owner@x.test");
    assert_eq!(mail["join"], "rolecall invite accept asha@x.test");
    accept(&workspace, mail["code"].as_str().unwrap()).exit(0);
    assert!(show("1", "owner@x.test")["code"].is_null(), "it was used");
    let [seen, hidden] = ["owner@x.test", "admin@x.test"].map(|reader| show("2", reader));
    assert!(seen["code"].is_string() && hidden["code"].is_null(), "{hidden}");
    workspace.run(&["outbox", "show", "9"]).exit(4);
    workspace.run(&["outbox", "show", "1", "--as", "helper@x.test"]).exit(3);
}

#[test]
fn a_mail_that_was_withdrawn_never_leaves() {
    let workspace = invited();
    workspace.run(&["invite", "revoke", "asha@x.test"]).exit(0);
    workspace.run(&["invite", "revoke", "asha@x.test"]).exit(5);
    workspace.run(&["outbox", "flush"]).exit(0);
    assert!(files(&workspace).is_empty());
    assert_eq!(workspace.json(&["outbox", "list"])[0]["state"], "withdrawn");
    workspace.run(&["invite", "resend", "asha@x.test", "--expires", "1h"]).exit(0);
    workspace.run_at("2026-03-01T13:00:00Z", &["outbox", "flush"]).exit(0);
    assert!(files(&workspace).is_empty(), "expired before it left");
    let list = workspace.run_at("2026-03-01T13:00:00Z", &["invite", "list", "--state", "expired"]);
    assert!(list.exit(0).stdout.contains("asha@x.test"));
}

#[test]
fn nobody_is_invited_who_was_not_to_be() {
    let workspace = Workspace::with_admins();
    assert_eq!(workspace.count("SELECT count(*) FROM invitation"), 0);
    let add = ["member", "add", "asha@x.test", "--role", "teammate"];
    workspace.run(&[&add[..], &["--dry-run"]].concat()).exit(0);
    for wrong in ["0d", "-1d", "soon", "5y"] {
        workspace.run(&[&add[..], &["--expires", wrong]].concat()).exit(2);
    }
    assert_eq!(workspace.count("SELECT count(*) FROM invitation"), 0);
    assert_eq!(workspace.count("SELECT count(*) FROM outbox"), 0);
}

/// Everything that a command prints, the audit and, once the mail has left, the file itself.
#[test]
fn the_code_stands_in_the_mail_and_nowhere_else() {
    let (workspace, code) = flushed();
    let bare = code.replace('-', "");
    for command in [
        &["invite", "list", "--format", "json"][..],
        &["outbox", "list", "--format", "json"],
        &["member", "list", "--format", "json"],
    ] {
        let run = workspace.run(command).exit(0);
        assert!(!run.stdout.contains(&bare) && !run.stdout.contains(&code));
    }
    let audit: String = workspace
        .engine()
        .query_row("SELECT group_concat(coalesce(after, '') || object) FROM audit", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert!(!audit.contains(&bare) && !audit.contains(&code));
    assert_eq!(workspace.count("SELECT count(*) FROM outbox WHERE code IS NOT NULL"), 0);
    assert_eq!(workspace.count("SELECT min(length(code_hash)) FROM invitation"), 32);
}

#[test]
fn who_may_invite_and_send() {
    let workspace = invited();
    let boss = ["member", "add", "boss@x.test", "--role", "owner"];
    workspace.run(&boss).exit(0);
    for command in [
        &["invite", "list"][..],
        &["invite", "resend", "asha@x.test"],
        &["invite", "revoke", "asha@x.test"],
        &["outbox", "list"],
        &["outbox", "flush"],
        &["outbox", "configure"],
    ] {
        workspace.run(&[command, &["--as", "helper@x.test"]].concat()).exit(3);
        workspace.run(&[command, &["--as", "admin@x.test", "--dry-run"]].concat());
    }
    for verb in ["resend", "revoke"] {
        let command = ["invite", verb, "boss@x.test", "--as", "admin@x.test", "--format", "json"];
        workspace.run(&command).exit(3).reason("target-is-owner");
        workspace.run(&["invite", verb, "nobody@x.test"]).exit(4);
    }
    let configure = ["outbox", "configure", "--folder", "x", "--as", "admin@x.test"];
    workspace.run(&[&configure[..], &["--format", "json"]].concat()).exit(3).reason("owner-only");
    workspace.run(&["outbox", "configure", "--via", "smtp", "--host", "mail.x.test"]).exit(6);
    let open = ["--host", "mail.x.test", "--from", "a@x.test", "--tls", "none"];
    workspace.run(&[&["outbox", "configure", "--via", "smtp"], &open[..]].concat()).exit(6);
    assert_eq!(workspace.json(&["outbox", "configure"])["via"], "files");
}

#[cfg(unix)]
#[test]
fn mail_files_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let (workspace, _) = flushed();
    let mode =
        |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let file = files(&workspace).remove(0);
    assert_eq!(mode(&file), 0o600);
    assert_eq!(mode(file.parent().unwrap()), 0o700);
}

#[test]
fn a_folder_that_can_t_be_written_to_keeps_the_mail_queued() {
    let workspace = invited();
    std::fs::write(workspace.folder().join("file"), "in the way").unwrap();
    workspace.run(&["outbox", "configure", "--folder", "file/below"]).exit(0);
    workspace.run(&["outbox", "flush"]).exit(8);
    assert_eq!(workspace.json(&["outbox", "list"])[0]["state"], "queued");
    workspace.run(&["outbox", "configure", "--folder", "elsewhere"]).exit(0);
    workspace.run_at("2026-03-02T12:00:00Z", &["outbox", "flush"]).exit(0);
    let elsewhere = std::fs::read_dir(workspace.folder().join("elsewhere")).unwrap();
    assert_eq!(elsewhere.count(), 1);
}
