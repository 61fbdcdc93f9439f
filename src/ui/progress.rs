//! How far something long is, for whoever watches it on a terminal.

use std::io::{self, IsTerminal};

use indicatif::{ProgressBar, ProgressStyle};

use super::interrupt;

/// A bar, or nothing where nobody watches. It takes itself away when it is done with.
pub struct Progress(Option<ProgressBar>);

impl Progress {
    pub(super) const fn none() -> Self {
        Self(None)
    }

    /// Of so many bytes; of an unknown number, a count stands for the bar.
    pub(super) fn new(total: Option<u64>) -> Self {
        if !io::stderr().is_terminal() {
            return Self::none();
        }
        let (bar, form) = match total {
            Some(total) => (ProgressBar::new(total), "{bar:40} {percent:>3}%  {eta} left"),
            None => (ProgressBar::no_length(), "{spinner} {bytes} read"),
        };
        interrupt::cancels();
        // The templates are constants of this program; a wrong one would show the default bar.
        if let Ok(style) = ProgressStyle::with_template(form) {
            bar.set_style(style);
        }
        Self(Some(bar))
    }

    /// So far.
    pub fn at(&self, position: u64) {
        if let Some(bar) = &self.0 {
            bar.set_position(position);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
