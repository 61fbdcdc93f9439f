//! A workspace in a folder of its own, and the program run on it with nothing from outside.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

/// What a run gave.
pub struct Run {
    /// The exit code; -1 where a signal ended it.
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    /// Holds that it ended so; shows what was said where it didn't.
    #[track_caller]
    pub fn exit(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }

    /// Standard output as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}", self.stdout))
    }

    /// Holds that the error, in JSON, has this reason.
    #[track_caller]
    pub fn reason(self, reason: &str) -> Self {
        let error: Value = serde_json::from_str(self.stderr.trim())
            .unwrap_or_else(|error| panic!("{error}: {}", self.stderr));
        assert_eq!(error["error"]["reason"], reason, "{}", self.stderr);
        self
    }
}

/// A workspace with the owner `owner@x.test`, alone.
pub struct Workspace {
    folder: TempDir,
}

/// What time it is in every run that isn't told otherwise.
pub const NOW: &str = "2026-03-01T12:00:00Z";

impl Workspace {
    pub fn new() -> Self {
        Self::with_preset("unified")
    }

    pub fn with_preset(preset: &str) -> Self {
        let workspace = Self { folder: TempDir::new().unwrap() };
        let init = ["init", "Blue Shop", "--owner", "owner@x.test", "--preset", preset];
        workspace.run(&init).exit(0);
        workspace
    }

    /// With an admin who holds `team-settings`, and one who doesn't: with one role's cell turned.
    pub fn with_admins() -> Self {
        let workspace = Self::new();
        workspace.add("helper@x.test", "teammate");
        workspace.add("admin@x.test", "admin");
        workspace.run(&["perm", "allow", "team-settings", "--role", "admin"]).exit(0);
        workspace
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("workspace.db")
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The program on this workspace, with nothing of the environment.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rolecall"));
        command
            .env_clear()
            .env("HOME", self.folder())
            .env("ROLECALL_WORKSPACE", self.path())
            .env("ROLECALL_NOW", NOW)
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .args(arguments);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        finish(&mut self.command(arguments), b"")
    }

    /// With something on standard input.
    pub fn run_with(&self, arguments: &[&str], input: &[u8]) -> Run {
        finish(self.command(arguments).stdin(Stdio::piped()), input)
    }

    /// At another time.
    pub fn run_at(&self, now: &str, arguments: &[&str]) -> Run {
        finish(self.command(arguments).env("ROLECALL_NOW", now), b"")
    }

    /// In JSON, which must go well.
    #[track_caller]
    pub fn json(&self, arguments: &[&str]) -> Value {
        let arguments = [arguments, &["--format", "json"]].concat();
        self.run(&arguments).exit(0).json()
    }

    /// A member without an invitation.
    #[track_caller]
    pub fn add(&self, email: &str, role: &str) {
        self.run(&["member", "add", email, "--role", role, "--no-invite"]).exit(0);
    }

    /// One field of one member.
    #[track_caller]
    pub fn member(&self, email: &str, field: &str) -> Value {
        self.json(&["member", "show", email])[field].clone()
    }

    /// The emails of all members.
    #[track_caller]
    pub fn emails(&self) -> Vec<String> {
        let members = self.json(&["member", "list", "--all"]);
        let email = |member: &Value| member["email"].as_str().unwrap().to_owned();
        members.as_array().unwrap().iter().map(email).collect()
    }

    /// Connects an account as that member, and brings chats in on it from as many customers.
    #[track_caller]
    pub fn account_with_chats(&self, number: &str, connector: &str, chats: usize) {
        self.run(&["account", "connect", number, "--as", connector]).exit(0);
        let display = number.trim_start_matches('+');
        let payload: Vec<String> = (0..chats).map(|index| payload(display, index)).collect();
        self.run_with(&["chat", "import", "-"], payload.join("\n").as_bytes()).exit(0);
    }

    /// The workspace as its engine sees it, to look where no command does.
    pub fn engine(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.path()).unwrap()
    }

    /// One number out of the workspace.
    #[track_caller]
    pub fn count(&self, sql: &str) -> i64 {
        self.engine().query_row(sql, [], |row| row.get(0)).unwrap()
    }
}

fn payload(account: &str, index: usize) -> String {
    let customer = format!("9198765{index:05}");
    serde_json::json!({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [{
        "field": "messages",
        "value": {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": account, "phone_number_id": format!("1{account}")},
            "contacts": [{"profile": {"name": format!("Customer {index}")}, "wa_id": customer}],
            "messages": [{"from": customer, "id": format!("wamid.{account}.{index}"),
                "timestamp": "1767225601", "type": "text", "text": {"body": "hello"}}],
        },
    }]}]})
    .to_string()
}

fn finish(command: &mut Command, input: &[u8]) -> Run {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    if let Some(mut stdin) = child.stdin.take() {
        let input = input.to_vec();
        // A program that ends before it has read everything closes the pipe, which is its right.
        std::thread::spawn(move || drop(stdin.write_all(&input)));
    }
    let output = child.wait_with_output().unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}
