//! One run of the program, from its arguments to its exit code.

use std::{ffi::OsString, mem::ManuallyDrop, process::ExitCode};

use anyhow::anyhow;

use clap_complete::ArgValueCandidates;

use super::{
    candidates::words,
    config::Config,
    context::Context,
    error::{Error, Exit},
    global::Global,
    help::{FIRST_PAGE, topics},
    surroundings::Surroundings,
    tree::{Node, read},
    usage,
    verb::Run,
};
use crate::{
    store::{Notices, Unfinished},
    ui::{Format, Output, Settings, Streams, catch_signals, for_screen},
};

/// Commands that need no configuration, or must not have one.
const UNCONFIGURED: [&str; 4] = ["completions", "gate", "help", "man"];

/// The tree of commands, of which only what a command line names is grown.
pub fn tree(commands: &'static [Node]) -> clap::Command {
    let trunk = clap::Command::new("rolecall")
        .version(env!("CARGO_PKG_VERSION"))
        .about(env!("CARGO_PKG_DESCRIPTION"))
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .override_help(FIRST_PAGE);
    Global::grow(trunk).subcommands(commands.iter().map(Node::command))
}

/// The whole tree, for help, completions and manual pages.
pub fn grown(commands: &'static [Node]) -> clap::Command {
    let mut tree = tree(commands);
    tree.build();
    // What there is a page about is completed from the tree itself.
    let pages: Vec<_> = commands.iter().map(|node| node.name).chain(topics()).collect();
    for name in ["help", "man"] {
        let pages = pages.clone();
        tree = tree.mut_subcommand(name, |page| {
            page.mut_args(|argument| {
                if argument.is_positional() {
                    let pages = pages.clone();
                    argument.add(ArgValueCandidates::new(move || words(pages.iter().copied())))
                } else {
                    argument
                }
            })
        });
    }
    tree
}

/// A command line that was read: the options of every command, and the command.
pub struct Line {
    pub global: Global,
    pub command: Box<dyn Run>,
}

/// Reads a command line by a tree, which grows as far as it needs to.
pub fn parse(
    commands: &'static [Node],
    tree: &mut clap::Command,
    words: &[OsString],
) -> Result<Line, clap::Error> {
    let matches = tree.try_get_matches_from_mut(words)?;
    line_of(commands, tree, matches)
}

fn line_of(
    commands: &'static [Node],
    tree: &mut clap::Command,
    mut matches: clap::ArgMatches,
) -> Result<Line, clap::Error> {
    let line = Global::read(&matches)
        .and_then(|global| Ok(Line { global, command: read(commands, &mut matches)? }));
    line.map_err(|error| error.format(tree))
}

/// Runs the program in its process.
#[must_use]
pub fn main(commands: &'static [Node]) -> ExitCode {
    std::panic::set_hook(Box::new(|fault| {
        // The place alone: the message may hold what its reader may not know.
        let place = fault.location().map(ToString::to_string).unwrap_or_default();
        let format = format_of(std::env::args_os());
        let mut output = Output::new(Streams::of_process(), Settings::of(format));
        let error = Error::Operation(crate::ops::Error::Bug(anyhow!(
            "a step that can't fail did, at {place}"
        )));
        std::process::exit(error.report(&mut output).into());
    }));
    // Behind the gate, the environment is the client's.
    if std::env::args_os().nth(1).is_none_or(|word| word != "gate") {
        clap_complete::CompleteEnv::with_factory(move || grown(commands)).complete();
    }
    Unfinished::watched_by(|| catch_signals(Unfinished::remove_all));
    let mut program = Program { is_last: true, ..Program::of(commands) };
    ExitCode::from(program.run(std::env::args_os(), Surroundings::of_process()))
}

/// The program, ready to run any number of times: in its process once, and within one for whoever
/// wants to know what it would print.
pub struct Program {
    commands: &'static [Node],
    /// The command tree: what has been needed of it is kept for the next run. It is many small pieces
    /// of memory, which the system takes back at the end; to do it piece by piece takes longer than
    /// some commands.
    tree: ManuallyDrop<clap::Command>,
    /// Whether the process ends with the run.
    is_last: bool,
}

impl Program {
    /// For many runs.
    #[must_use]
    pub fn of(commands: &'static [Node]) -> Self {
        Self { commands, tree: ManuallyDrop::new(tree(commands)), is_last: false }
    }

