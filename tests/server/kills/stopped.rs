//! A program that is stopped, not killed, while it may write: the server lets others on. One that waits for its
//! input may not write yet, and is let wait.

use std::{io::Write, process::Stdio, thread::sleep, time::Duration};

use super::{Between, Side, command, start};
use crate::support::{Ran, Workspace, payload, sample, words::words};

#[test]
fn who_is_stopped_while_writing_holds_the_others_up_for_a_while_alone() {
    let Ok(base) = std::env::var("ROLECALL_TEST_SERVER") else { return };
    let workspace = Workspace::sample();
    let between = Between::before(&base);
    let mut other = command(&workspace, &between, "team add Other");
    workspace.finish(other, "team add Other", None).succeeds();
    let turn = between.take().iter().position(|words| words.contains("READ COMMITTED")).unwrap();

    let held = between.stop_at(turn, Side::Answered);
    let mut stopped = command(&workspace, &between, "team add Stopped");
    let soon = "options=-c%20idle_in_transaction_session_timeout%3D1s";
    let address = between.address(workspace.name().to_str().unwrap());
    stopped.env("ROLECALL_WORKSPACE", format!("{address}&{soon}"));
    let child = start(&mut stopped);
    // It has its turn, and asks nothing more.
    let held = held.recv().unwrap();
    workspace.does("team add Next");
    held.go_on();
    let output = child.wait_with_output().unwrap();
    let ran = Ran {
        line: "team add Stopped".to_owned(),
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    };
    ran.exits(7).says("the connection to the server was lost").says("try again");
    assert_eq!(workspace.value("SELECT count(*) FROM team WHERE name = 'Stopped'"), "0");

    // Without that it is a minute.
    between.take();
    let held = between.stop_at(turn, Side::Answered);
    other = command(&workspace, &between, "team add Last");
    let mut child = start(&mut other);
    let held = held.recv().unwrap();
    let answer = String::from_utf8_lossy(&held.answer).into_owned();
    assert!(answer.contains("1min"), "{answer:?}");
    held.go_on();
    assert!(child.wait().unwrap().success());
}

#[test]
fn who_waits_for_a_slow_pipe_holds_nobody_up_and_is_not_ended() {
    if std::env::var_os("ROLECALL_TEST_SERVER").is_none() {
        return;
    }
    let workspace = Workspace::sample();
    let payload = payload::text(sample::MAIN, sample::ASHA, "slow", payload::NOON, "More");
    let soon = "options=-c%20idle_in_transaction_session_timeout%3D500ms";
    let address = format!("{}&{soon}", workspace.name().to_str().unwrap());
    for (line, input) in [
        ("chat import -", &*payload),
        ("contact import -", "name,phone\nSlow,+919876500001\n"),
        ("member import - --no-invite", "email,role\nslow@acme.test,agent\n"),
    ] {
        let mut command = workspace.command();
        command.args(words(line)).env("ROLECALL_WORKSPACE", &address).stdin(Stdio::piped());
        let mut child = start(&mut command);
        let mut pipe = child.stdin.take().unwrap();
        let (begun, rest) = input.split_at(input.len() / 2);
        pipe.write_all(begun.as_bytes()).unwrap();
        sleep(Duration::from_millis(1500));
        // Others write meanwhile.
        workspace.does(&format!("team add 'Before {line}'"));
        pipe.write_all(rest.as_bytes()).unwrap();
        drop(pipe);
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    }
}
