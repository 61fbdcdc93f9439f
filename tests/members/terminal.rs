//! What is asked on a terminal, and that nothing is asked elsewhere.
#![cfg(unix)]

use rexpect::{process::WaitStatus, session::PtySession};

use super::support::Workspace;

fn at_terminal(workspace: &Workspace, arguments: &[&str]) -> PtySession {
    let mut command = workspace.command(arguments);
    command.env("TERM", "xterm").env("ROLECALL_PAGER", "");
    // A pseudo terminal takes the place of the pipes.
    let mut fresh = std::process::Command::new(command.get_program());
    fresh.args(command.get_args()).env_clear().current_dir(workspace.folder());
    fresh.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    rexpect::session::spawn_command(fresh, Some(20_000)).unwrap()
}

fn ended(mut session: PtySession) -> i32 {
    session.exp_eof().unwrap();
    match session.process().wait().unwrap() {
        WaitStatus::Exited(_, code) => code,
        other => panic!("{other:?}"),
    }
}

/// Presses a key, as fast as people do.
fn key(session: &mut PtySession, key: &str) {
    std::thread::sleep(std::time::Duration::from_millis(100));
    session.send(key).unwrap();
    session.flush().unwrap();
}

#[test]
fn what_is_missing_is_asked_for() {
    let workspace = Workspace::new();
    let mut session = at_terminal(&workspace, &["member", "add"]);
    session.exp_string("Email").unwrap();
    session.send_line("nobody").unwrap();
    session.exp_string("is not an email address").unwrap();
    session.exp_string("Email: ").unwrap();
    session.send_line("asha@x.test").unwrap();
    session.exp_string("Name").unwrap();
    session.send_line("Asha Rao").unwrap();
    session.exp_string("Role, and what it opens").unwrap();
    // The least privilege stands first.
    session.exp_regex("(?s)> collaborator .*  agent .*  teammate ").unwrap();
    for row in ["> agent", "> teammate", "> admin"] {
        key(&mut session, "\u{1b}[B");
        session.exp_string(row).unwrap();
    }
    key(&mut session, "\u{1b}[A");
    session.exp_string("> teammate").unwrap();
    key(&mut session, "\r");
    assert_eq!(ended(session), 0);
    assert_eq!(workspace.member("asha@x.test", "name"), "Asha Rao");
    assert_eq!(workspace.member("asha@x.test", "role"), "teammate");
}

#[test]
fn only_the_missing_is_asked_for_and_only_what_may_be_given_is_offered() {
    let workspace = Workspace::with_admins();
    let add = ["member", "add", "asha@x.test", "--as", "admin@x.test"];
    let mut session = at_terminal(&workspace, &add);
    let before = session.exp_regex("> collaborator[^\n]*\n(  [a-z]+ [^\n]*\n){3}").unwrap();
    let before = before.0 + &before.1;
    assert!(before.contains("admin") && !before.contains("owner"), "{before}");
    assert!(!before.contains("Email"), "{before}");
    // The end of the input is a way to leave.
    session.send_control('d').unwrap();
    assert_eq!(ended(session), 130);
    assert!(!workspace.emails().contains(&"asha@x.test".to_owned()));
    let refused = at_terminal(&workspace, &["member", "add", "--as", "helper@x.test"]);
    assert_eq!(ended(refused), 3);
}

#[test]
fn removal_asks_and_takes_no_for_an_answer() {
    let workspace = Workspace::with_admins();
    for (answer, code, is_there) in [("n", 130, true), ("y", 0, false)] {
        let mut session = at_terminal(&workspace, &["member", "remove", "helper@x.test"]);
        session.exp_string("remove `helper@x.test`?").unwrap();
        session.send_line(answer).unwrap();
        assert_eq!(ended(session), code);
        assert_eq!(workspace.emails().contains(&"helper@x.test".to_owned()), is_there);
    }
    // What can't be done isn't asked about.
    let mut session = at_terminal(&workspace, &["member", "remove", "owner@x.test"]);
    let said = session.exp_eof().unwrap();
    assert!(said.contains("last owner") && !said.contains("remove `"), "{said}");
}

