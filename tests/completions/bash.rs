//! Completion in a real Bash: the script, given a line in the words that Bash makes of it.

use std::{path::Path, process::Command};

use crate::support::Workspace;

/// The words of a line as Bash parts them for completion: also at `@`, `=` and `:`.
fn parted(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for letter in line.chars() {
        let last = words.last_mut().unwrap();
        match letter {
            '"' => {
                quoted = !quoted;
                last.push(letter);
            }
            ' ' if !quoted => words.push(String::new()),
            '@' | '=' | ':' if !quoted => {
                if !last.is_empty() {
                    words.push(String::new());
                }
                words.last_mut().unwrap().push(letter);
                words.push(String::new());
            }
            other => last.push(other),
        }
    }
    words
}

/// What Bash would put in the place of the last word.
fn offered(workspace: &Workspace, typed: &str) -> Vec<String> {
    let line = format!("rolecall {typed}");
    let words = parted(&line);
    let quote = |word: &String| format!("'{}'", word.replace('\'', "'\\''"));
    let quoted: Vec<_> = words.iter().map(quote).collect();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions/rolecall.bash");
    let run = format!(
        "source '{}'; COMP_LINE={}; COMP_WORDS=({}); COMP_CWORD={}; COMP_TYPE=9
         _rolecall rolecall {} ''; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        script.display(),
        quote(&line),
        quoted.join(" "),
        words.len() - 1,
        quoted.last().unwrap(),
    );
    let programs = Path::new(env!("CARGO_BIN_EXE_rolecall")).parent().unwrap();
    let output = Command::new("bash")
        .args(["--norc", "--noprofile", "-c", &run])
        .env_clear()
        .env("PATH", format!("{}:/usr/bin:/bin", programs.display()))
        .env("HOME", workspace.folder())
        .env("ROLECALL_WORKSPACE", workspace.name())
        .env("ROLECALL_NOW", crate::support::workspace::NOW)
        .current_dir(workspace.folder())
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn each_kind_of_word_is_completed() {
    let workspace = Workspace::sample();
    workspace.does("team add 'Night Shift'");
    std::fs::write(workspace.folder().join("people.csv"), "email,role\n").unwrap();
    for (typed, expected) in [
        ("memb", "member"),
        ("member show te", "tess@acme.test"),
        ("member show tess@ac", "acme.test"),
        ("member show tess@", "acme.test"),
        ("member list --role=tea", "teammate"),
        ("member list --fields email,ro", "email,role"),
        ("team rename Ni", "Night\\ Shift"),
        ("team rename \"Ni", "Night Shift"),
        ("member import peo", "people.csv"),
        ("account access +1415", "+14155550132"),
        ("audit list --action chat.as", "chat.assign"),
        ("help exit", "exit-codes"),
        ("perm show users.ex", "users.export"),
        ("chat show 1", "1"),
        ("contact list --tag v", "vip"),
    ] {
        let found = offered(&workspace, typed);
        assert!(found.iter().any(|word| word == expected), "{typed}: {found:?}");
    }
}

#[test]
fn completion_obeys_the_actor_and_the_workspace_on_the_line() {
    let workspace = Workspace::sample();
    // Agents may not list members, so there is none to offer; the owner is offered all.
    let offered = |line: &[&str]| {
        let mut command = workspace.command();
        let output = command.args(["--", "rolecall"]).args(line).env("COMPLETE", "fish").output();
        String::from_utf8(output.unwrap().stdout).unwrap()
    };
    assert!(offered(&["member", "show", ""]).contains("tess@acme.test"));
    for line in [
        ["--as", "agnes@acme.test", "member", "show", ""],
        ["--as=nobody@acme.test", "--quiet", "member", "show", ""],
        ["--workspace", "elsewhere.db", "member", "show", ""],
    ] {
        assert!(!offered(&line).contains("tess@acme.test"), "{line:?}");
    }
    // A number that is masked is masked here too.
    workspace.does("mask enable number --role teammate");
    let chats = offered(&["--as", "tess@acme.test", "chat", "show", ""]);
    assert!(!chats.is_empty() && !chats.contains("+9198"), "{chats}");
}
