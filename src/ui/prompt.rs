//! Questions on a terminal. They stand on standard error, so that they never mix with data.
//!
//! `dialoguer` draws them and reads the keys of a picker. What keys mean is decided here: its own prompts
//! ignore Ctrl-D, and take the last letter and the end of a pasted line for an answer. Here what was typed
//! before the question and what is pasted answer nothing.

use std::{
    fmt,
    io::{self, IsTerminal, Write},
};

use dialoguer::{
    console::{Key, Term},
    theme::{SimpleTheme, Theme},
};

use super::{escape::for_screen, interrupt, screen::is_dumb, shorten, terminal};
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

const PASTED: &str = "several lines came at once, which looks like a paste; type the answer";

/// Whether there is somebody who can be asked.
#[must_use]
pub(super) fn is_somebody_there() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// A part of a prompt, as the theme draws it.
fn drawn(draw: impl FnOnce(&SimpleTheme, &mut dyn fmt::Write) -> fmt::Result) -> String {
    let mut text = String::new();
    // Writing to a string doesn't fail.
    let _ = draw(&SimpleTheme, &mut text);
    for_screen(&text).into_owned()
}

/// Asks for a yes. An empty answer is a no, and so is the end of the input.
pub(super) fn confirm(question: &str) -> io::Result<Answer> {
    if !is_somebody_there() {
        return Ok(Answer::NobodyThere);
    }
    let prompt = drawn(|theme, text| theme.format_confirm_prompt(text, question, Some(false)));
    let answer = ask(&prompt, |line| match line.to_ascii_lowercase().as_str() {
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
    let prompt = drawn(|theme, text| theme.format_input_prompt(text, question, None));
    ask(&prompt, |line| check(line).map(|()| line.to_owned()))
}

/// Asks for one of several, each with a name and what is said about it; the first is chosen already.
/// `None` where the asking was left.
pub(super) fn choice(
    question: &str,
    choices: &[(SafeText, SafeText)],
) -> io::Result<Option<usize>> {
    let names = choices.iter().map(|(name, _)| shorten::width(&for_screen(name.as_str())));
    let longest = names.max().unwrap_or(0);
    let line = |(name, about): &(SafeText, SafeText)| {
        let (name, about) = (for_screen(name.as_str()), for_screen(about.as_str()));
        let gap = " ".repeat(usize::from(longest.saturating_sub(shorten::width(&name))));
        format!("{name}{gap}  {about}")
    };
    let lines: Vec<_> = choices.iter().map(line).collect();
    let term = Term::stderr();
    // Where the cursor can't go up, or not far enough, they are numbered.
    if is_dumb() || lines.len() + 2 > term.size().0.into() {
        return numbered(question, choices, &lines);
    }
    pick(&term, question, &lines)
}

/// One of several, picked with the arrow keys.
fn pick(term: &Term, question: &str, lines: &[String]) -> io::Result<Option<usize>> {
    terminal::drop_typed();
    let raw = terminal::Raw::enter()?;
    let columns = term.size().1.saturating_sub(1);
    let mut at = 0;
    let head = drawn(|theme, text| theme.format_select_prompt(text, question));
    term.write_line(&format!("{head} (arrows and Enter; Esc leaves)"))?;
    let chosen = loop {
        for (place, line) in lines.iter().enumerate() {
            let item =
                drawn(|theme, text| theme.format_select_prompt_item(text, line, place == at));
            term.write_line(&shorten::shorten(&item, columns, true))?;
        }
        let key = term.read_key_raw()?;
        let is_paste = terminal::has_more();
        match key {
            _ if is_paste => terminal::drop_typed(),
            Key::ArrowDown | Key::Tab | Key::Char('j') => at = (at + 1) % lines.len(),
            Key::ArrowUp | Key::BackTab | Key::Char('k') => {
                at = at.checked_sub(1).unwrap_or(lines.len() - 1);
            }
            Key::Enter => break Some(at),
            Key::Escape | Key::CtrlC | Key::Char('q' | '\u{4}') => break None,
            _ => {}
        }
        term.clear_last_lines(lines.len())?;
    };
    drop(raw);
    Ok(chosen)
}

/// The same by number or by name.
fn numbered(
    question: &str,
    choices: &[(SafeText, SafeText)],
    lines: &[String],
) -> io::Result<Option<usize>> {
    let mut error = io::stderr();
    writeln!(error, "{}:", for_screen(question))?;
    for (number, line) in (1..).zip(lines) {
        writeln!(error, "{number:>3}  {line}")?;
    }
    ask(&format!("Number or name [1-{}]: ", choices.len()), |line| {
        let number = line.parse().ok().filter(|number| (1..=choices.len()).contains(number));
        let is_named =
            |(name, _): &(SafeText, SafeText)| name.as_str().to_lowercase() == line.to_lowercase();
        let place =
            number.map(|number: usize| number - 1).or_else(|| choices.iter().position(is_named));
        place.ok_or_else(|| format!("answer a number from 1 to {}, or a name", choices.len()))
    })
}

/// Asks until an answer can be read; `None` at the end of the input, which is Ctrl-D. The terminal's own
/// keys edit the line.
fn ask<T>(prompt: &str, read: impl Fn(&str) -> Result<T, String>) -> io::Result<Option<T>> {
    let mut error = io::stderr();
    loop {
        terminal::drop_typed();
        error.write_all(prompt.as_bytes())?;
        error.flush()?;
        interrupt::cancels();
        let mut line = String::new();
        io::stdin().read_line(&mut line)?;
        if !line.ends_with('\n') {
            error.write_all(b"\n")?;
            return Ok(None);
        }
        let problem = if terminal::has_more() {
            PASTED.to_owned()
        } else {
            match read(line.trim()) {
                Ok(answer) => return Ok(Some(answer)),
                Err(problem) => problem,
            }
        };
        writeln!(error, "{}", for_screen(&problem))?;
    }
}
