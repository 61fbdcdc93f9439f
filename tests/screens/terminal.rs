//! Answers, pickers, the pager, the bar and plain terminals, at a real pseudo terminal.

use std::{fs, os::unix::fs::PermissionsExt};

use super::{
    fits,
    shell::{ask, each, ends, press, run, shell},
};
use crate::support::{Workspace, terminal};

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

const PICK: &str = "member add new@acme.test";

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
fn a_key_that_interrupts_is_the_pagers() {
    let workspace = Workspace::sample();
    let path = workspace.folder().join("pager");
    let script = "#!/bin/sh\ntrap '' INT\ncat > paged\nprintf 'pag%s;' ing > /dev/tty\nread key < /dev/tty\n";
    fs::write(&path, script).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    let mut session = shell(&workspace);
    run(&mut session, "export PAGER=./pager");
    ask(&mut session, "perm list --fields role,permission");
    session.exp_string("paging;").unwrap();
    session.send_control('c').unwrap();
    press(&mut session, "\n");
    let said = ends(&mut session, &workspace, 0);
    assert!(!said.contains("cancelled"), "{said}");
    assert!(paged(&workspace).unwrap().contains("chats.own"));
}

#[test]
fn work_that_is_interrupted_leaves_nothing_and_says_so() {
    let workspace = Workspace::sample();
    let rows: Vec<_> = (0..60_000).map(|at| format!("m{at}@acme.test,agent\n")).collect();
    let list = format!("email,role\n{}", rows.concat());
    fs::write(workspace.folder().join("list.csv"), list).unwrap();
    let members = workspace.value("SELECT count(*) FROM member");
    let mut session = shell(&workspace);
    ask(&mut session, "member import list.csv --no-invite");
    session.exp_string("%").unwrap();
    session.send_control('c').unwrap();
    let said = ends(&mut session, &workspace, 130);
    assert!(said.contains("cancelled"), "{said:?}");
    assert_eq!(workspace.value("SELECT count(*) FROM member"), members);
}

#[test]
fn a_plain_terminal_gets_what_it_can_show() {
    let workspace = Workspace::sample();
    let (colourful, _) =
        terminal::ended(terminal::at_terminal(&workspace, "member list --color always"));
    assert!(colourful.contains("\u{1b}["), "{colourful:?}");
    let is_ascii = |said: &str| said.is_ascii();
    let has_no_escape = |said: &str| !said.contains('\u{1b}');
    let settings = [
        (
            "TERM=dumb",
            &(|said: &str| is_ascii(said) && has_no_escape(said)) as &(dyn Fn(&str) -> bool + Sync),
        ),
        ("NO_COLOR=1", &has_no_escape),
        ("LC_ALL=C", &is_ascii),
        ("LANG=en_GB.ISO-8859-1", &is_ascii),
    ];
    each(&settings, |(setting, holds)| {
        let mut session = shell(&workspace);
        run(&mut session, &format!("export ROLECALL_PAGER= {setting}"));
        for line in [
            "perm list",
            "chat list",
            "chat show 1",
            "status",
            "why tess@acme.test view --chat 3",
            "policy plan --preset timelinesai",
            "analytics",
            "review",
            "member list --limit 2",
            "member suspend tim@acme.test --dry-run",
            "chat list --as nobody",
            "help masks",
            "--help",
        ] {
            run(&mut session, "printf 'plai%s;' n");
            session.exp_string("plain;").unwrap();
            run(&mut session, &format!("$ROLECALL {line}; printf 'code%s%s;' = $?"));
            let said = session.exp_string("code=").unwrap();
            assert!(holds(&said), "{setting} {line}: {said:?}");
        }
    });
}

#[test]
fn the_workspaces_of_this_machine_fit_the_terminal() {
    let workspace = Workspace::sample();
    for at in 0..3 {
        let path = format!(".local/share/rolecall/{}-{at}.db", "a-long-name".repeat(9));
        workspace.does(&format!("--workspace {path} init 'Acme {at}' --owner ada@acme.test"));
    }
    for columns in super::WIDTHS {
        let mut session = shell(&workspace);
        run(&mut session, &format!("export NO_COLOR=1; stty columns {columns}; stty -g > before"));
        ask(&mut session, "workspace list");
        let said = ends(&mut session, &workspace, 0);
        let table = &said[said.find("NAME ").unwrap()..];
        assert!(table.contains("Acme 2"), "{said}");
        // Bytes come as letters here.
        let bytes = table.chars().map(|letter| u8::try_from(letter).unwrap()).collect();
        fits(&String::from_utf8(bytes).unwrap(), columns);
    }
}
