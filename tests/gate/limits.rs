//! More than anybody means to send, and less.

use std::{io::Write, process::Stdio, time::Duration};

use super::server::{Key, Server, ran, with_keys};
use crate::support::Ran;

/// More than anybody means to send: refused or cut off, and nothing is kept of it.
#[test]
fn too_much_is_refused() {
    let workspace = super::joined();
    let Some(server) = Server::start(&workspace) else { return };
    let olive = &with_keys(&server, &workspace)[0];
    let before = workspace.value("SELECT count(*) FROM audit");
    for line in ["contact import -", "chat import -", "chat assign - --to tim@acme.test"] {
        let endless = std::fs::File::open("/dev/zero").unwrap();
        let mut command = server.client("ssh", olive);
        let ended = command.arg(server.host()).arg(line).stdin(endless).output().unwrap();
        let ended = ran(line, &ended);
        assert_eq!(ended.code, 6, "{}", ended.transcript());
    }
    assert_eq!(workspace.value("SELECT count(*) FROM audit"), before);
}

/// A command that the client has from a file of its own, as no system gives a program so much.
fn long_run(server: &Server, key: &Key, line: &[u8]) -> Ran {
    let mut config = tempfile::NamedTempFile::new().unwrap();
    config.write_all(b"RemoteCommand ").unwrap();
    config.write_all(line).unwrap();
    config.write_all(b"\n").unwrap();
    let mut command = server.client("ssh", key);
    // The last one holds.
    command.arg("-F").arg(config.path()).arg(server.host());
    ran("", &command.output().unwrap())
}

/// From what the program takes over what the system doesn't give it to what the server doesn't take.
#[test]
fn arguments_of_any_length_are_refused() {
    let workspace = super::joined();
    let Some(server) = Server::start(&workspace) else { return };
    let olive = &with_keys(&server, &workspace)[0];
    let before = workspace.state();
    let reply = |length: usize| format!("chat reply 1 -m {}", "x".repeat(length)).into_bytes();
    long_run(&server, olive, b"chat list").succeeds();
    long_run(&server, olive, &reply(100_000)).exits(6);
    // The client needs a minute for ten megabytes; from a quarter of one on, the server's answer is the same.
    let most = if std::env::var_os("ROLECALL_HEAVY").is_some() { 10 << 20 } else { 1 << 20 };
    for length in [140_000, 240_000, most] {
        assert_ne!(long_run(&server, olive, &reply(length)).code, 0, "{length}");
    }
    let words = format!("chat show {}", "1 ".repeat(60_000));
    long_run(&server, olive, words.as_bytes()).exits(2);
    before.is_still(&workspace.state(), "long lines");
    server.run(olive, "chat list").succeeds();
}

/// What stands behind a NUL reaches nobody, and a line's end is a space between words.
#[test]
fn a_nul_ends_a_command_and_a_line_end_parts_words() {
    let workspace = super::joined();
    let Some(server) = Server::start(&workspace) else { return };
    let olive = &with_keys(&server, &workspace)[0];
    let own = server.run(olive, "team list").succeeds().stdout;
    let ended = long_run(&server, olive, b"team list\0 --as tess@acme.test");
    assert_eq!((ended.code, ended.stdout), (0, own));
    server.run(olive, "team\nlist").succeeds();
    server.run(olive, "team add 'Nights\n9 rows'").exits(6);
    server.run(olive, "member add 'x@acme.test\nrole: owner' --role agent").exits(6);
    server.run(olive, "chat reply 1 -m 'first\nsecond'").succeeds();
    assert_eq!(
        workspace.value("SELECT text FROM message ORDER BY id DESC LIMIT 1"),
        "first\nsecond"
    );
}

/// Half a file, and then no client any more: nothing of it is kept.
#[test]
fn a_connection_that_drops_in_the_middle_of_a_change_changes_nothing() {
    let workspace = super::joined();
    let Some(server) = Server::start(&workspace) else { return };
    let keys = with_keys(&server, &workspace);
    let count = || workspace.value("SELECT count(*) FROM contact");
    let before = count();
    let import = || {
        let mut command = server.client("ssh", &keys[0]);
        command.arg(server.host()).arg("contact import -");
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().unwrap()
    };
    let mut client = import();
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
    let mut client = import();
    client.stdin.take().unwrap().write_all(b"number,name\n+14155551000,Somebody\n").unwrap();
    assert!(client.wait().unwrap().success());
    assert_ne!(count(), before);
}
