//! A shell at a pseudo terminal, so that the terminal can be looked at after the program has left it.

use std::fs;

use rexpect::session::PtySession;

use crate::support::Workspace;

/// Starts one in the workspace's folder, of 24 lines and 80 columns.
pub fn shell(workspace: &Workspace) -> PtySession {
    let program = env!("CARGO_BIN_EXE_rolecall");
    let mut command = std::process::Command::new("sh");
    command
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", workspace.folder())
        .env("ROLECALL_WORKSPACE", workspace.name())
        .env("ROLECALL_NOW", crate::support::workspace::NOW)
        .env("ROLECALL", program)
        .env("TERM", "xterm")
        .env("LANG", "C.UTF-8")
        .env("PS1", "")
        .current_dir(workspace.folder());
    let mut session = rexpect::session::spawn_command(command, Some(20_000)).unwrap();
    // A shell at a terminal heeds no polite signal by itself, and what it runs may heed none.
    session.process_mut().set_kill_timeout(Some(0));
    run(
        &mut session,
        "trap exit TERM; stty rows 24 columns 80; stty -g > before; printf 'read%s;' y",
    );
    session.exp_string("ready;").unwrap();
    session
}

/// Types a line.
pub fn run(session: &mut PtySession, line: &str) {
    session.send_line(line).unwrap();
}

/// How the program ended, and that the terminal is as it was, its cursor visible.
#[track_caller]
pub fn ends(session: &mut PtySession, workspace: &Workspace, code: u8) -> String {
    let said = session.exp_string(&format!("code={code};")).unwrap();
    run(session, "stty -g > after; printf 'sett%s;' led");
    session.exp_string("settled;").unwrap();
    let read = |name: &str| fs::read_to_string(workspace.folder().join(name)).unwrap();
    assert_eq!(read("before"), read("after"), "the terminal is left otherwise than it was");
    let hidden = said.matches("\u{1b}[?25l").count();
    assert_eq!(hidden, said.matches("\u{1b}[?25h").count(), "the cursor is left hidden: {said:?}");
    said
}

/// Runs the program and prints its exit code; the echo of the line doesn't look like the answer.
pub fn ask(session: &mut PtySession, line: &str) {
    run(session, &format!("$ROLECALL {line}; printf 'code%s%s;' = $?"));
}

/// Presses keys and waits as long as people do.
pub fn press(session: &mut PtySession, keys: &str) {
    std::thread::sleep(std::time::Duration::from_millis(150));
    session.send(keys).unwrap();
    session.flush().unwrap();
}

/// Tries each, four at a time: at a terminal, most of the time is spent waiting.
pub fn each<T: Sync>(all: &[T], try_one: impl Fn(&T) + Sync) {
    std::thread::scope(|scope| {
        for some in all.chunks(all.len().div_ceil(4)) {
            scope.spawn(|| some.iter().for_each(&try_one));
        }
    });
}
