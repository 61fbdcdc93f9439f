//! Reading mails as their recipient does.

use std::{fs, path::PathBuf};

use super::support::Workspace;

/// The code in a mail's plain text, which is where a person finds it.
pub fn code(mail: &str) -> String {
    let line = mail.lines().find(|line| line.starts_with("Code:")).expect("a line with the code");
    line.trim_start_matches("Code:").trim().to_owned()
}

/// The mails in the folder beside the workspace, in the order of their names.
pub fn files(workspace: &Workspace) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(workspace.outbox()) else { return Vec::new() };
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// The text of the newest mail.
pub fn newest(workspace: &Workspace) -> String {
    fs::read_to_string(files(workspace).last().expect("a mail")).unwrap()
}
