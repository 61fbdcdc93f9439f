//! `man`: manual pages, from the same tree as the help.

use clap::{Arg, Command, builder::PossibleValue};
use roff::{Inline, Roff, bold, italic, roman};

use super::{
    context::Context,
    error::{EXIT_CODES, Error, Exit, Result},
    global::is_global,
    run::grown,
    tree::{Node, find},
    verb::Run,
};

/// When the pages were last revised.
const REVISED: &str = "2026-11-30";

#[derive(clap::Args)]
pub struct Man {
    /// A command such as `chat list` [default: the program]
    command: Vec<String>,
}

impl Run for Man {
    fn run(self: Box<Self>, context: &mut Context) -> Result {
        let mut found = grown(context.commands);
        for word in &self.command {
            found = found.find_subcommand(word).cloned().ok_or_else(|| {
                Error::usage(
                    format!("no command `{}`", self.command.join(" ")),
                    "`rolecall help` lists the commands",
                )
            })?;
        }
        let (node, _) = find(context.commands, &self.command);
        context.output.text(&page(context.commands, &mut found, node, &self.command))?;
        Ok(Exit::Done)
    }
}

/// One page.
fn page(
    commands: &'static [Node],
    command: &mut Command,
    node: Option<&'static Node>,
    path: &[String],
) -> String {
    let words = || ["rolecall"].into_iter().chain(path.iter().map(String::as_str));
    let name = words().collect::<Vec<_>>().join("-");
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let version = format!("rolecall {}", env!("CARGO_PKG_VERSION"));
    let mut page = Roff::new();
    page.control("TH", [name.to_uppercase().as_str(), "1", REVISED, &version, "rolecall manual"]);
    page.control("SH", ["NAME"]);
    page.text([roman(format!("{name} - {about}"))]);
    page.control("SH", ["SYNOPSIS"]);
    page.control("nf", []);
    let usage = command.render_usage().to_string();
    for line in usage.lines().map(|line| line.trim_start_matches("Usage:").trim()) {
        page.text([bold(line)]);
    }
    page.control("fi", []);
    page.control("SH", ["DESCRIPTION"]);
    page.text([roman(format!("{}.", about.trim_end_matches('.')))]);
    let is_root = path.is_empty();
    // What every command takes is told once, on the first page.
    let is_told = |argument: &&Arg| is_root || !(is_global(argument) || argument.is_hide_set());
    let (arguments, options): (Vec<_>, Vec<_>) =
        command.get_arguments().filter(is_told).partition(|argument| argument.is_positional());
    for (title, list) in [("ARGUMENTS", arguments), ("OPTIONS", options)] {
        if !list.is_empty() {
            page.control("SH", [title]);
        }
        for argument in list {
            describe(&mut page, argument);
        }
    }
    let verbs = node.map_or(if is_root { commands } else { &[] }, |node| node.verbs);
    if !verbs.is_empty() {
        page.control("SH", ["COMMANDS"]);
    }
    for verb in verbs {
        page.control("TP", []);
        page.text([bold(format!("{name}-{}", verb.name)), roman("(1)")]);
        page.text([roman(verb.about)]);
    }
    if is_root {
        page.control("SH", ["EXIT STATUS"]);
        for (code, meaning) in EXIT_CODES {
            page.control("TP", []);
            page.text([bold(code.to_string())]);
            page.text([roman(meaning)]);
        }
    }
    if let Some(notes) = command.get_after_long_help() {
        let notes = notes.to_string();
        let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        verbatim(&mut page, "NOTES", notes.trim_end_matches(&help).trim_end().lines());
    }
    let examples = node.map_or(&[][..], |node| node.examples);
    if !examples.is_empty() {
        let lines: Vec<_> = examples.iter().map(|line| format!("$ rolecall {line}")).collect();
        verbatim(&mut page, "EXAMPLES", lines.iter().map(String::as_str));
    }
    if !is_root {
        page.control("SH", ["SEE ALSO"]);
        let parent = words().take(path.len()).collect::<Vec<_>>().join("-");
        page.text([bold(parent), roman("(1); "), bold("rolecall help options")]);
    }
    page.to_roff()
}

/// An argument: how it is written, and what it does.
fn describe(page: &mut Roff, argument: &Arg) {
    let mut names: Vec<Inline> = Vec::new();
    let short = argument.get_short().map(|short| format!("-{short}"));
    for name in short.into_iter().chain(argument.get_long().map(|long| format!("--{long}"))) {
        if !names.is_empty() {
            names.push(roman(", "));
        }
        names.push(bold(name));
    }
    let values = argument.get_value_names().unwrap_or_default();
    if argument.get_action().takes_values() {
        for value in values {
            if !names.is_empty() {
                names.push(roman(" "));
            }
            names.push(italic(value.as_str()));
        }
    }
    page.control("TP", []);
    page.text(names);
    let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
    let mut text = help;
    let defaults: Vec<_> =
        argument.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    if argument.get_action().takes_values() && !defaults.is_empty() {
        text.extend([" [default: ", &defaults.join(","), "]"]);
    }
    let known = argument.get_possible_values();
    let known: Vec<_> =
        known.iter().filter(|it| !it.is_hide_set()).map(PossibleValue::get_name).collect();
    if argument.get_action().takes_values() && !known.is_empty() {
        text.extend([" [one of: ", &known.join(", "), "]"]);
    }
    page.text([roman(text)]);
}

/// Lines as they stand.
fn verbatim<'l>(page: &mut Roff, title: &str, lines: impl Iterator<Item = &'l str>) {
    page.control("SH", [title]);
    page.control("EX", []);
    for line in lines {
        page.text([roman(line)]);
    }
    page.control("EE", []);
}
