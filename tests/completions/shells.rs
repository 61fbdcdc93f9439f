//! Completion as a person gets it: bash, zsh and fish at a real terminal, a line typed and Tab pressed.
//! What stands on the line then is written to a file by a key that is bound for it.
#![cfg(unix)]

use std::{fs, path::Path, process::Command};

use rexpect::session::{PtySession, spawn_command};

use crate::support::Workspace;

/// A kind of word, what is typed, and what the line's words are after Tab. The kinds that depend on the
/// workspace or the catalogue are called as in the source.
const LINES: &[(&str, &str, &[&str])] = &[
    ("command", "memb", &["member"]),
    ("command", "member sh", &["member", "show"]),
    ("option", "member list --ro", &["member", "list", "--role"]),
    ("option", "chat list --unas", &["chat", "list", "--unassigned"]),
    ("fixed set", "member list --format jsonl", &["member", "list", "--format", "jsonl"]),
    ("fixed set", "analytics --by acc", &["analytics", "--by", "account"]),
    ("fixed set", "completions fi", &["completions", "fish"]),
    ("members", "member show te", &["member", "show", "tess@acme.test"]),
    ("members", "member show tess@", &["member", "show", "tess@acme.test"]),
    ("members", "member show tess@ac", &["member", "show", "tess@acme.test"]),
    ("members", "--as=tess@ac", &["--as=tess@acme.test"]),
    ("assignees", "chat assign 1 --to tim@", &["chat", "assign", "1", "--to", "tim@acme.test"]),
    (
        "giveable_roles",
        "member add new@acme.test --role coll",
        &["member", "add", "new@acme.test", "--role", "collaborator"],
    ),
    ("roles", "member list --role=tea", &["member", "list", "--role=teammate"]),
    ("roles", "member list --role tea", &["member", "list", "--role", "teammate"]),
    ("fields", "member list --fields na", &["member", "list", "--fields", "name"]),
    ("teams", "team rename Ni", &["team", "rename", "Night Shift"]),
    ("templates", "template show he", &["template", "show", "hello"]),
    ("campaigns", "campaign show sp", &["campaign", "show", "spring"]),
    ("integrations", "integration remove 4", &["integration", "remove", "41"]),
    ("accounts", "account access +1415555013", &["account", "access", "+14155550132"]),
    ("chats", "chat show 7", &["chat", "show", "700"]),
    ("contacts", "contact show 8", &["contact", "show", "800"]),
    ("tags", "contact list --tag v", &["contact", "list", "--tag", "vip"]),
    ("permissions", "perm show users.ex", &["perm", "show", "users.export"]),
    ("masks", "mask enable num", &["mask", "enable", "number"]),
    ("presets", "policy export --preset tim", &["policy", "export", "--preset", "timelinesai"]),
    ("actions", "audit list --action chat.as", &["audit", "list", "--action", "chat.assign"]),
    ("topic", "help exit", &["help", "exit-codes"]),
    ("file", "member import peo", &["member", "import", "people.csv"]),
    (
        // A collaborator assigns nobody, so they may not list whom one could assign to.
        "members",
        "--as colin@acme.test chat list --assignee tess",
        &["--as", "colin@acme.test", "chat", "list", "--assignee", "tess"],
    ),
    // Nobody is offered what the actor on the line may not list.
    (
        "members",
        "--as colin@acme.test member show te",
        &["--as", "colin@acme.test", "member", "show", "te"],
    ),
];

#[test]
fn each_kind_of_word_has_a_line() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli/candidates.rs");
    let source = fs::read_to_string(source).unwrap();
    let functions = source.lines().filter_map(|line| {
        let name = line.strip_prefix("pub fn ")?.split(['(', '<']).next()?;
        line.contains("-> ArgValueCandidates").then_some(name)
    });
    let functions: Vec<_> = functions.collect();
    assert!(functions.len() >= 14, "{functions:?}");
    for kind in functions {
        assert!(LINES.iter().any(|(of, ..)| *of == kind), "no line completes one of the {kind}");
    }
}

/// A shell: how it starts, and what it is told before the first line.
struct Shell {
    name: &'static str,
    arguments: &'static [&'static str],
    set_up: &'static str,
}

