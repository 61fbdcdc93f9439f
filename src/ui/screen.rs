//! What the terminal behind standard output can show.

use std::io::{self, IsTerminal};

use terminal_size::{Height, Width, terminal_size_of};

/// The size of a terminal and the characters it knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// Columns.
    pub width: u16,
    /// Lines.
    pub height: u16,
    /// Whether it shows more than ASCII.
    pub is_utf8: bool,
}

impl Screen {
    /// A UTF-8 terminal of that many columns, for callers that have no terminal of their own.
    #[must_use]
    pub const fn of_width(width: u16) -> Self {
        Self { width, height: 24, is_utf8: true }
    }

    /// The terminal behind standard output, if there is one. It has 80 × 24 characters where it
    /// doesn't say.
    pub(super) fn of_process() -> Option<Self> {
        let stdout = io::stdout();
        if !stdout.is_terminal() {
            return None;
        }
        let (width, height) = match terminal_size_of(&stdout) {
            Some((Width(width), Height(height))) if width > 0 => (width, height.max(2)),
            _ => (80, 24),
        };
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        Some(Self { width, height, is_utf8: !is_dumb() && is_utf8(variable) })
    }
}

/// Whether the terminal only prints, and can neither move nor colour.
pub(super) fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

/// The locale's character set, by the first of the variables that is set, as POSIX orders them.
fn is_utf8(variable: impl Fn(&str) -> Option<String>) -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(variable);
    match locale {
        Some(locale) => {
            let locale = locale.to_ascii_lowercase();
            locale.contains("utf-8") || locale.contains("utf8")
        }
        // Windows has no such variables, and its terminals show UTF-8.
        None => cfg!(windows),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_variable_that_is_set_decides() {
        let locale = |set: &'static [(&str, &str)]| {
            is_utf8(|name| {
                set.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
            })
        };
        assert!(locale(&[("LANG", "en_GB.UTF-8")]));
        assert!(locale(&[("LC_CTYPE", "C.utf8"), ("LANG", "C")]));
        assert!(!locale(&[("LC_ALL", "POSIX"), ("LANG", "en_GB.UTF-8")]));
        assert_eq!(locale(&[]), cfg!(windows));
    }
}