#[test]
fn a_list_that_makes_owners_or_admins_is_asked_about_once() {
    let workspace = Workspace::new();
    for (name, rows) in [
        ("many", "o1@x.test,owner\no2@x.test,owner\na1@x.test,admin\n"),
        ("one", "o3@x.test,owner\ng1@x.test,agent\n"),
        ("admins", "a2@x.test,admin\ng2@x.test,agent\n"),
        ("agents", "g3@x.test,agent\n"),
    ] {
        let list = format!("email,role\n{rows}");
        std::fs::write(workspace.folder().join(name), list).unwrap();
    }
    for (name, told, asked, answer) in [
        ("many", "+ 2 become owners", "Type `2`", "2"),
        ("one", "+ `o3@x.test` becomes an owner", "Type `o3@x.test`", "o3@x.test"),
        ("admins", "+ admin (1 new person) can make the API key", "Go on? [y/N]", "y"),
    ] {
        let before = workspace.emails();
        for (answer, code) in [("", 130), (answer, 0)] {
            let mut session = at_terminal(&workspace, &["member", "import", name]);
            session.exp_string("Plan").unwrap();
            session.exp_string(told).unwrap();
            session.exp_string(asked).unwrap();
            key(&mut session, &format!("{answer}\r"));
            if code == 0 {
                session.exp_string("Undo: rolecall undo").unwrap();
            }
            assert_eq!(ended(session), code, "{name}");
            assert_eq!(workspace.emails() == before, code != 0, "{name}");
        }
    }
    let mut session = at_terminal(&workspace, &["member", "import", "agents"]);
    let said = session.exp_eof().unwrap();
    assert!(!said.contains("Plan") && said.contains("1 mail queued"), "{said}");
    let undo = said.lines().find_map(|line| line.trim().strip_prefix("Undo: rolecall ")).unwrap();
    let before = workspace.emails();
    workspace.run(&undo.split(' ').collect::<Vec<_>>()).exit(0);
    assert_eq!(workspace.emails().len(), before.len() - 1);
}

/// A list that edits people keeps what they were, so that it can be taken back.
#[test]
fn a_list_that_edits_is_taken_back() {
    let workspace = Workspace::with_admins();
    let role = workspace.member("helper@x.test", "role");
    std::fs::write(workspace.folder().join("list"), "email,role\nhelper@x.test,agent\n").unwrap();
    let mut session = at_terminal(&workspace, &["member", "import", "list", "--update", "--yes"]);
    let said = session.exp_eof().unwrap();
    assert_ne!(workspace.member("helper@x.test", "role"), role);
    let undo = said.lines().find_map(|line| line.trim().strip_prefix("Undo: rolecall ")).unwrap();
    workspace.run(&undo.split(' ').collect::<Vec<_>>()).exit(0);
    assert_eq!(workspace.member("helper@x.test", "role"), role);
}

#[test]
fn without_a_terminal_nothing_is_asked() {
    let workspace = Workspace::new();
    let run = workspace.run(&["member", "add"]).exit(2);
    assert!(run.stderr.contains("`EMAIL` is missing"), "{}", run.stderr);
    let run = workspace.run_with(&["member", "add", "a@x.test"], b"teammate\n").exit(2);
    assert!(run.stderr.contains("`--role` is missing"), "{}", run.stderr);
    workspace.run(&["member", "remove", "owner@x.test"]).exit(5);
    assert_eq!(workspace.emails(), ["owner@x.test"]);
}

#[test]
fn a_bar_grows_on_a_terminal_and_nowhere_else() {
    let workspace = Workspace::new();
    let rows: Vec<_> = (0..3000).map(|n| format!("m{n}@x.test,agent")).collect();
    let list = format!("email,role\n{}\n", rows.join("\n"));
    std::fs::write(workspace.folder().join("list.csv"), list).unwrap();
    let import = ["member", "import", "list.csv", "--no-invite"];
    let quiet = workspace.run(&[&import[..], &["--dry-run"]].concat()).exit(0);
    assert!(!quiet.stderr.contains('%') && !quiet.stderr.contains('\u{1b}'), "{}", quiet.stderr);
    let mut session = at_terminal(&workspace, &import);
    session.exp_string("%").unwrap();
    assert_eq!(ended(session), 0);
    assert_eq!(workspace.count("SELECT count(*) FROM member"), 3001);
}
