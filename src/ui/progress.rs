//! How far something long is, for whoever watches it on a terminal.

use std::io::{self, IsTerminal};

use indicatif::{ProgressBar, ProgressStyle};

/// A bar, or nothing where nobody watches. It takes itself away when it is done with.
pub struct Progress(Option<ProgressBar>);

impl Progress {
    pub(super) fn new(total: Option<u64>) -> Self {
        let total = total.filter(|_| io::stderr().is_terminal());
        Self(total.map(|total| {
            let bar = ProgressBar::new(total);
            // The template is a constant of this program; a wrong one would show the default bar.
            if let Ok(style) = ProgressStyle::with_template("{bar:40} {percent:>3}%  {eta} left") {
                bar.set_style(style);
            }
            bar
        }))
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
