//! Twenty members at once over connections of their own, reading and writing.

use std::time::{Duration, Instant};

use super::server::Server;

#[test]
fn nothing_is_lost_and_nobody_is_told_to_come_back() {
    let workspace = super::joined();
    let Some(server) = Server::start(&workspace) else { return };
    let is_heavy = std::env::var_os("ROLECALL_HEAVY").is_some();
    let (members, seconds) = if is_heavy { (20, 60) } else { (8, 5) };
    let keys: Vec<_> = (0..members)
        .map(|number| {
            let email = format!("m{number}@acme.test");
            workspace.does(&format!("member add {email} --role admin --no-invite"));
            let key = server.key(&format!("m{number}"));
            workspace.takes(&format!("key add - --for {email}"), key.public());
            key
        })
        .collect();
    workspace.execute("UPDATE member SET status = 'active'");
    let before: u64 = workspace.value("SELECT count(*) FROM message").parse().unwrap();
    let until = Instant::now() + Duration::from_secs(seconds);
    let sent: u64 = std::thread::scope(|scope| {
        let threads: Vec<_> = keys
            .iter()
            .map(|key| {
                let server = &server;
                scope.spawn(move || {
                    let kept = server.keep(key);
                    let mut sent = 0;
                    // On a machine that is busy with others, each has its turn all the same.
                    while Instant::now() < until || sent < 2 {
                        kept.run("chat reply 6 -m hello --no-assign").succeeds();
                        sent += 1;
                        kept.run("chat list --format json").succeeds();
                    }
                    sent
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    let after: u64 = workspace.value("SELECT count(*) FROM message").parse().unwrap();
    assert_eq!(after - before, sent);
    assert!(sent >= members, "only {sent} messages in {seconds} seconds");
}
