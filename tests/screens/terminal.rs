//! Questions and the pager, at a real pseudo terminal.

use std::{fs, os::unix::fs::PermissionsExt};

use rexpect::session::PtySession;

use crate::support::{Workspace, terminal};

/// A shell at a terminal, so that the terminal can be looked at after the program has left it.
fn shell(workspace: &Workspace) -> PtySession {
    let program = env!("CARGO_BIN_EXE_rolecall");
    let mut command = std::process::Command::new("sh");
    command
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", workspace.folder())
        .env("ROLECALL_WORKSPACE", workspace.path())
        .env("ROLECALL_NOW", crate::support::workspace::NOW)
        .env("ROLECALL", program)
        .env("TERM", "xterm")
        .env("LANG", "C.UTF-8")
        .env("PS1", "")
        .current_dir(workspace.folder());
    let mut session = rexpect::session::spawn_command(command, Some(20_000)).unwrap();
    // A shell at a terminal heeds no polite signal.
    session.process_mut().set_kill_timeout(Some(200));
    run(&mut session, "stty rows 24 columns 80; stty -g > before; printf 'read%s;' y");
    session.exp_string("ready;").unwrap();
    session
}

fn run(session: &mut PtySession, line: &str) {
    session.send_line(line).unwrap();
}

/// How the program ended, and that the terminal is as it was, its cursor visible.
#[track_caller]
fn ends(session: &mut PtySession, workspace: &Workspace, code: u8) -> String {
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
fn ask(session: &mut PtySession, line: &str) {
    run(session, &format!("$ROLECALL {line}; printf 'code%s%s;' = $?"));
}

const REMOVE: &str = "member remove tim@acme.test --release";

fn has_tim(workspace: &Workspace) -> bool {
    workspace.value("SELECT count(*) FROM member WHERE email = 'tim@acme.test'") == "1"
}

#[test]
fn a_question_is_answered_by_a_line() {
    for (answer, code, stays) in
        [("", 130, true), ("n", 130, true), ("NO", 130, true), ("y", 0, false), ("Yes", 0, false)]
    {
        let workspace = Workspace::sample();
        let mut session = shell(&workspace);
        ask(&mut session, REMOVE);
        session.exp_string("[y/N] ").unwrap();
        session.send_line(answer).unwrap();
        ends(&mut session, &workspace, code);
        assert_eq!(has_tim(&workspace), stays, "{answer}");
    }
}

#[test]
fn a_key_alone_answers_nothing() {
    let workspace = Workspace::sample();
    let mut session = shell(&workspace);
    ask(&mut session, REMOVE);
    session.exp_string("[y/N] ").unwrap();
    session.send("y").unwrap();
    session.flush().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert!(has_tim(&workspace));
    // The line can still be edited.
    session.send_control('u').unwrap();
    session.send_line("n").unwrap();
    ends(&mut session, &workspace, 130);
    assert!(has_tim(&workspace));
}

#[test]
fn what_is_pasted_answers_nothing() {
    let workspace = Workspace::sample();
    let mut session = shell(&workspace);
    ask(&mut session, REMOVE);
    session.exp_string("[y/N] ").unwrap();
    session.send("y\nrm -r everything\n").unwrap();
    session.flush().unwrap();
    session.exp_string("looks like a paste").unwrap();
    session.exp_string("[y/N] ").unwrap();
    session.send_line("n").unwrap();
    ends(&mut session, &workspace, 130);
    assert!(has_tim(&workspace));
}

#[test]
fn what_was_typed_before_the_question_answers_nothing() {
    let workspace = Workspace::sample();
    let mut session = shell(&workspace);
    // The lines stand in the terminal's queue before the question does.
    run(&mut session, &format!("sleep 1; $ROLECALL {REMOVE}; printf 'code%s%s;' = $?"));
    session.send("y\n").unwrap();
    session.flush().unwrap();
    session.exp_string("[y/N] ").unwrap();
    std::thread::sleep(std::time::Duration::from_millis(200));
    assert!(has_tim(&workspace));
    session.send_line("n").unwrap();
    ends(&mut session, &workspace, 130);
    assert!(has_tim(&workspace));
}

#[test]
fn a_question_can_be_left() {
    for key in ['c', 'd'] {
        for (line, question) in [
            (REMOVE, "[y/N] "),
            ("member add", "Email: "),
            ("member add new@acme.test", "  owner "),
            ("workspace delete", "leave it: "),
        ] {
            let workspace = Workspace::sample();
            let mut session = shell(&workspace);
            ask(&mut session, line);
            session.exp_string(question).unwrap();
            session.send_control(key).unwrap();
            let said = ends(&mut session, &workspace, 130);
            assert!(said.contains("cancelled"), "{line} {key}: {said}");
            assert!(has_tim(&workspace));
        }
    }
}

const PICK: &str = "member add new@acme.test";

/// Presses keys and waits as long as people do.
fn press(session: &mut PtySession, keys: &str) {
    std::thread::sleep(std::time::Duration::from_millis(150));
    session.send(keys).unwrap();
    session.flush().unwrap();
}

fn role_of_new(workspace: &Workspace) -> Option<String> {
    let rows = workspace.does("member list --all --format json").rows();
    let new = rows.into_iter().find(|row| row["email"] == "new@acme.test")?;
    Some(new["role"].as_str().unwrap().to_owned())
}

#[test]
fn a_picker_is_answered_by_arrows_and_starts_with_the_least() {
    for (keys, role) in
        [(&["\r"][..], "collaborator"), (&["\u{1b}[B", "\u{1b}[B", "\r"], "teammate")]
    {
        let workspace = Workspace::sample();
        let mut session = shell(&workspace);
        ask(&mut session, PICK);
        session.exp_string("  owner ").unwrap();
        for key in keys {
            press(&mut session, key);
        }
        ends(&mut session, &workspace, 0);
        assert_eq!(role_of_new(&workspace).as_deref(), Some(role));
    }
}

#[test]
fn a_picker_takes_no_paste_and_nothing_typed_ahead() {
    let workspace = Workspace::sample();
    let mut session = shell(&workspace);
    run(&mut session, &format!("sleep 1; $ROLECALL {PICK}; printf 'code%s%s;' = $?"));
    session.send("\n\n").unwrap();
    session.flush().unwrap();
    session.exp_string("  owner ").unwrap();
    press(&mut session, "jjj\rrm -r everything\n");
    session.exp_string("> collaborator").unwrap();
    press(&mut session, "q");
    ends(&mut session, &workspace, 130);
    assert_eq!(role_of_new(&workspace), None);
}

#[test]
fn where_the_cursor_cant_go_up_a_picker_is_numbered() {
    let workspace = Workspace::sample();
    let mut session = shell(&workspace);
    run(&mut session, "export TERM=dumb");
    ask(&mut session, PICK);
    for (answer, said) in [("supervisor", "answer a number"), ("1\n2", "looks like a paste")] {
        session.exp_string("Number or name [1-5]: ").unwrap();
        session.send_line(answer).unwrap();
        session.exp_string(said).unwrap();
    }
    session.exp_string("Number or name [1-5]: ").unwrap();
    session.send_line("2").unwrap();
    let said = ends(&mut session, &workspace, 0);
    assert!(!said.contains('\u{1b}'), "{said:?}");
    assert_eq!(role_of_new(&workspace).as_deref(), Some("agent"));
}

#[test]
fn the_worst_wants_a_name_typed() {
    let line = "member edit tim@acme.test --role owner";
    for (answer, code, role) in [("y\n", 130, "teammate"), ("tim@acme.test\n", 0, "owner")] {
        let workspace = Workspace::sample();
        let mut session = shell(&workspace);
        ask(&mut session, line);
        session.exp_string("becomes an owner").unwrap();
        session.exp_string("leave it: ").unwrap();
        press(&mut session, answer);
        if code != 0 {
            session.exp_string("that is not `tim@acme.test`").unwrap();
            session.exp_string("leave it: ").unwrap();
            press(&mut session, "\n");
        }
        ends(&mut session, &workspace, code);
        let rows = workspace.does("member list --all --format json").rows();
        let tim = rows.iter().find(|row| row["email"] == "tim@acme.test").unwrap();
        assert_eq!(tim["role"], role);
    }
}

/// A pager that keeps what it was given.
fn pager(workspace: &Workspace) {
    let path = workspace.folder().join("pager");
    fs::write(&path, "#!/bin/sh\necho LESS=$LESS > paged\ncat >> paged\n").unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

fn paged(workspace: &Workspace) -> Option<String> {
    fs::read_to_string(workspace.folder().join("paged")).ok()
}

#[test]
fn what_is_longer_than_the_screen_is_paged() {
    let workspace = Workspace::sample();
    pager(&workspace);
    let mut session = shell(&workspace);
    run(&mut session, "export PAGER=./pager");
    ask(&mut session, "perm list --fields role,permission");
    ends(&mut session, &workspace, 0);
    let text = paged(&workspace).unwrap();
    assert!(text.starts_with("LESS=FRX\n"), "{text}");
    assert!(text.lines().count() > 24 && text.contains("chats.own"), "{text}");
}

#[test]
fn what_fits_is_not_paged_and_neither_is_what_is_not_for_a_screen() {
    let workspace = Workspace::sample();
    pager(&workspace);
    let long = "perm list --fields role,permission";
    for line in [
        "team list",
        &format!("{long} --no-pager"),
        &format!("{long} --format json"),
        &format!("{long} | cat"),
    ] {
        let mut session = shell(&workspace);
        run(&mut session, "export ROLECALL_PAGER=./pager");
        ask(&mut session, line);
        ends(&mut session, &workspace, 0);
        assert_eq!(paged(&workspace), None, "{line}");
    }
    let mut session = shell(&workspace);
    run(&mut session, "export PAGER=./pager ROLECALL_PAGER=");
    ask(&mut session, long);
    ends(&mut session, &workspace, 0);
    assert_eq!(paged(&workspace), None, "an empty pager is none");
}

#[test]
fn a_pager_that_is_missing_or_that_is_left_early_is_no_fault() {
    let workspace = Workspace::sample();
    let mut session = shell(&workspace);
    run(&mut session, "export PAGER=./there-is-none");
    ask(&mut session, "perm list --fields role,permission");
    assert!(ends(&mut session, &workspace, 0).contains("chats.own"));
    run(&mut session, "export PAGER='head -n 1'");
    ask(&mut session, "perm list --fields role,permission");
    assert!(!ends(&mut session, &workspace, 0).contains("chats.own"));
}

#[test]
fn a_terminal_that_only_prints_gets_no_escapes() {
    let workspace = Workspace::sample();
    let (colourful, _) =
        terminal::ended(terminal::at_terminal(&workspace, "member list --color always"));
    assert!(colourful.contains("\u{1b}["), "{colourful:?}");
    let mut session = shell(&workspace);
    run(&mut session, "export TERM=dumb");
    ask(&mut session, "perm list");
    let said = ends(&mut session, &workspace, 0);
    assert!(!said.contains('\u{1b}'), "{said:?}");
}