const SHELLS: [Shell; 3] = [
    Shell {
        name: "bash",
        arguments: &["--norc", "--noprofile", "-i"],
        set_up: "source $SCRIPTS/rolecall.bash; bind 'set bell-style none'; \
                 bind -x '\"\\C-x\\C-p\": printf %s \"$READLINE_LINE\" > line'",
    },
    Shell {
        name: "zsh",
        arguments: &["-f", "-i"],
        set_up: "unsetopt beep; fpath=($SCRIPTS $fpath); autoload -Uz compinit; compinit -u -D; \
                 keep() { print -rn -- \"$BUFFER\" > line; }; zle -N keep; bindkey '^X^P' keep",
    },
    Shell {
        name: "fish",
        arguments: &["--no-config", "-i"],
        set_up: "source $SCRIPTS/rolecall.fish; set -g fish_autosuggestion_enabled 0; \
                 bind \\cx\\cp 'commandline > line'",
    },
];

impl Shell {
    /// The shell at a terminal. `None` where it isn't installed; `ROLECALL_SHELLS=1` makes that a failure.
    fn start(&self, workspace: &Workspace) -> Option<PtySession> {
        let is_there = Command::new(self.name).arg("--version").output().is_ok();
        if !is_there {
            assert!(std::env::var_os("ROLECALL_SHELLS").is_none(), "no {}", self.name);
            println!("skipped: needs {}", self.name);
            return None;
        }
        let programs = Path::new(env!("CARGO_BIN_EXE_rolecall")).parent().unwrap();
        let path = std::env::var("PATH").unwrap();
        let mut command = Command::new(self.name);
        command
            .args(self.arguments)
            .env_clear()
            .env("PATH", format!("{}:{path}", programs.display()))
            .env("HOME", workspace.folder())
            .env("ROLECALL_WORKSPACE", workspace.name())
            .env("ROLECALL_NOW", crate::support::workspace::NOW)
            .env("SCRIPTS", Path::new(env!("CARGO_MANIFEST_DIR")).join("completions"))
            .env("TERM", "xterm")
            .env("LANG", "C.UTF-8")
            .current_dir(workspace.folder());
        let mut session = spawn_command(command, Some(60_000)).unwrap();
        session.process_mut().set_kill_timeout(Some(200));
        session.send_line(self.set_up).unwrap();
        session.send_line("printf 'read%s\\n' y").unwrap();
        session.exp_string("ready").unwrap();
        // Before the prompt is there, the terminal takes a Tab for a letter.
        std::thread::sleep(std::time::Duration::from_millis(500));
        Some(session)
    }
}

/// The line after it was typed and Tab was pressed, in words.
fn completed(session: &mut PtySession, workspace: &Workspace, typed: &str) -> Vec<String> {
    let file = workspace.folder().join("line");
    drop(fs::remove_file(&file));
    session.send_control('u').unwrap();
    session.send(&format!("rolecall {typed}\t")).unwrap();
    session.send_control('x').unwrap();
    session.send_control('p').unwrap();
    session.flush().unwrap();
    let until = std::time::Instant::now() + std::time::Duration::from_mins(1);
    loop {
        std::thread::sleep(std::time::Duration::from_millis(20));
        if let Ok(line) = fs::read_to_string(&file)
            && let Some(words) = shlex::split(&line)
            && !words.is_empty()
        {
            return words[1..].to_vec();
        }
        assert!(std::time::Instant::now() < until, "{typed}: no line");
    }
}

#[test]
fn each_kind_of_word_is_completed_at_a_terminal() {
    let mut wrong = Vec::new();
    for shell in &SHELLS {
        let workspace = Workspace::sample();
        for line in [
            "team add 'Night Shift'",
            "template add hello --category marketing --language en --body 'Hi!'",
            "template submit hello",
            "template mark hello approved",
            "campaign create spring --template hello --account +14155550132 --tag vip --draft",
            "integration add webhook --url https://hooks.acme.test/new --secret-env HOOK_TOKEN",
        ] {
            workspace.does(line);
        }
        // Keys of which a beginning isn't the whole.
        workspace.execute(
            "UPDATE integration SET id = 41;
             INSERT INTO contact (id, name, created_at) VALUES (800, 'Late', 0);
             INSERT INTO chat (id, account_id, group_id, status, last_at, created_at)
                 VALUES (700, 1, 700, 'open', 700, 0)",
        );
        fs::write(workspace.folder().join("people.csv"), "email,role\n").unwrap();
        let Some(mut session) = shell.start(&workspace) else { continue };
        for (_, typed, expected) in LINES {
            let found = completed(&mut session, &workspace, typed);
            if found != *expected {
                wrong.push(format!("{}: {typed:?} became {found:?}", shell.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
