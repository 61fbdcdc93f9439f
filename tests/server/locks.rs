//! One writes at a time: who holds the workspace's row.

use std::{thread, time::Duration};

use super::both;

#[test]
fn a_writer_waits_a_while_and_then_says_busy_and_readers_never_wait() {
    let Some((_, server)) = both() else { return };
    let mut other = server.server_client();
    other.batch_execute("BEGIN; SELECT FROM one_writer FOR UPDATE").unwrap();
    server.does("team list");
    let ran = server.run("team add Nights --format json").exits(7);
    ran.says("another process is using the workspace");
    thread::scope(|scope| {
        let waiting = scope.spawn(|| server.run("team add Nights").code);
        thread::sleep(Duration::from_millis(300));
        other.batch_execute("ROLLBACK").unwrap();
        assert_eq!(waiting.join().unwrap(), 0);
    });
}
