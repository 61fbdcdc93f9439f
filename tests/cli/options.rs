//! The global options, and where they come from.

use crate::support::{Workspace, words::words};

#[test]
fn the_environment_says_what_the_options_say() {
    let workspace = Workspace::sample();
    let output = |name: &str, value: &str, line: &str| {
        let mut command = workspace.command();
        let output = command.env(name, value).args(words(line)).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let by_option = workspace.does("chat list --as tess@acme.test").stdout;
    assert_eq!(output("ROLECALL_AS", "tess@acme.test", "chat list"), (Some(0), by_option));
    let by_option = workspace.does("chat list --format csv").stdout;
    assert_eq!(output("ROLECALL_FORMAT", "csv", "chat list"), (Some(0), by_option.clone()));
    let over = output("ROLECALL_FORMAT", "json", "chat list --format csv");
    assert_eq!(over, (Some(0), by_option));
    assert_eq!(output("ROLECALL_NOW", "yesterday", "chat list").0, Some(2));
    assert_eq!(output("ROLECALL_WORKSPACE", "/nowhere/x.db", "chat list").0, Some(7));
}

#[test]
fn the_configuration_says_what_the_line_and_the_environment_leave_open() {
    let workspace = Workspace::sample();
    let folder = workspace.folder().join(".config/rolecall");
    std::fs::create_dir_all(&folder).unwrap();
    let configure = |text: &str| std::fs::write(folder.join("config.toml"), text).unwrap();
    let as_tess = workspace.does("chat list --as tess@acme.test --format csv").stdout;
    let as_olive = workspace.does("chat list --format csv").stdout;
    configure("as = 'tess@acme.test'\nformat = 'csv'\ncolor = 'never'\npager = 'cat'\n");
    assert_eq!(workspace.does("chat list").stdout, as_tess);
    assert_eq!(workspace.does("chat list --as olive@acme.test").stdout, as_olive);
    let mut command = workspace.command();
    command.args(words("chat list")).env("ROLECALL_AS", "olive@acme.test");
    assert_eq!(workspace.finish(command, "chat list", None).stdout, as_olive);
    workspace.does("contact add +14155550177 --name Dewi");
    assert_eq!(workspace.value("SELECT via FROM audit ORDER BY id DESC"), "configuration");
    // A path in it is meant from where it lies, or from the home.
    configure("workspace = '../../elsewhere.db'");
    let mut command = workspace.command();
    command.args(words("status")).env_remove("ROLECALL_WORKSPACE");
    let ran = workspace.finish(command, "status", None).exits(7);
    assert!(ran.stderr.contains("elsewhere.db"), "{}", ran.transcript());
    for (text, said) in [
        ("as = 'x@acme.test'\nformt = 'csv'", "line 2: unknown field `formt`"),
        ("format = 'xml'", "`xml` is none of table, json, jsonl, csv"),
        ("as = ", "line 1"),
    ] {
        configure(text);
        let ran = workspace.run("status").exits(2);
        assert!(ran.stderr.contains(said), "{}", ran.transcript());
        workspace.does("help configuration");
    }
}

#[test]
fn options_stand_anywhere() {
    let workspace = Workspace::sample();
    let after = workspace.does("chat list --as tess@acme.test --format json").stdout;
    assert_eq!(workspace.does("--as tess@acme.test --format json chat list").stdout, after);
    assert_eq!(workspace.does("chat --as tess@acme.test list --format=json").stdout, after);
}

#[test]
fn who_acts_and_where_is_said_once() {
    let workspace = Workspace::sample();
    for line in [
        "--as tess@acme.test chat list --as olive@acme.test",
        "chat --as tess@acme.test list --as=olive@acme.test",
        "--workspace a.db chat list --workspace b.db",
    ] {
        let ran = workspace.run(line).exits(2);
        assert!(ran.stderr.contains("multiple times"), "{}", ran.transcript());
        assert_eq!(
            workspace.run(&format!("{line} --format json")).exits(2).error()["code"],
            "usage"
        );
    }
}

#[test]
fn who_acts_by_default_is_the_first_owner() {
    let workspace = Workspace::sample();
    workspace.does("member add second@acme.test --role owner --no-invite");
    workspace.does("team add Nights");
    assert_eq!(
        workspace.value("SELECT actor_email FROM audit ORDER BY id DESC"),
        "olive@acme.test"
    );
    workspace.does("team add Days --as SECOND@acme.test");
    assert_eq!(
        workspace.value("SELECT actor_email FROM audit ORDER BY id DESC"),
        "second@acme.test"
    );
}

#[test]
fn a_suspended_first_owner_leaves_it_to_the_next() {
    let workspace = Workspace::sample();
    workspace.does("member add second@acme.test --role owner --no-invite");
    workspace.execute("UPDATE member SET status = 'suspended' WHERE email_key = 'olive@acme.test'");
    workspace.does("team add Nights");
    assert_eq!(
        workspace.value("SELECT actor_email FROM audit ORDER BY id DESC"),
        "second@acme.test"
    );
    workspace.run("team add Days --as olive@acme.test --format json").refuses(3, "suspended");
}

#[test]
fn quiet_leaves_the_data_and_the_errors() {
    let workspace = Workspace::sample();
    let loud = workspace.does("mask enable number --role agent --dry-run");
    assert!(loud.stderr.contains("dry run"));
    let quiet = workspace.does("mask enable number --role agent --dry-run --quiet");
    assert_eq!((quiet.stdout, quiet.stderr.as_str()), (loud.stdout, ""));
    assert!(workspace.run("member show x --quiet").exits(4).stderr.contains("`x`"));
}

#[test]
fn colour_is_for_those_who_ask() {
    let workspace = Workspace::sample();
    let plain = workspace.does("can tess@acme.test inbox").stdout;
    let coloured = workspace.does("can tess@acme.test inbox --color always").stdout;
    assert!(!plain.contains('\x1b') && coloured.contains('\x1b'));
    let never = workspace.run("member show x --color never").exits(4);
    assert!(!never.stderr.contains('\x1b'));
    for format in ["json", "jsonl", "csv"] {
        let line = format!("can tess@acme.test inbox --color always --format {format}");
        assert!(!workspace.does(&line).stdout.contains('\x1b'), "{format}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_reader_that_goes_away_is_no_error_and_a_full_disk_is_one() {
    use std::process::Stdio;
    let workspace = Workspace::sample();
    let mut command = workspace.command();
    command.args(["perm", "list"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = workspace.command().args(["perm", "list"]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(8));
}
