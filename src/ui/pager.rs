//! A pager for what is longer than the screen, as `git` has it: `ROLECALL_PAGER`, else the configuration's,
//! else `PAGER`, else `less`. What fits is printed as it is.

use std::{
    io::{self, Write},
    process::{Child, Command, Stdio},
};

use super::{interrupt, screen::is_dumb};

/// The characters that a shell gives a meaning to, by which `git` decides whether to ask one.
const SHELL: &[char] = &[
    '|', '&', ';', '<', '>', '(', ')', '$', '`', '\\', '"', '\'', '*', '?', '[', '#', '~', '=', '%',
];

/// Standard output with a pager before it.
pub(super) struct Pager {
    out: Box<dyn Write>,
    command: String,
    /// How many lines there may be without a pager.
    height: usize,
    state: State,
}

enum State {
    /// Printed at once: nothing long has begun.
    Direct,
    /// Held back until it is known whether it fits.
    Held { bytes: Vec<u8>, lines: usize },
    /// Given to the pager.
    Running(Child),
}

impl Pager {
    /// For a screen of so many lines. `None` where no pager is wanted.
    pub(super) fn find(height: u16, configured: Option<String>) -> Option<(String, usize)> {
        let variable = |name: &str| std::env::var(name).ok();
        let command = variable("ROLECALL_PAGER").or(configured).or_else(|| variable("PAGER"));
        let command = command.unwrap_or_else(|| "less".to_owned());
        let is_none = matches!(command.trim(), "" | "cat") || is_dumb();
        (!is_none).then(|| (command, usize::from(height.saturating_sub(1)).max(1)))
    }

    pub(super) fn new(out: Box<dyn Write>, (command, height): (String, usize)) -> Self {
        Self { out, command, height, state: State::Direct }
    }

    /// From here on something long may come, and is paged together.
    pub(super) fn begin(&mut self) {
        if matches!(self.state, State::Direct) {
            self.state = State::Held { bytes: Vec::new(), lines: 0 };
        }
    }

    /// Whether what is said now comes between paged lines.
    pub(super) fn is_paging(&self) -> bool {
        !matches!(self.state, State::Direct)
    }

    /// Prints what is held back, and waits until the reader leaves the pager.
    pub(super) fn end(&mut self) -> io::Result<()> {
        match std::mem::replace(&mut self.state, State::Direct) {
            State::Direct => {}
            State::Held { bytes, .. } => self.out.write_all(&bytes)?,
            State::Running(mut child) => {
                drop(child.stdin.take());
                child.wait()?;
                interrupt::paging(false);
            }
        }
        self.out.flush()
    }

    fn start(&mut self) -> io::Result<()> {
        let State::Held { bytes: held, .. } = std::mem::replace(&mut self.state, State::Direct)
        else {
            return Ok(());
        };
        match spawn(&self.command) {
            Ok(mut child) => {
                interrupt::paging(true);
                let written = child.stdin.as_mut().map_or(Ok(()), |stdin| stdin.write_all(&held));
                self.state = State::Running(child);
                written
            }
            // A pager that isn't there is no reason to print nothing.
            Err(_) => self.out.write_all(&held),
        }
    }
}

/// Starts the pager with what `git` sets for it: `less` quits where the text fits, shows colours and
/// leaves the text on the screen.
fn spawn(command: &str) -> io::Result<Child> {
    let mut pager = if command.contains(SHELL) && cfg!(unix) {
        let mut shell = Command::new("sh");
        shell.args(["-c", command]);
        shell
    } else {
        let mut words = command.split_whitespace();
        let mut pager = Command::new(words.next().unwrap_or_default());
        pager.args(words);
        pager
    };
    for (name, value) in [("LESS", "FRX"), ("LV", "-c")] {
        if std::env::var_os(name).is_none() {
            pager.env(name, value);
        }
    }
    pager.stdin(Stdio::piped()).spawn()
}

impl Write for Pager {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.state {
            State::Direct => self.out.write(bytes),
            State::Held { bytes: held, lines } => {
                held.extend_from_slice(bytes);
                *lines += bytes.split(|byte| *byte == b'\n').count() - 1;
                if *lines > self.height {
                    self.start()?;
                }
                Ok(bytes.len())
            }
            State::Running(child) => match &mut child.stdin {
                Some(stdin) => stdin.write(bytes),
                None => Err(io::ErrorKind::BrokenPipe.into()),
            },
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.state {
            State::Direct => self.out.flush(),
            State::Held { .. } => Ok(()),
            State::Running(child) => child.stdin.as_mut().map_or(Ok(()), Write::flush),
        }
    }
}

impl Drop for Pager {
    fn drop(&mut self) {
        // The reader may have left it already, which is no fault.
        drop(self.end());
    }
}
