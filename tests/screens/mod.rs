//! What a person sees at a terminal: nothing wider than it, nothing cut within a character.

mod crowd;
mod layout;
mod lists;
#[cfg(unix)]
mod questions;
#[cfg(unix)]
mod shell;
#[cfg(unix)]
mod terminal;

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use crate::support::{Workspace, inside::Inside};

/// The widths that screens are shown in.
const WIDTHS: [u16; 3] = [60, 80, 120];

/// Holds that nothing printed is wider than the terminal.
#[track_caller]
fn fits(printed: &str, columns: u16) {
    for line in printed.lines() {
        assert!(line.width() <= columns.into(), "{} > {columns}: {line}", line.width());
    }
}

/// A line's screen at each width, under a ruler.
/// What is printed, without what differs from run to run: the folder and, on a server, the workspace's address,
/// which is quoted for a shell.
fn steady(text: &str, workspace: &Workspace) -> String {
    let name = workspace.name().to_string_lossy().into_owned();
    text.replace(&format!("'{name}'"), "[folder]/workspace.db")
        .replace(&name, "[folder]/workspace.db")
        .replace(&*workspace.folder().to_string_lossy(), "[folder]")
}

fn screens(workspace: &Workspace, line: &str) -> String {
    let mut inside = Inside::new();
    let mut text = format!("$ rolecall {line}\n");
    for columns in WIDTHS {
        let ran = inside.at_screen(columns, &workspace.name(), line);
        fits(&ran.stdout, columns);
        writeln!(text, "{}", "-".repeat(columns.into())).unwrap();
        text.push_str(&ran.stdout);
        text.push_str(&steady(&ran.stderr, workspace).replace("[folder]/workspace.db", "acme.db"));
    }
    text
}
