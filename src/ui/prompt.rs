//! Questions on a terminal. They stand on standard error, so that they never mix with data, and are
//! answered by a line: the terminal stays as it was, its own keys edit the line, and a pasted text
//! or what was typed before the question answers nothing.

use std::io::{self, IsTerminal, Write};

use super::{
    escape::for_screen,
    interrupt::{self, During},
    shorten,
};
use crate::rules::privacy::lens::SafeText;

/// What came of asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Go on.
    Yes,
    /// Leave it.
    No,
    /// There is no terminal to ask on.
    NobodyThere,
}

/// Whether there is somebody who can be asked.
#[must_use]
pub(super) fn is_somebody_there() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks for a yes. An empty answer is a no, and so is the end of the input.
pub(super) fn confirm(question: &str) -> io::Result<Answer> {
    if !is_somebody_there() {
        return Ok(Answer::NobodyThere);
    }
    let answer =
        ask(&format!("{question} [y/N] "), |line| match line.to_ascii_lowercase().as_str() {
            "y" | "yes" => Ok(Answer::Yes),
            "" | "n" | "no" => Ok(Answer::No),
            _ => Err("answer `y` or `n`".to_owned()),
        })?;
    Ok(answer.unwrap_or(Answer::No))
}

/// Asks for a text until `check` has nothing against it; `None` where the asking was left.
pub(super) fn text(
    question: &str,
    check: &dyn Fn(&str) -> Result<(), String>,
) -> io::Result<Option<String>> {
    ask(&format!("{question}: "), |line| check(line).map(|()| line.to_owned()))
}

/// Asks for one of several, each with a name and what is said about it; answered by the number or
/// the name. `None` where none was wanted.
pub(super) fn choice(
    question: &str,
    choices: &[(SafeText, SafeText)],
) -> io::Result<Option<usize>> {
    let names = choices.iter().map(|(name, _)| shorten::width(&for_screen(name.as_str())));
    let longest = names.max().unwrap_or(0);
    let mut list = format!("{}:\n", for_screen(question));
    for (number, (name, about)) in (1..).zip(choices) {
        let (name, about) = (for_screen(name.as_str()), for_screen(about.as_str()));
        let gap = " ".repeat(usize::from(longest.saturating_sub(shorten::width(&name))));
        let line = format!("{number:>3}  {name}{gap}  {about}\n");
        list.push_str(&line);
    }
    io::stderr().write_all(list.as_bytes())?;
    ask(&format!("Number or name [1-{}]: ", choices.len()), |line| {
        let number = line.parse().ok().filter(|number| (1..=choices.len()).contains(number));
        let is_named =
            |(name, _): &(SafeText, SafeText)| name.as_str().to_lowercase() == line.to_lowercase();
        let place =
            number.map(|number: usize| number - 1).or_else(|| choices.iter().position(is_named));
        place.ok_or_else(|| format!("answer a number from 1 to {}, or a name", choices.len()))
    })
}

/// Asks until an answer can be read; `None` at the end of the input, which is Ctrl-D.
fn ask<T>(question: &str, read: impl Fn(&str) -> Result<T, String>) -> io::Result<Option<T>> {
    let mut error = io::stderr();
    loop {
        terminal::drop_typed();
        error.write_all(for_screen(question).as_bytes())?;
        error.flush()?;
        interrupt::during(During::Question);
        let mut line = String::new();
        let read_line = io::stdin().read_line(&mut line);
        interrupt::during(During::Work);
        read_line?;
        if !line.ends_with('\n') {
            error.write_all(b"\n")?;
            return Ok(None);
        }
        let problem = if terminal::has_more() {
            "several lines came at once, which looks like a paste; type the answer".to_owned()
        } else {
            match read(line.trim()) {
                Ok(answer) => return Ok(Some(answer)),
                Err(problem) => problem,
            }
        };
        writeln!(error, "{}", for_screen(&problem))?;
    }
}

#[cfg(unix)]
mod terminal {
    use std::io;

    use rustix::{
        event::{PollFd, PollFlags, Timespec, poll},
        termios::{QueueSelector, tcflush},
    };

    /// Drops what was typed before the question.
    pub(super) fn drop_typed() {
        // Where it can't be dropped, what was typed answers, as in any other program.
        let _ = tcflush(io::stdin(), QueueSelector::IFlush);
    }

    /// Whether more than the line came: a paste arrives faster than anybody types.
    pub(super) fn has_more() -> bool {
        let stdin = io::stdin();
        let wait = Timespec { tv_sec: 0, tv_nsec: 30_000_000 };
        let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
        poll(&mut fds, Some(&wait)).is_ok_and(|ready| ready > 0)
    }
}

#[cfg(not(unix))]
mod terminal {
    pub(super) fn drop_typed() {}

    pub(super) fn has_more() -> bool {
        false
    }
}
