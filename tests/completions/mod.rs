//! The scripts and manual pages in `completions/` are what the program prints: `UPDATE_COMPLETIONS=1`
//! writes them. The rest is what a shell offers.

mod bash;
mod manuals;
mod shells;

use std::{fs, path::Path, process::Command};

const SCRIPTS: [(&str, &str); 5] = [
    ("bash", "rolecall.bash"),
    ("elvish", "rolecall.elv"),
    ("fish", "rolecall.fish"),
    ("powershell", "rolecall.ps1"),
    ("zsh", "_rolecall"),
];

#[test]
fn the_scripts_are_those_that_the_program_prints() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions");
    for (shell, file) in SCRIPTS {
        let output = Command::new(env!("CARGO_BIN_EXE_rolecall"))
            .env_clear()
            .args(["completions", shell])
            .output()
            .unwrap();
        assert!(output.status.success(), "{shell}");
        let kept = fs::read(folder.join(file)).unwrap_or_default();
        if kept != output.stdout && std::env::var_os("UPDATE_COMPLETIONS").is_some() {
            fs::write(folder.join(file), &output.stdout).unwrap();
        }
        assert!(kept == output.stdout, "completions/{file} differs; see this file's head");
    }
}

#[test]
fn a_shell_is_offered_what_the_actor_may_list() {
    let folder = tempfile::tempdir().unwrap();
    let workspace = folder.path().join("workspace.db");
    let run = |words: &[&str], complete: bool| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rolecall"));
        command.env_clear().env("ROLECALL_WORKSPACE", &workspace).args(words);
        if complete {
            command.env("COMPLETE", "fish");
        }
        let output = command.output().unwrap();
        assert!(output.status.success(), "{words:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    run(&["init", "--owner", "ada@acme.test"], false);
    run(&["member", "add", "tim@acme.test", "--role", "teammate"], false);
    let offered = run(&["--", "rolecall", "member", "show", ""], true);
    assert!(offered.contains("ada@acme.test") && offered.contains("tim@acme.test"), "{offered}");
    let offered = run(&["--", "rolecall", "perm", "show", "users."], true);
    assert!(offered.contains("users.export"), "{offered}");
    // Who may assign is offered to whom, who manages members which roles to give, and no more.
    run(&["member", "add", "ann@acme.test", "--role", "agent", "--no-invite"], false);
    run(&["perm", "allow", "team-settings", "--role", "admin"], false);
    run(&["member", "add", "adam@acme.test", "--role", "admin", "--no-invite"], false);
    let to = run(&["--", "rolecall", "--as", "ann@acme.test", "chat", "assign", "--to", ""], true);
    assert!(to.contains("ada@acme.test") && to.contains("tim@acme.test"), "{to}");
    let shown = run(&["--", "rolecall", "--as", "ann@acme.test", "member", "show", ""], true);
    assert!(!shown.contains("@acme.test"), "{shown}");
    let words = ["--", "rolecall", "--as", "adam@acme.test", "member", "add", "--role", ""];
    let roles = run(&words, true);
    assert!(roles.contains("agent") && !roles.contains("owner"), "{roles}");
}

fn pages(command: &clap::Command, path: Vec<String>, found: &mut Vec<Vec<String>>) {
    for inner in command.get_subcommands() {
        let mut path = path.clone();
        path.push(inner.get_name().to_owned());
        pages(inner, path, found);
    }
    found.push(path);
}

#[test]
fn the_manual_pages_are_those_that_the_program_prints() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions/man");
    let mut commands = Vec::new();
    pages(&rolecall::cli::command(), Vec::new(), &mut commands);
    let mut expected = Vec::new();
    for path in commands {
        let name = ["rolecall".to_owned()].into_iter().chain(path.clone()).collect::<Vec<_>>();
        let file = folder.join(format!("{}.1", name.join("-")));
        let output = Command::new(env!("CARGO_BIN_EXE_rolecall"))
            .env_clear()
            .arg("man")
            .args(&path)
            .output()
            .unwrap();
        assert!(output.status.success(), "{path:?}");
        if std::env::var_os("UPDATE_COMPLETIONS").is_some() {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&file, &output.stdout).unwrap();
        }
        assert!(fs::read(&file).unwrap_or_default() == output.stdout, "{file:?} differs");
        expected.push(file);
    }
    for entry in fs::read_dir(&folder).unwrap() {
        assert!(expected.contains(&entry.as_ref().unwrap().path()), "{entry:?} is no command's");
    }
}
