//! A workspace in a folder of its own, and the program run on it with nothing from outside.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

use crate::support::Ran;

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

impl From<Ran> for Run {
    fn from(ran: Ran) -> Self {
        Self { code: ran.code, stdout: ran.stdout, stderr: ran.stderr }
    }
}

/// A workspace with the owner `owner@x.test`, alone.
pub struct Workspace {
    kit: crate::support::Workspace,
}

/// What time it is in every run that isn't told otherwise.
pub const NOW: &str = "2026-03-01T12:00:00Z";

impl Workspace {
    /// Waits until nobody writes.
    pub fn wait_for_writers(&self) {
        self.kit.wait_for_writers();
    }

    pub fn new() -> Self {
        Self::with_preset("unified")
    }

    pub fn with_preset(preset: &str) -> Self {
        let workspace = Self { kit: crate::support::Workspace::none() };
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

    /// All of it, to be compared.
    pub fn bytes(&self) -> Vec<u8> {
        self.kit.bytes()
    }

    /// Where mails are put that are written to files.
    pub fn outbox(&self) -> PathBuf {
        self.kit.outbox()
    }

    pub fn folder(&self) -> &Path {
        self.kit.folder()
    }

    /// The program on this workspace, with nothing of the environment.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.kit.command();
        command.env("ROLECALL_NOW", NOW).args(arguments);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        self.finish(self.command(arguments), None)
    }

    /// With something on standard input.
    pub fn run_with(&self, arguments: &[&str], input: &[u8]) -> Run {
        self.finish(self.command(arguments), Some(input))
    }

    /// At another time.
    pub fn run_at(&self, now: &str, arguments: &[&str]) -> Run {
        let mut command = self.command(arguments);
        command.env("ROLECALL_NOW", now);
        self.finish(command, None)
    }

    fn finish(&self, command: Command, input: Option<&[u8]>) -> Run {
        self.kit.finish(command, "", input).into()
    }

    /// In JSON, which must go well.
    #[track_caller]
    pub fn json(&self, arguments: &[&str]) -> Value {
        let arguments = [arguments, &["--format", "json"]].concat();
        self.run(&arguments).exit(0).json()
    }

    /// A member who has joined.
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
        self.kit.sql()
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
