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
fn screens(workspace: &Workspace, line: &str) -> String {
    let mut inside = Inside::new();
    let mut text = format!("$ rolecall {line}\n");
    for columns in WIDTHS {
        let ran = inside.at_screen(columns, &workspace.name(), line);
        fits(&ran.stdout, columns);
        writeln!(text, "{}", "-".repeat(columns.into())).unwrap();
        text.push_str(&ran.stdout);
        text.push_str(&ran.stderr.replace(workspace.name().to_str().unwrap(), "acme.db"));
    }
    text
}
