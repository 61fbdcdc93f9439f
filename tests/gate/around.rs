//! A real server in front: what is printed is what the pinned program prints, and no way leads round.

use std::{io::Write, process::Stdio, time::Duration};

use super::server::{Server, ran};
use crate::support::{Workspace, tree::leaves};

/// Keys of one member of each role.
const MEMBERS: [&str; 6] = ["olive", "adam", "tess", "agnes", "colin", "tim"];

fn with_keys(server: &Server, workspace: &Workspace) -> Vec<super::server::Key> {
    MEMBERS
        .iter()
        .map(|name| {
            let key = server.key(name);
            let add = format!("key add - --for {name}@acme.test");
            workspace.takes(&add, key.public());
            key
        })
        .collect()
}

#[test]
fn every_command_prints_over_the_connection_what_it_prints_without() {
    let workspace = super::joined();
    let Some(server) = Server::start(&workspace) else { return };
    let mut done = 0;
    let is_heavy = std::env::var_os("ROLECALL_HEAVY").is_some();
    for (turn, key) in with_keys(&server, &workspace)[..5].iter().enumerate() {
        let kept = server.keep(key);
        // Each command as each role; in an ordinary run as one of them, in turn.
        let dealt = leaves().into_iter().enumerate().filter(|(at, _)| is_heavy || at % 5 == turn);
        for (_, leaf) in dealt {
            // As far as it needs nothing, and with what it doesn't take; a change only as a dry run.
            let dry = if leaf.is_change { " --dry-run" } else { "" };
            let line = format!("{}{dry} --format json{}", leaf.path, arguments(&leaf.path));
            let (over, without) = (kept.run(&line), server.pinned(key, &line));
            assert_eq!(
                (over.code, &over.stdout, &over.stderr),
                (without.code, &without.stdout, &without.stderr),
                "{}",
                over.transcript()
            );
            done += usize::from(over.code == 0);
        }
    }
    // Where nearly everything is refused, nothing is compared; five roles try five times as much.
    assert!(done > 15 * if is_heavy { 5 } else { 1 }, "only {done} runs did anything");
}

/// What the plain form of a command needs to do anything.
fn arguments(path: &str) -> &'static str {
    match path {
        "can" | "why" => " tess@acme.test inbox",
        "who-can" | "perm show" => " inbox",
        "chat show" | "chat close" | "chat unassign" | "contact show" => " 1",
        "chat search" => " blue",
        "chat reply" => " 1 -m hi",
        "chat assign" => " 1 --to tim@acme.test",
        "member show" => " tess@acme.test",
        "member add" => " new@acme.test --role agent",
        "role show" => " agent",
        "perm allow" | "perm deny" => " billing --role admin",
        "mask enable" => " number --role agent",
        "team add" => " Nights",
        "team join" => " Sales tim@acme.test",
        "account access" => " +14155550132",
        _ => "",
    }
}

