//! What these tests begin with, on the kit's workspace.

use std::{
    fs,
    path::{Path, PathBuf},
};

pub(super) use crate::support::Ran;

pub(super) struct Workspace {
    kit: crate::support::Workspace,
}

impl Workspace {
    /// No workspace, only its folder.
    pub(super) fn none() -> Self {
        Self { kit: crate::support::Workspace::none() }
    }

    /// An owner, and somebody of each other role, all of whom have joined; two teams.
    pub(super) fn new() -> Self {
        let workspace = Self::none();
        workspace.run(&["init", "Acme", "--owner", "owner@x.test"]).exits(0);
        workspace.run(&["team", "add", "Sales"]).exits(0);
        for role in ["admin", "teammate", "agent", "collaborator"] {
            let email = format!("{role}@x.test");
            workspace.add(&email, &["--role", role, "--team", "Sales"]);
        }
        workspace
    }

    /// The same with the fixture's account, connected by the teammate, and its chats.
    pub(super) fn with_chats() -> Self {
        let workspace = Self::new();
        let fixture =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cloud-api/text.json");
        // Before it has chats: one with chats is connected only by who sees them.
        workspace.run(&["account", "connect", "+14155550132", "--as", "teammate@x.test"]).exits(0);
        workspace.run(&["chat", "import", &fixture.to_string_lossy()]).exits(0);
        let accounts = workspace.run(&["account", "list", "--format", "json"]).exits(0).json();
        assert_eq!(accounts.as_array().unwrap().len(), 1, "the fixture's account is another");
        workspace
    }

    /// Adds somebody who needs no invitation.
    #[track_caller]
    pub(super) fn add(&self, email: &str, place: &[&str]) {
        self.run(&[&["member", "add", email, "--no-invite"], place].concat()).exits(0);
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.kit.folder().join(name)
    }

    /// What names it.
    pub(super) fn name(&self) -> PathBuf {
        self.kit.name()
    }

    pub(super) fn write(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        fs::write(&path, text).unwrap();
        path.to_string_lossy().into_owned()
    }

    /// The policy in force, in a file, with some of its text replaced.
    #[track_caller]
    pub(super) fn policy(&self, name: &str, changes: &[(&str, &str)]) -> String {
        let mut text = self.run(&["policy", "export"]).exits(0).stdout;
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
        self.kit.run_words(arguments, &arguments.join(" "), Some(input.as_bytes()))
    }
}
