//! The real binary at a pseudo terminal, where somebody can be asked and pictures are drawn.

use rexpect::{process::WaitStatus, session::PtySession};

use super::{Workspace, words::words};

/// Runs a line at a terminal.
pub fn at_terminal(workspace: &Workspace, line: &str) -> PtySession {
    let mut command = workspace.command();
    command.args(words(line)).env("TERM", "xterm").env("ROLECALL_PAGER", "").env("LANG", "C.UTF-8");
    // A pseudo terminal takes the place of the pipes.
    let mut fresh = std::process::Command::new(command.get_program());
    fresh.args(command.get_args()).env_clear().current_dir(workspace.folder());
    fresh.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    rexpect::session::spawn_command(fresh, Some(20_000)).unwrap()
}

/// Everything that is still printed, and the exit code.
pub fn ended(mut session: PtySession) -> (String, i32) {
    // Bytes come as letters, one for one.
    let screen = session.exp_eof().unwrap();
    let bytes = screen.chars().map(|letter| u8::try_from(letter).unwrap());
    let printed = String::from_utf8(bytes.collect()).unwrap();
    match session.process().wait().unwrap() {
        WaitStatus::Exited(_, code) => (printed, code),
        other => panic!("{other:?}"),
    }
}
