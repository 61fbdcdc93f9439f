//! A workspace in a folder of its own, and the program run on it with nothing of the environment.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

pub(super) struct Workspace {
    folder: TempDir,
}

/// What a run left behind.
#[derive(Debug)]
pub(super) struct Ran {
    pub(super) code: i32,
    pub(super) out: String,
    pub(super) err: String,
}

impl Ran {
    #[track_caller]
    pub(super) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}\n{}", self.out, self.err);
        self
    }

    #[track_caller]
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The error that a run in JSON left on standard error.
    #[track_caller]
    pub(super) fn error(&self) -> Value {
        let line = self.err.lines().last().unwrap_or_default();
        let error: Value = serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {self:?}"));
        error["error"].clone()
    }

    #[track_caller]
    pub(super) fn says(self, part: &str) -> Self {
        assert!(self.out.contains(part) || self.err.contains(part), "no {part:?} in {self:?}");
        self
    }
}

impl Workspace {
    /// No workspace, only its folder.
    pub(super) fn none() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    /// An owner, and somebody of each other role; two teams; two accounts with a chat each.
    pub(super) fn new() -> Self {
        let workspace = Self::none();
        workspace.run(&["init", "Acme", "--owner", "owner@x.test"]).exits(0);
        workspace.run(&["team", "add", "Sales"]).exits(0);
        for role in ["admin", "teammate", "agent", "collaborator"] {
            let email = format!("{role}@x.test");
            workspace.run(&["member", "add", &email, "--role", role, "--team", "Sales"]).exits(0);
        }
        workspace
    }

    /// The same with the fixture's account, connected by the teammate, and its chats.
    pub(super) fn with_chats() -> Self {
        let workspace = Self::new();
        let fixture =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cloud-api/text.json");
        workspace.run(&["chat", "import", &fixture.to_string_lossy()]).exits(0);
        let accounts = workspace.run(&["account", "list", "--format", "json"]).exits(0).json();
        let number = accounts[0]["number"].as_str().unwrap().to_owned();
        workspace.run(&["account", "connect", &number, "--as", "teammate@x.test"]).exits(0);
        workspace
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(super) fn write(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        fs::write(&path, text).unwrap();
        path.to_string_lossy().into_owned()
    }

    /// The policy in force, in a file, with some of its text replaced.
    #[track_caller]
    pub(super) fn policy(&self, name: &str, changes: &[(&str, &str)]) -> String {
        let mut text = self.run(&["policy", "export"]).exits(0).out;
        for (from, to) in changes {
            assert!(text.contains(from), "no {from:?} in {text}");
            text = text.replace(from, to);
        }
        self.write(name, &text)
    }

    pub(super) fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, "")
    }

    pub(super) fn run_with(&self, arguments: &[&str], input: &str) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rolecall"));
        command
            .args(arguments)
            .env_clear()
            .env("ROLECALL_WORKSPACE", self.path("w.db"))
            .env("ROLECALL_NOW", "2026-01-31T12:00:00Z")
            .current_dir(self.folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A program that doesn't read its input closes it, which is no failure.
        drop(child.stdin.take().unwrap().write_all(input.as_bytes()));
        let output = child.wait_with_output().unwrap();
        Ran {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}
