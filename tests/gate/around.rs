//! A real server in front: no way leads round the pin.

use std::process::Command;

use super::server::{Key, Server, is_root, ran, with_keys};
use crate::support::{Ran, Workspace, terminal};

/// A server, and the key of a teammate.
fn of_tess(workspace: &Workspace) -> Option<(Server, Key)> {
    let server = Server::start(workspace)?;
    let tess = with_keys(&server, workspace).swap_remove(2);
    Some((server, tess))
}

/// A run with options of the client's own.
fn with(server: &Server, key: &Key, options: &[&str], line: &str) -> Ran {
    let mut command = server.client("ssh", key);
    command.args(options).arg(server.host()).arg(line);
    ran(line, &command.output().unwrap())
}

#[test]
fn what_a_shell_would_run_is_words() {
    let workspace = super::joined();
    let Some((server, tess)) = of_tess(&workspace) else { return };
    let before = workspace.value("SELECT count(*) FROM audit");
    let mark = workspace.folder().join("mark");
    let touch = format!("touch {}", mark.display());
    for line in [
        format!("status; {touch}"),
        format!("status && {touch}"),
        format!("status | tee {}", mark.display()),
        format!("status > {}", mark.display()),
        format!("$({touch})"),
        format!("`{touch}`"),
        format!("status\n{touch}"),
        format!("'; {touch}; '"),
        "'unclosed".to_owned(),
        "/bin/sh -c id".to_owned(),
        "scp -t /tmp".to_owned(),
        "internal-sftp".to_owned(),
        "''".to_owned(),
        "   ".to_owned(),
        String::new(),
    ] {
        let ended = server.run(&tess, &line);
        assert_eq!(ended.code, 2, "{}", ended.transcript());
        assert!(!mark.exists(), "{line}");
    }
    assert_eq!(workspace.value("SELECT count(*) FROM audit"), before);
}

#[test]
fn another_actor_is_refused_in_every_spelling() {
    let workspace = super::joined();
    let Some((server, tess)) = of_tess(&workspace) else { return };
    let before = workspace.value("SELECT count(*) FROM audit");
    for (line, code) in [
        ("chat list --as olive@acme.test", 3),
        ("chat list --as=olive@acme.test", 3),
        ("chat list\n--as\nolive@acme.test", 3),
        ("chat list '--as\nolive@acme.test'", 2),
        ("chat list --as tess@acme.test --as olive@acme.test", 2),
        ("chat list --a olive@acme.test", 2),
        ("gate --member olive@acme.test -- chat list", 3),
        ("rolecall --as olive@acme.test chat list", 3),
    ] {
        server.run(&tess, line).exits(code);
    }
    assert_eq!(workspace.value("SELECT count(*) FROM audit"), before);
}

/// As a server lets it in that accepts all of it.
#[test]
fn the_client_s_environment_changes_nothing() {
    let workspace = super::joined();
    let Some((server, tess)) = of_tess(&workspace) else { return };
    // The option is read once, with all its values.
    let environment = [
        "-o",
        "SetEnv=ROLECALL_AS=olive@acme.test ROLECALL_WORKSPACE=/nowhere COMPLETE=bash \
         ROLECALL_NOW=1999-01-01T00:00:00Z ROLECALL_CONFIG=/nowhere XDG_CONFIG_HOME=/nowhere \
         SSH_ORIGINAL_COMMAND=status",
    ];
    for line in ["chat list", "status"] {
        let own = server.run(&tess, line).succeeds();
        assert_eq!(with(&server, &tess, &environment, line), own);
    }
    with(&server, &tess, &environment, "chat list --as olive@acme.test").exits(3);
}

/// A pager and a question would both be run on the server, and could be told to run anything.
#[test]
fn a_terminal_is_drawn_for_and_asked_nothing() {
    let workspace = super::joined();
    let Some(server) = Server::start(&workspace).filter(|_| is_root()) else { return };
    let olive = &with_keys(&server, &workspace)[0];
    let mark = workspace.folder().join("mark");
    let at_terminal = |line: &str| {
        let mut client = server.client("ssh", olive);
        client
            .arg("-t")
            .arg("-o")
            .arg(format!("SetEnv=PAGER='touch {0}' ROLECALL_PAGER='touch {0}'", mark.display()));
        let mut command = Command::new("sh");
        command.args(["-c", "stty rows 5 cols 60; exec \"$@\"", "sh"]);
        command.arg(client.get_program()).args(client.get_args()).arg(server.host()).arg(line);
        terminal::ended(rexpect::session::spawn_command(command, Some(20_000)).unwrap())
    };
    let (list, code) = at_terminal("member list");
    assert_eq!(code, 0, "{list}");
    let drawn = anstream::adapter::strip_str(&list).to_string();
    let widest = drawn.lines().map(|line| line.trim_end().chars().count()).max();
    assert!(list.lines().count() > 5 && widest <= Some(60), "{list}");
    assert!(!mark.exists());
    let (refused, code) = at_terminal("member remove adam@acme.test --release");
    assert_eq!(code, 2, "{refused}");
    assert!(workspace.does("member list").stdout.contains("adam@acme.test"));
}

#[test]
fn no_file_and_no_other_service_is_reached() {
    let workspace = super::joined();
    let Some((server, tess)) = of_tess(&workspace) else { return };
    let mark = workspace.folder().join("mark");
    for subsystem in ["sftp", "netconf"] {
        assert_ne!(with(&server, &tess, &["-s"], subsystem).code, 0, "{subsystem}");
    }
    let there = format!("{}:{}", server.host(), mark.display());
    // By way of sftp, and as it was before that.
    for protocol in ["-s", "-O"] {
        let mut up = server.client("scp", &tess);
        let up = up.args([protocol, "/etc/hostname", &there]).output().unwrap();
        assert!(!up.status.success() && !mark.exists(), "{protocol}");
        let mut down = server.client("scp", &tess);
        let down = down.args([protocol, &format!("{}:/etc/hostname", server.host())]).arg(&mark);
        assert!(!down.output().unwrap().status.success() && !mark.exists(), "{protocol}");
    }
    let back = ["-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:1"];
    assert_ne!(with(&server, &tess, &back, "status").code, 0);
    let through = format!("127.0.0.1:{}", server.port());
    let mut command = server.client("ssh", &tess);
    let ended = command.args(["-W", &through]).arg(server.host()).output().unwrap();
    assert!(!ended.status.success() && ended.stdout.is_empty(), "{ended:?}");
}
