//! A program that is stopped, not killed, while it may write: the server lets others on.

use super::{Between, Side, command, start};
use crate::support::{Ran, Workspace};

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
