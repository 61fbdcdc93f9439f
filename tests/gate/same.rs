//! A real server in front: members join over it, and read what the pinned program prints.

use super::{
    joining::invited,
    server::{Server, is_root, with_keys},
};
use crate::support::tree::leaves;

#[test]
fn whoever_was_mailed_a_code_joins_over_the_connection() {
    let (workspace, code) = invited();
    // A file of keys has nobody's who is yet to join.
    let Some(server) = Server::start(&workspace).filter(|_| is_root()) else { return };
    let key = server.key("ines");
    server.run(&key, "chat list --format json").refuses(3, "unknown-key");
    server.run(&key, "invite accept ines@acme.test --code 0 --format json").exits(5);
    server.run(&key, &format!("invite accept ines@acme.test --code {code}")).succeeds();
    let own = workspace.does("module list --as ines@acme.test").stdout;
    assert_eq!(server.run(&key, "module list").succeeds().stdout, own);
    // The code was for one person and one key.
    let other = server.key("other");
    server.run(&other, &format!("invite accept ines@acme.test --code {code}")).exits(5);
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