    /// Runs it with these arguments, the program's own name first. Gives the exit code.
    pub fn run(
        &mut self,
        arguments: impl IntoIterator<Item = OsString>,
        surroundings: Surroundings,
    ) -> u8 {
        let arguments: Vec<_> = arguments.into_iter().collect();
        let Surroundings { streams, now, access, masks, pin } = surroundings;
        let commands = self.commands;
        let tree = &mut *self.tree;
        let parsed = tree.try_get_matches_from_mut(&arguments).and_then(|matches| {
            let verdict = pin.as_ref().map_or(Ok(()), |pin| pin.check(tree, &matches));
            Ok((line_of(commands, tree, matches)?, verdict))
        });
        let (line, verdict) = match parsed {
            Ok(parsed) => parsed,
            Err(error) => {
                let error = self.in_visible_words(&arguments, error);
                let error = usage::suggest(commands, error, &arguments);
                return usage::report(&error, format_of(arguments), streams);
            }
        };
        let Line { mut global, command } = line;
        // Behind the gate, the environment is the client's, and so may be what it leads to.
        let reads_file = streams.is_process()
            && !UNCONFIGURED.iter().any(|it| arguments.get(1).is_some_and(|word| word == it));
        let (config, verdict) = match Config::read() {
            Ok(config) if reads_file => (config, verdict),
            Err(error) if reads_file => (Config::default(), verdict.and(Err(error))),
            _ => (Config::default(), verdict),
        };
        let streams = streams.paged_by(config.pager.clone());
        let known = config.workspaces.clone();
        global = global.or(config);
        if let Some(pin) = &pin {
            pin.hold(&mut global);
        }
        let output = Output::new(streams, global.settings(now));
        let mut context = Context {
            commands,
            global,
            known,
            output,
            now,
            access,
            masks,
            notices: Notices::default(),
            previewed: None,
            words: arguments,
            pin,
        };
        let ended = verdict.and_then(|()| command.run(&mut context)).and_then(|exit| {
            context.output.finish()?;
            Ok(exit)
        });
        // Who was refused has seen nothing, and to a program an error is one object.
        let has_read = ended.as_ref().map_or_else(Error::is_broken_pipe, |_| true);
        let is_object = matches!(context.output.format(), Format::Json | Format::Jsonl);
        // With nowhere left to say it, the exit code still tells.
        if has_read {
            drop(context.tell_preview());
        }
        if has_read || !is_object {
            drop(context.warn());
        }
        match ended {
            Ok(exit) => {
                if self.is_last {
                    // Everything is written, and the process ends: to give its memory back piece by
                    // piece would be a fiftieth of a short command.
                    std::mem::forget(context);
                }
                exit as u8
            }
            Err(Error::Ended(code)) => code,
            Err(error) if error.is_broken_pipe() => Exit::Done as u8,
            Err(error) => {
                let code = error.report(&mut context.output);
                // What the error is told after may still be held back for a pager.
                drop(context.output.finish());
                code
            }
        }
    }

    /// The same error over the same arguments, with what a terminal would obey in them made visible:
    /// the error quotes them.
    fn in_visible_words(&mut self, arguments: &[OsString], error: clap::Error) -> clap::Error {
        let visible =
            |argument: &OsString| OsString::from(&*for_screen(&argument.to_string_lossy()));
        let shown: Vec<_> = arguments.iter().map(visible).collect();
        if shown == arguments {
            return error;
        }
        // Only what was no text at all fits when it is one, and its error quotes nothing.
        parse(self.commands, &mut self.tree, &shown).err().unwrap_or(error)
    }
}

/// The form that was asked for, also where the arguments as a whole can't be read.
fn format_of(arguments: impl IntoIterator<Item = OsString>) -> Format {
    // Lossy: an argument may be no UTF-8.
    let lossy = |argument: OsString| argument.to_string_lossy().into_owned();
    let mut arguments = arguments.into_iter().skip(1).map(lossy);
    let mut wanted = std::env::var("ROLECALL_FORMAT").ok();
    while let Some(argument) = arguments.next() {
        match argument.strip_prefix("--format") {
            Some("") => wanted = arguments.next(),
            Some(value) if value.starts_with('=') => wanted = Some(value[1..].to_owned()),
            _ => {}
        }
    }
    let wanted = wanted.unwrap_or_default();
    <Format as clap::ValueEnum>::from_str(&wanted, false).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_tree_holds_together() {
        super::grown(crate::cli::COMMANDS).debug_assert();
    }
}
