//! `outbox flush` to a mail server, and all the ways in which that can go wrong. After each of
//! them, every invitation was delivered exactly once or is still queued.

use std::collections::BTreeSet;

use super::{
    smtp_server::{GoesAway, LOGIN, Server},
    support::{Run, Workspace},
};

const LATER: &str = "2026-03-01T18:00:00Z";
const PEOPLE: [&str; 4] = ["a@x.test", "b@x.test", "c@x.test", "d@x.test"];

/// Four invitations, to be sent to that server.
fn office(server: &Server) -> Workspace {
    let workspace = Workspace::new();
    for email in PEOPLE {
        workspace.run(&["member", "add", email, "--role", "teammate"]).exit(0);
    }
    let ca = workspace.folder().join("ca.pem");
    std::fs::write(&ca, &server.certificate).unwrap();
    let port = server.address.port().to_string();
    let configure =
        ["outbox", "configure", "--via", "smtp", "--host", "localhost", "--port", &port];
    let rest = ["--from", "team@x.test", "--user", LOGIN.0, "--ca", "ca.pem"];
    workspace.run(&[&configure[..], &rest].concat()).exit(0);
    workspace
}

fn flush_as(workspace: &Workspace, now: &str, password: &str) -> Run {
    let mut command = workspace.command(&["outbox", "flush", "--format", "json"]);
    let output =
        command.env("ROLECALL_NOW", now).env("ROLECALL_SMTP_PASSWORD", password).output().unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

fn flush(workspace: &Workspace, now: &str) -> Run {
    flush_as(workspace, now, LOGIN.1)
}

/// Who is noted with that state.
fn noted(workspace: &Workspace, state: &str) -> Vec<String> {
    let mails = workspace.json(&["outbox", "list", "--state", state]);
    let email = |mail: &serde_json::Value| mail["email"].as_str().unwrap().to_owned();
    mails.as_array().unwrap().iter().map(email).collect()
}

/// Whoever was delivered to is noted as sent, and nobody twice; everybody else is still queued.
#[track_caller]
fn exactly_once_or_queued(workspace: &Workspace, server: &Server) {
    let delivered: Vec<String> = server.taken().into_iter().map(|mail| mail.to).collect();
    let once: BTreeSet<_> = delivered.iter().cloned().collect();
    assert_eq!(once.len(), delivered.len(), "twice: {delivered:?}");
    let sent: BTreeSet<_> = noted(workspace, "sent").into_iter().collect();
    assert_eq!(sent, once);
    let refused = noted(workspace, "refused");
    assert_eq!(sent.len() + refused.len() + noted(workspace, "queued").len(), PEOPLE.len());
}

#[test]
fn mail_leaves_by_starttls_and_opens_the_door() {
    let server = Server::start();
    let workspace = office(&server);
    flush(&workspace, super::support::NOW).exit(0);
    exactly_once_or_queued(&workspace, &server);
    assert_eq!(noted(&workspace, "sent"), PEOPLE);
    assert!(server.taken().iter().all(|mail| mail.was_secret));
    let mail = &server.taken()[0];
    assert_eq!(mail.header("To"), "a@x.test");
    assert_eq!(mail.header("Subject"), "Your invitation to Blue Shop");
    let code = super::mailbox::code(&mail.text);
    workspace.run(&["invite", "accept", "a@x.test", "--code", &code]).exit(0);
    assert_eq!(workspace.member("a@x.test", "status"), "active");
    // Nothing is sent a second time.
    flush(&workspace, LATER).exit(0);
    exactly_once_or_queued(&workspace, &server);
}

#[test]
fn a_refused_recipient_is_marked_and_the_others_get_theirs() {
    let server = Server::start();
    server.refuse("b@x.test");
    let workspace = office(&server);
    let run = flush(&workspace, super::support::NOW).exit(1);
    let refused = &run.json()[1];
    assert_eq!((&refused["email"], &refused["result"]), (&"b@x.test".into(), &"refused".into()));
    assert!(refused["error"].as_str().unwrap().contains("550"), "{refused}");
    exactly_once_or_queued(&workspace, &server);
    assert_eq!(noted(&workspace, "refused"), ["b@x.test"]);
    assert_eq!(noted(&workspace, "queued"), [""; 0]);
    assert_eq!(workspace.count("SELECT count(*) FROM outbox WHERE code IS NOT NULL"), 0);
    flush(&workspace, LATER).exit(0);
    exactly_once_or_queued(&workspace, &server);
}

#[test]
fn a_domain_that_is_put_off_is_asked_once_a_run() {
    let server = Server::start();
    let workspace = office(&server);
    workspace.run(&["member", "add", "e@y.test", "--role", "teammate"]).exit(0);
    server.defer("x.test");
    flush(&workspace, super::support::NOW).exit(1);
    assert_eq!(server.asked(), ["a@x.test", "e@y.test"]);
    assert_eq!(noted(&workspace, "sent"), ["e@y.test"]);
    assert_eq!(noted(&workspace, "queued"), PEOPLE);
    server.defer("nowhere.test");
    flush(&workspace, LATER).exit(0);
    assert_eq!(noted(&workspace, "queued"), [""; 0]);
}

/// A file from somebody else names a server: nobody's password goes there unasked.
#[test]
fn a_server_that_somebody_else_named_gets_no_password() {
    let server = Server::start();
    let workspace = office(&server);
    std::fs::remove_dir_all(workspace.folder().join(".local")).unwrap();
    let run = flush(&workspace, super::support::NOW).exit(2);
    assert!(run.stderr.contains("`postman@localhost`"), "{}", run.stderr);
    assert_eq!(server.asked(), [""; 0]);
    // Naming one's own user at the foreign host is not naming the host.
    workspace.run(&["outbox", "configure", "--user", LOGIN.0]).exit(0);
    flush(&workspace, super::support::NOW).exit(2);
    workspace.run(&["outbox", "configure", "--host", "localhost"]).exit(0);
    flush(&workspace, super::support::NOW).exit(0);
    assert_eq!(noted(&workspace, "sent"), PEOPLE);
}

#[test]
fn a_server_that_goes_away_in_the_middle_gets_the_rest_later() {
    let server = Server::start();
    let workspace = office(&server);
    server.go_away(GoesAway::InTheText, 2);
    flush(&workspace, super::support::NOW).exit(1);
    exactly_once_or_queued(&workspace, &server);
    assert_eq!(noted(&workspace, "queued"), ["c@x.test", "d@x.test"]);
    // Too early: nothing is tried before its pause is over.
    flush(&workspace, "2026-03-01T12:01:00Z").exit(0);
    assert_eq!(server.taken().len(), 2);
    server.go_away(GoesAway::Never, 0);
    flush(&workspace, LATER).exit(0);
    exactly_once_or_queued(&workspace, &server);
    assert_eq!(noted(&workspace, "sent"), PEOPLE);
}

/// The one case in which nobody can know: the server took the mail and never said so. The mail is
/// sent again under the same name, by which mail programs know it as the same.
#[test]
fn a_mail_that_may_have_been_taken_keeps_its_name() {
    let server = Server::start();
    let workspace = office(&server);
    server.go_away(GoesAway::BeforeTheAnswer, 0);
    flush(&workspace, super::support::NOW).exit(1);
    assert_eq!(noted(&workspace, "sent"), [""; 0]);
    assert_eq!(noted(&workspace, "queued"), PEOPLE);
    server.go_away(GoesAway::Never, 0);
    flush(&workspace, LATER).exit(0);
    let names: BTreeSet<_> = server.taken().iter().map(|mail| mail.header("Message-ID")).collect();
    assert_eq!((server.taken().len(), names.len()), (8, 4));
    let texts: BTreeSet<_> = server.taken().into_iter().map(|mail| mail.text).collect();
    assert_eq!(texts.len(), 4, "the same mail is the same bytes");
}

#[test]
fn a_server_that_is_down_leaves_everything_queued() {
    let server = Server::start();
    let workspace = office(&server);
    // A port on which nobody listens.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    workspace.run(&["outbox", "configure", "--port", &port.to_string()]).exit(0);
    let run = flush(&workspace, super::support::NOW).exit(1);
    assert!(run.stderr.contains("no mail leaves now"), "{}", run.stderr);
    exactly_once_or_queued(&workspace, &server);
    assert_eq!(noted(&workspace, "queued"), PEOPLE);
    let up = server.address.port().to_string();
    workspace.run(&["outbox", "configure", "--port", &up]).exit(0);
    flush(&workspace, LATER).exit(0);
    assert_eq!(noted(&workspace, "sent"), PEOPLE);
}

#[test]
fn a_wrong_password_or_certificate_blames_no_mail() {
    let server = Server::start();
    let workspace = office(&server);
    flush_as(&workspace, super::support::NOW, "wrong").exit(1);
    assert_eq!(noted(&workspace, "queued"), PEOPLE);
    // Without the certificate the server is a stranger.
    workspace.run(&["outbox", "configure", "--ca", ""]).exit(0);
    flush(&workspace, LATER).exit(1);
    assert_eq!(noted(&workspace, "queued"), PEOPLE);
    assert!(server.taken().is_empty());
    let run = workspace.run_at(LATER, &["outbox", "flush"]).exit(6);
    assert!(run.stderr.contains("ROLECALL_SMTP_PASSWORD"), "{}", run.stderr);
}

#[test]
fn pauses_grow_and_the_error_is_kept() {
    let server = Server::start();
    let workspace = office(&server);
    workspace.run(&["outbox", "configure", "--port", "1"]).exit(0);
    flush(&workspace, "2026-03-01T12:00:00Z").exit(1);
    let first = workspace.json(&["outbox", "list"])[0].clone();
    assert_eq!(first["attempts"], 1);
    assert_eq!(first["next_attempt_at"], "2026-03-01T12:05:00Z");
    assert!(!first["last_error"].is_null());
    // The others are due, and each is tried in its turn.
    for _ in 0..3 {
        flush(&workspace, "2026-03-01T12:00:00Z").exit(1);
    }
    flush(&workspace, "2026-03-01T12:00:00Z").exit(0);
    flush(&workspace, "2026-03-01T12:05:00Z").exit(1);
    let second = workspace.json(&["outbox", "list"])[0].clone();
    assert_eq!(second["next_attempt_at"], "2026-03-01T12:20:00Z");
}
