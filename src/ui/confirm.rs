//! Asking before something that can't be undone. Only a terminal is ever asked.

use std::io::{self, IsTerminal};

use dialoguer::Confirm;

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

/// Asks on the terminal.
pub(super) fn ask(question: &str) -> io::Result<Answer> {
    if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        return Ok(Answer::NobodyThere);
    }
    let answer = Confirm::new().with_prompt(question).default(false).interact_opt();
    match answer {
        Ok(Some(true)) => Ok(Answer::Yes),
        Ok(Some(false) | None) => Ok(Answer::No),
        Err(dialoguer::Error::IO(error)) => Err(error),
    }
}
