//! The command tree, walked in one way by every test that must come to every command: a leaf a
//! command that runs, with its options and what it may change.

use std::collections::{BTreeMap, BTreeSet};

use clap::{Arg, Command};
use rolecall::cli::{command, is_global, is_path};

use super::words::words;

/// A command that runs, such as `chat list`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Leaf {
    /// Its words, such as `chat list`.
    pub path: String,
    /// Whether it changes something: such a command takes `--dry-run`.
    pub is_change: bool,
    /// What it takes of its own: options as `--limit`, arguments as `<EMAIL>`.
    pub takes: BTreeSet<String>,
    /// Those of them whose values are paths of files and folders.
    pub paths: BTreeSet<String>,
    /// What it can't be read without, each with a value that fits.
    pub needs: BTreeMap<String, String>,
}

/// Every leaf of the tree.
pub fn leaves() -> Vec<Leaf> {
    let mut found = Vec::new();
    grow(&command(), "", &mut found);
    assert!(found.len() > 80, "only {} commands were found", found.len());
    found
}

fn grow(at: &Command, path: &str, found: &mut Vec<Leaf>) {
    for inner in at.get_subcommands() {
        grow(inner, format!("{path} {}", inner.get_name()).trim_start(), found);
    }
    if at.get_subcommands().next().is_none() {
        let own = || at.get_arguments().filter(|argument| !is_global(argument));
        let takes: BTreeSet<_> = own().map(name_of).filter(|name| name != "--help").collect();
        let paths = own().filter(|argument| is_path(argument)).map(name_of).collect();
        let is_change = takes.contains("--dry-run");
        let needed = own().filter(|argument| argument.is_required_set());
        let needs = needed.map(|argument| (name_of(argument), filled(argument))).collect();
        found.push(Leaf { path: path.to_owned(), is_change, takes, paths, needs });
    }
}

/// An argument with as many values as it needs.
fn filled(argument: &Arg) -> String {
    let allowed = argument.get_possible_values();
    let plain = if is_path(argument) { "-" } else { "1" };
    let value = allowed.first().map_or(plain, |allowed| allowed.get_name());
    let count = argument.get_num_args().map_or(1, |range| range.min_values().max(1));
    let option = argument.get_long().map(|long| format!(" --{long}")).unwrap_or_default();
    option + &format!(" {value}").repeat(count)
}

fn name_of(argument: &Arg) -> String {
    match argument.get_long() {
        Some(long) => format!("--{long}"),
        None => format!("<{}>", argument.get_id().as_str().to_uppercase()),
    }
}

/// The leaf that a line reaches. One that reaches none proves nothing.
#[track_caller]
pub fn reached(line: &str) -> Leaf {
    read(line).unwrap_or_else(|error| panic!("`{line}` reaches no command: {error}"))
}

/// A line as clap reads it: the leaf that it reaches, and what it gives to it.
pub fn read(line: &str) -> Result<Leaf, clap::Error> {
    let arguments = std::iter::once("rolecall".to_owned()).chain(words(line));
    let matches = command().try_get_matches_from(arguments)?;
    let (mut tree, mut matches) = (command(), &matches);
    let mut path = Vec::new();
    while let Some((name, inner)) = matches.subcommand() {
        tree = tree.find_subcommand(name).unwrap().clone();
        path.push(name);
        matches = inner;
    }
    let is_given = |argument: &&Arg| {
        matches.value_source(argument.get_id().as_str())
            == Some(clap::parser::ValueSource::CommandLine)
    };
    let own = tree.get_arguments().filter(|argument| !is_global(argument));
    let takes: BTreeSet<_> = own.filter(is_given).map(name_of).collect();
    let is_change = takes.contains("--dry-run");
    let (path, paths) = (path.join(" "), BTreeSet::new());
    Ok(Leaf { path, is_change, takes, paths, needs: BTreeMap::new() })
}

/// The leaf that a line is meant for, also where it doesn't fit: as far as its words are commands.
pub fn meant(line: &str) -> String {
    let mut tree = command();
    let mut path = Vec::new();
    for word in words(line) {
        let Some(next) = tree.find_subcommand(&word).cloned() else { break };
        path.push(word);
        tree = next;
    }
    path.join(" ")
}

/// Holds that everything wanted is either there or exempted with a reason, and never both: an
/// exemption that nothing needs is a fault as well.
#[track_caller]
pub fn covered(
    wanted: impl IntoIterator<Item = String>,
    is_there: impl Fn(&str) -> bool,
    exempted: &[(&str, &str)],
) {
    let wanted: BTreeSet<_> = wanted.into_iter().collect();
    let is_exempted = |name: &str| exempted.iter().any(|(other, _)| *other == name);
    let mut faults = Vec::new();
    for name in &wanted {
        match (is_there(name), is_exempted(name)) {
            (false, false) => faults.push(format!("nothing runs `{name}`")),
            (true, true) => faults.push(format!("`{name}` is exempted, and run after all")),
            _ => {}
        }
    }
    for (name, reason) in exempted {
        assert!(!reason.is_empty(), "`{name}` is exempted without a reason");
        if !wanted.contains(*name) {
            faults.push(format!("`{name}` is exempted, and there is no such thing"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
