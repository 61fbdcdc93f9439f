//! What is said of a command line that doesn't fit: the parser's own words, with what its reader can do.

use std::{
    ffi::OsString,
    num::{IntErrorKind, ParseIntError},
};

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::{
    error::{Error, Exit},
    help::synonyms,
    tree::{Node, find},
};
use crate::{
    rules::error::Class,
    ui::{Format, Output, Settings, Streams},
};

/// Adds what a word is called here to an error about a command that there isn't.
pub fn suggest(
    commands: &'static [Node],
    mut error: clap::Error,
    words: &[OsString],
) -> clap::Error {
    let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand) else {
        return error;
    };
    // The commands before the word, which may have options between them.
    let typed = words.iter().map(|word| word.to_string_lossy().into_owned());
    let path: Vec<_> =
        typed.skip_while(|word| commands.iter().all(|node| node.name != word)).collect();
    let noun = find(commands, &path).0;
    let mut names = if noun.is_none() { nouns_of(commands, word) } else { Vec::new() };
    if names.is_empty() {
        let level = noun.map_or(commands, |noun| noun.verbs);
        let is_here = |name: &&&str| level.iter().any(|node| node.name == **name);
        names.extend(synonyms(word).iter().find(is_here).map(|name| (*name).to_owned()));
    }
    if !names.is_empty() {
        error.insert(ContextKind::SuggestedSubcommand, ContextValue::Strings(names));
    }
    error
}

/// More nouns than these have a verb that says nothing by itself.
const MOST_NOUNS: usize = 4;

/// The commands that a verb alone may mean.
fn nouns_of(commands: &[Node], verb: &str) -> Vec<String> {
    let has_verb = |noun: &&Node| noun.verbs.iter().any(|node| node.name == verb);
    let names = commands.iter().filter(has_verb).map(|noun| format!("{} {verb}", noun.name));
    let names: Vec<_> = names.collect();
    // What other programs call otherwise, every noun may have under its own word.
    if !synonyms(verb).is_empty() || names.len() > MOST_NOUNS { Vec::new() } else { names }
}

/// Help and versions go to standard output; what doesn't fit goes the way of every error.
pub fn report(error: &clap::Error, format: Format, streams: Streams) -> u8 {
    let is_help = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if is_help || matches!(format, Format::Table | Format::Csv) {
        let mut output = Output::new(streams, Settings::of(format));
        let text = in_plain_words(error, &error.render().ansi().to_string());
        if is_help {
            return match output.help(&text) {
                Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                    Error::from(error).report(&mut output)
                }
                _ => Exit::Done as u8,
            };
        }
        // With nowhere left to say it, the exit code still tells.
        drop(output.usage(&text));
        return Class::Usage.exit_code();
    }
    let text = in_plain_words(error, &error.render().to_string());
    // The first paragraph says what is wrong, on several lines where it names what is missing.
    let wrong: Vec<_> = text.lines().take_while(|line| !line.is_empty()).map(str::trim).collect();
    let tip = text.lines().find_map(|line| line.trim().strip_prefix("tip: "));
    let hint = tip.map_or_else(|| help_on(&text), str::to_owned);
    let error = Error::usage(wrong.join(" ").trim_start_matches("error: "), hint);
    error.report(&mut Output::new(streams, Settings::of(Format::Json)))
}

/// The same text, where it says in the words of a parser why something is no number.
fn in_plain_words(error: &clap::Error, text: &str) -> String {
    // What the environment sets was not typed, and needn't be.
    let mut text = text.replace(" --workspace <PATH>", "").replace(" --as <EMAIL>", "");
    let source = std::error::Error::source(error);
    let Some(error) = source.and_then(|source| source.downcast_ref::<ParseIntError>()) else {
        return text;
    };
    let plain = match error.kind() {
        IntErrorKind::PosOverflow => "too large",
        IntErrorKind::NegOverflow => "too small",
        _ if is_several(&text) => "separate several by a space",
        _ => "not a whole number",
    };
    // What was given stands before it, and may say the same.
    let why = error.to_string();
    if let Some(at) = text.rfind(&why) {
        text.replace_range(at..at + why.len(), plain);
    }
    text
}

/// Whether several values were given as one, where several may be given.
fn is_several(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    let value = first.split('\'').nth(1).unwrap_or_default();
    value.contains(',') && first.contains(">...")
}

/// Where the command that an error's usage line names is explained.
fn help_on(text: &str) -> String {
    let usage = text.lines().find_map(|line| line.strip_prefix("Usage: ")).unwrap_or_default();
    let is_verb = |word: &&str| !word.starts_with(['[', '<', '-']);
    // The program is called as it is known, whatever its file is called.
    let verbs: Vec<_> = usage.split_whitespace().skip(1).take_while(is_verb).collect();
    match verbs.join(" ").as_str() {
        "" => "`rolecall --help` lists the commands".to_owned(),
        verbs => format!("`rolecall {verbs} --help` tells how it is used"),
    }
}
