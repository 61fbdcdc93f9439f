//! A bar that shows how much of an input was read: on a terminal, and nowhere else.

use std::{
    io::{self, IsTerminal},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Draws at most so often a second.
const RATE: u8 = 10;

/// How far something is that takes its time.
pub struct Progress(Option<ProgressBar>);

impl Progress {
    /// Begins with nothing read of so many bytes; of an unknown number, a moving sign stands for the
    /// bar. Draws nothing where nobody sees it.
    #[must_use]
    pub fn begin(bytes: Option<u64>, quiet: bool) -> Self {
        if quiet || !io::stderr().is_terminal() {
            return Self(None);
        }
        let target = ProgressDrawTarget::stderr_with_hz(RATE);
        let bar = ProgressBar::with_draw_target(bytes, target);
        let form = match bytes {
            Some(_) => "{bar:30} {percent}% of {total_bytes}, {eta} left",
            None => "{spinner} {bytes} read",
        };
        if let Ok(style) = ProgressStyle::with_template(form) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(Some(bar))
    }

    /// So many bytes were read by now.
    pub fn advance(&self, bytes: u64) {
        if let Some(bar) = &self.0 {
            bar.set_position(bytes);
        }
    }

    /// Takes the bar off the screen.
    pub fn end(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
