//! What a person sees at a terminal: nothing wider than it, nothing cut within a character.

mod layout;
mod lists;
#[cfg(unix)]
mod terminal;

use unicode_width::UnicodeWidthStr;

/// The widths that screens are shown in.
const WIDTHS: [u16; 3] = [60, 80, 120];

/// Holds that nothing printed is wider than the terminal.
#[track_caller]
fn fits(printed: &str, columns: u16) {
    for line in printed.lines() {
        assert!(line.width() <= columns.into(), "{} > {columns}: {line}", line.width());
    }
}