#[test]
fn no_way_leads_round_the_pin() {
    let workspace = super::joined();
    let Some(server) = Server::start(&workspace) else { return };
    let keys = with_keys(&server, &workspace);
    let tess = &keys[2];
    let before = workspace.value("SELECT count(*) FROM audit");
    let mark = workspace.folder().join("mark");
    // What a shell would run is words here.
    for line in [
        format!("status; touch {0}", mark.display()),
        format!("status && touch {0}", mark.display()),
        format!("status | tee {0}", mark.display()),
        format!("status > {0}", mark.display()),
        format!("$(touch {0})", mark.display()),
        format!("`touch {0}`", mark.display()),
        format!("status\ntouch {0}", mark.display()),
        "chat list --as olive@acme.test".to_owned(),
        "'unclosed".to_owned(),
        "/bin/sh -c id".to_owned(),
        "scp -t /tmp".to_owned(),
        "internal-sftp".to_owned(),
    ] {
        let ended = server.run(tess, &line);
        assert!(matches!(ended.code, 2 | 3), "{}", ended.transcript());
        assert!(!mark.exists(), "{line}");
    }
    // The environment, as a server lets it in that accepts all of it.
    let own = server.run(tess, "chat list").succeeds().stdout;
    let mut command = server.client("ssh", tess);
    // The option is read once, with all its values.
    command.args([
        "-o",
        "SetEnv=ROLECALL_AS=olive@acme.test ROLECALL_WORKSPACE=/nowhere COMPLETE=bash \
         ROLECALL_NOW=1999-01-01T00:00:00Z SSH_ORIGINAL_COMMAND=status",
    ]);
    let ended = ran("chat list", &command.arg(server.host()).arg("chat list").output().unwrap());
    assert_eq!((ended.code, ended.stdout), (0, own.clone()));
    // No command; a terminal; another subsystem; a file by way of sftp and scp.
    assert_eq!(server.run(tess, "").code, 2);
    let mut command = server.client("ssh", tess);
    let ended = command.args(["-tt"]).arg(server.host()).arg("chat list").output().unwrap();
    assert_eq!(ended.status.code(), Some(0));
    for subsystem in ["sftp", "netconf"] {
        let mut command = server.client("ssh", tess);
        let ended = command.arg("-s").arg(server.host()).arg(subsystem).output().unwrap();
        assert_ne!(ended.status.code(), Some(0), "{subsystem}");
    }
    let mut command = server.client("scp", tess);
    let ended = command.arg("/etc/hostname").arg(format!("{}:{}", server.host(), mark.display()));
    assert!(!ended.output().unwrap().status.success() && !mark.exists());
    // Ports and agents: the server refuses to open a way through.
    let mut command = server.client("ssh", tess);
    let ended = command
        .args(["-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:1"])
        .arg(server.host())
        .arg("status");
    assert_ne!(ended.output().unwrap().status.code(), Some(0));
    let mut command = server.client("ssh", tess);
    let ended = command.args(["-W", "127.0.0.1:22"]).arg(server.host()).output().unwrap();
    assert_ne!(ended.status.code(), Some(0));
    let mut command = server.client("ssh", tess);
    let ended = command.args(["-A", "-o", "ForwardAgent=yes"]).arg(server.host()).arg("chat list");
    let ended = ran("chat list", &ended.env("SSH_AUTH_SOCK", &mark).output().unwrap());
    assert_eq!((ended.code, ended.stdout), (0, own));
    assert!(!server.log().contains("agent forwarding enabled"), "{}", server.log());
    assert_eq!(workspace.value("SELECT count(*) FROM audit"), before);
}

/// More than anybody means to send: refused or cut off, and nothing is kept of it.
#[test]
fn too_much_is_refused() {
    let workspace = super::joined();
    let Some(server) = Server::start(&workspace) else { return };
    let olive = &with_keys(&server, &workspace)[0];
    let before = workspace.value("SELECT count(*) FROM audit");
    // Ten megabytes of arguments: as one word, which the system gives no program, and as words.
    let long = "x".repeat(100_000);
    for times in [15, 100] {
        let mut command = server.client("ssh", olive);
        let ended = command.arg(server.host()).args(std::iter::repeat_n(&long, times)).output();
        assert!(ended.is_err() || ended.unwrap().status.code() != Some(0));
    }
    for line in ["contact import -", "chat import -", "chat assign - --to tim@acme.test"] {
        let endless = std::fs::File::open("/dev/zero").unwrap();
        let mut command = server.client("ssh", olive);
        let ended = command.arg(server.host()).arg(line).stdin(endless).output().unwrap();
        let ended = ran(line, &ended);
        assert_eq!(ended.code, 6, "{}", ended.transcript());
    }
    assert_eq!(workspace.value("SELECT count(*) FROM audit"), before);
}

/// Half a file, and then no client any more: nothing of it is kept.
#[test]
fn a_connection_that_drops_in_the_middle_of_a_change_changes_nothing() {
    let workspace = super::joined();
    let Some(server) = Server::start(&workspace) else { return };
    let keys = with_keys(&server, &workspace);
    let count = || workspace.value("SELECT count(*) FROM contact");
    let before = count();
    let mut command = server.client("ssh", &keys[0]);
    let mut client = command
        .arg(server.host())
        .arg("contact import -")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = client.stdin.take().unwrap();
    input.write_all(b"number,name\n").unwrap();
    for row in 0..1000 {
        writeln!(input, "+14155551{row:03},Somebody").unwrap();
    }
    input.flush().unwrap();
    std::thread::sleep(Duration::from_secs(1));
    client.kill().unwrap();
    client.wait().unwrap();
    drop(input);
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(count(), before);
    // The same file whole is taken.
    let mut command = server.client("ssh", &keys[0]);
    let mut client = command
        .arg(server.host())
        .arg("contact import -")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    client.stdin.take().unwrap().write_all(b"number,name\n+14155551000,Somebody\n").unwrap();
    assert!(client.wait().unwrap().success());
    assert_ne!(count(), before);
}
