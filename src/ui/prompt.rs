//! Asking for what is missing. Only a terminal is ever asked; the questions stand on standard
//! error, so that they never mix with data.

use std::io::{self, IsTerminal};

use dialoguer::{Input, Select};

use super::escape::for_screen;

/// Whether there is somebody who can be asked.
#[must_use]
pub(super) fn is_somebody_there() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks for a text until `check` has nothing against it. It may be empty if `check` lets it.
pub(super) fn text(
    question: &str,
    check: &dyn Fn(&str) -> Result<(), String>,
) -> io::Result<String> {
    let answer: Result<String, _> = Input::new()
        .with_prompt(for_screen(question))
        .allow_empty(true)
        .validate_with(|text: &String| {
            check(text).map_err(|problem| for_screen(&problem).into_owned())
        })
        .interact_text();
    answer.map_err(|dialoguer::Error::IO(error)| error)
}

/// Asks for one of several; `None` where none was wanted.
pub(super) fn choice(question: &str, choices: &[String]) -> io::Result<Option<usize>> {
    let shown: Vec<_> = choices.iter().map(|choice| for_screen(choice)).collect();
    Select::new()
        .with_prompt(for_screen(question))
        .items(&shown)
        .default(0)
        .max_length(10)
        .interact_opt()
        .map_err(|dialoguer::Error::IO(error)| error)
}
