//! Members who sign in: runs that are pinned to them, and a real `sshd` in front of them.

mod joining;
mod pinned;

// What needs a real server.
#[cfg(target_os = "linux")]
mod around;
#[cfg(target_os = "linux")]
mod limits;
#[cfg(target_os = "linux")]
mod same;
#[cfg(target_os = "linux")]
mod server;
#[cfg(target_os = "linux")]
mod twenty;
#[cfg(target_os = "linux")]
mod written;

use crate::support::{Ran, Workspace, words::words, workspace::NOW};

/// The sample, with everybody in it joined.
fn joined() -> Workspace {
    let workspace = Workspace::sample();
    workspace.execute("UPDATE member SET status = 'active'; PRAGMA wal_checkpoint(TRUNCATE)");
    workspace
}

/// A line, run as the gate runs it for a member who signed in by other means than a key.
fn pinned(workspace: &Workspace, member: &str, line: &str) -> Ran {
    pinned_with(workspace, member, line, b"")
}

fn pinned_with(workspace: &Workspace, member: &str, line: &str, input: &[u8]) -> Ran {
    let head = ["gate", "--now", NOW, "--member", member, "--operator", "sso:test", "--"];
    let words: Vec<_> = head.iter().map(|word| (*word).to_owned()).chain(words(line)).collect();
    workspace.run_words(&words, line, Some(input))
}

/// A line, run for whoever has a key, as the command that OpenSSH is told to run for it.
fn by_key(workspace: &Workspace, key: &str, address: &str, line: &str, at: &str) -> Ran {
    let mut command = workspace.command();
    command
        .args(["gate", "--now", at, "--key", key])
        .env("SSH_ORIGINAL_COMMAND", line)
        .env("SSH_CONNECTION", format!("{address} 50000 192.0.2.1 22"));
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| {
        String::from_utf8(bytes)
            .unwrap()
            .replace(&workspace.folder().display().to_string(), "[folder]")
    };
    Ran {
        line: line.to_owned(),
        code: output.status.code().unwrap_or(-1),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

/// Public keys that no private one is known of.
const KEYS: [&str; 3] = [
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMoyMnlLFIgU3zgRiJcgtPCtYJ4ZnhYEjWjKxbXL5R7x",
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINoyMnlLFIgU3zgRiJcgtPCtYJ4ZnhYEjWjKxbXL5R7x",
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOoyMnlLFIgU3zgRiJcgtPCtYJ4ZnhYEjWjKxbXL5R7x",
];
