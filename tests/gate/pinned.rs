//! What a pinned run refuses: each way round the pin.

use super::{pinned, pinned_with};
use crate::support::{tree, tree::leaves};

const TESS: &str = "tess@acme.test";

#[test]
fn whoever_signed_in_acts_and_sees_as_themselves() {
    let workspace = super::joined();
    for line in [
        "chat list --format json",
        "module list",
        "why tess@acme.test inbox",
        "can tess@acme.test billing",
    ] {
        let own = workspace.run(&format!("{line} --as {TESS}"));
        let ran = pinned(&workspace, TESS, line);
        assert_eq!(
            (ran.code, ran.stdout, ran.stderr),
            (own.code, own.stdout, own.stderr),
            "{line}"
        );
    }
    pinned(&workspace, TESS, "team add Nights --format json").refuses(3, "toggle-off");
    pinned(&workspace, "olive@acme.test", "team add Nights").succeeds();
    let entry = &workspace.does("audit list --limit 1 --format json").rows()[0];
    assert_eq!(entry["actor"], "olive@acme.test");
    assert_eq!((&entry["operator"], &entry["via"]), (&"sso:test".into(), &"key".into()));
}

#[test]
fn another_actor_workspace_or_clock_is_refused_wherever_it_stands() {
    let workspace = super::joined();
    let before = workspace.state();
    for line in [
        "chat list --as olive@acme.test",
        "chat list --as=olive@acme.test",
        "--as olive@acme.test chat list",
        "chat --as olive@acme.test list",
        "chat list --as tess@acme.test",
        "chat list --workspace /etc/passwd",
        "--workspace=other.db chat list",
    ] {
        let ran = pinned(&workspace, TESS, &format!("{line} --format json"));
        ran.refuses(3, "pinned");
    }
    // An abbreviation is no option, and what stands behind `--` is no option either.
    for line in
        ["chat list --a olive@acme.test", "chat list --work x", "chat list -- --as olive@acme.test"]
    {
        pinned(&workspace, TESS, line).exits(2);
    }
    before.is_still(&workspace.state(), "refused lines");
}

/// Who a service says that it is, is no key: nobody checked one.
#[test]
fn an_operator_s_name_is_no_fingerprint() {
    let workspace = super::joined();
    for name in ["''", "' '", "SHA256:aV6oQ"] {
        workspace.run(&format!("gate --member {TESS} --operator {name} -- status")).exits(2);
    }
}

#[test]
fn the_environment_changes_nothing() {
    let workspace = super::joined();
    let own = pinned(&workspace, TESS, "chat list").succeeds().stdout;
    let output = workspace
        .command()
        .args(["gate", "--workspace"])
        .arg(workspace.name())
        .args(["--now", crate::support::workspace::NOW, "--member", TESS, "--", "chat", "list"])
        .env("ROLECALL_AS", "olive@acme.test")
        .env("ROLECALL_WORKSPACE", "/nowhere/other.db")
        .env("ROLECALL_NOW", "1999-01-01T00:00:00Z")
        .env("ROLECALL_PAGER", "touch paged")
        .env("PAGER", "touch paged")
        .env("COMPLETE", "bash")
        .output()
        .unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stdout).unwrap()), (Some(0), own));
    assert!(!workspace.folder().join("paged").exists());
}

/// Every option and argument that takes a path, of every command, given one of this machine.
#[test]
fn no_path_of_the_machine_is_read_or_written() {
    let workspace = super::joined();
    let secret = workspace.folder().join("secret.csv");
    std::fs::write(&secret, "email,role\nleaked-7731@acme.test,agent\n").unwrap();
    let planted = workspace.folder().join("planted");
    let before = workspace.state();
    let mut tried = 0;
    for leaf in leaves() {
        for name in &leaf.paths {
            for path in [&secret, &planted] {
                let value = path.display();
                let argument = match name.strip_prefix("--") {
                    Some(long) => format!(" --{long} {value}"),
                    None => format!(" {value}"),
                };
                let others = leaf.needs.iter().filter(|(other, _)| *other != name);
                let needed: String = others.map(|(_, text)| text.as_str()).collect();
                // What an option goes with.
                let beside = match &**name {
                    "--rejects" => " --keep-going",
                    "--output" if leaf.path == "key authorized" => " --all",
                    _ => "",
                };
                let line = format!("{}{argument}{needed}{beside} --format json", leaf.path);
                let ran = pinned(&workspace, "olive@acme.test", &line).refuses(3, "pinned");
                assert!(!(ran.stdout + &ran.stderr).contains("7731"), "{line}");
                tried += 1;
            }
        }
    }
    assert!(tried >= 20, "only {tried} paths were tried");
    before.is_still(&workspace.state(), "lines with paths");
}

#[test]
fn standard_input_and_output_carry_what_files_would() {
    let workspace = super::joined();
    let list = pinned(&workspace, "olive@acme.test", "contact export").succeeds().stdout;
    assert!(list.contains("Asha Rao"));
    pinned_with(&workspace, "olive@acme.test", "contact import - --dry-run", list.as_bytes())
        .succeeds();
    let people = b"email,role\nnew@acme.test,agent\n";
    pinned_with(&workspace, "olive@acme.test", "member import -", people).succeeds();
    assert!(workspace.does("member list").stdout.contains("new@acme.test"));
}

#[test]
fn the_machine_s_own_commands_are_refused_to_owners_too() {
    let workspace = super::joined();
    let before = workspace.state();
    let key = super::KEYS[0];
    for line in [
        "init Other --owner x@acme.test",
        "demo",
        "completions bash",
        "outbox configure",
        "outbox flush",
        "workspace delete --confirm Acme --yes",
        "key authorized --all",
        "workspace list",
        "backup x",
        "restore x",
        "doctor --fix",
        &format!("key authorized {key}"),
        "gate --member olive@acme.test -- status",
    ] {
        pinned(&workspace, "olive@acme.test", &format!("--format json {line}"))
            .refuses(3, "pinned");
    }
    before.is_still(&workspace.state(), "the machine's commands");
}

/// As much as the system gives a program: in a service that isn't OpenSSH, the arguments are words.
#[test]
fn more_arguments_than_anybody_types_are_refused() {
    let workspace = super::joined();
    let before = workspace.state();
    let long = "x".repeat(100_000);
    let many = vec![long.as_str(); 15].join(" ");
    for line in [
        &many,
        &format!("chat list {many}"),
        &format!("chat assign {many} --to {TESS}"),
        &"x ".repeat(50_000),
    ] {
        pinned(&workspace, TESS, line).exits(2);
    }
    before.is_still(&workspace.state(), "long lines");
}

#[test]
fn nobody_is_asked_anything() {
    let workspace = super::joined();
    pinned(&workspace, "olive@acme.test", "member remove adam@acme.test").exits(2);
    assert!(workspace.does("member list").stdout.contains("adam@acme.test"));
}

#[test]
fn every_refused_command_is_one_that_is_there() {
    for line in
        ["gate --member x", "key authorized a b", "workspace set --address ssh://team@x.test"]
    {
        tree::reached(line);
    }
}
