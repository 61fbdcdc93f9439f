//! The tree of commands: what each is called, what it does, an example, and what runs it. Clap grows
//! only the branch that a command line names.

use clap::{ArgMatches, Args, Command, FromArgMatches, Subcommand, error::ErrorKind};

use super::verb::Run;

/// A command.
pub struct Node {
    /// How it is called.
    pub name: &'static str,
    about: &'static str,
    /// Lines that show it at work.
    pub examples: &'static [&'static str],
    grow: fn(Command) -> Command,
    read: fn(&mut ArgMatches) -> Result<Box<dyn Run>, clap::Error>,
}

/// A command that has verbs.
pub trait Noun {
    /// Its verbs.
    const VERBS: &'static [Node];
}

impl Node {
    /// A command that does something.
    pub const fn verb<V: Args + Run + 'static>(name: &'static str, about: &'static str) -> Self {
        Self { name, about, examples: &[], grow: V::augment_args, read: read_verb::<V> }
    }

    /// A command that has verbs.
    pub const fn noun<N: Noun>(name: &'static str, about: &'static str) -> Self {
        Self { name, about, examples: &[], grow: grow_noun::<N>, read: read_noun::<N> }
    }

    /// The same for a noun whose verbs clap derives.
    pub const fn derived<C: Subcommand + Run + 'static>(
        name: &'static str,
        about: &'static str,
    ) -> Self {
        Self { name, about, examples: &[], grow: grow_derived::<C>, read: read_verb::<C> }
    }

    /// The same command with examples, without the program's name.
    pub const fn examples(mut self, examples: &'static [&'static str]) -> Self {
        self.examples = examples;
        self
    }

    /// As clap knows it, its arguments and verbs deferred.
    pub fn command(&self) -> Command {
        Command::new(self.name).about(self.about).defer(self.grow)
    }
}

/// What the matches of a command with subcommands ask for.
pub fn read(nodes: &[Node], matches: &mut ArgMatches) -> Result<Box<dyn Run>, clap::Error> {
    let asked = matches.remove_subcommand();
    let node = asked.and_then(|(name, matches)| {
        nodes.iter().find(|node| node.name == name).map(|node| (node, matches))
    });
    match node {
        Some((node, mut matches)) => (node.read)(&mut matches),
        None => Err(clap::Error::new(ErrorKind::MissingSubcommand)),
    }
}

fn read_verb<V: FromArgMatches + Run + 'static>(
    matches: &mut ArgMatches,
) -> Result<Box<dyn Run>, clap::Error> {
    Ok(Box::new(V::from_arg_matches_mut(matches)?))
}

fn read_noun<N: Noun>(matches: &mut ArgMatches) -> Result<Box<dyn Run>, clap::Error> {
    read(N::VERBS, matches)
}

fn grow_noun<N: Noun>(command: Command) -> Command {
    command
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommands(N::VERBS.iter().map(Node::command))
}

fn grow_derived<C: Subcommand>(command: Command) -> Command {
    C::augment_subcommands(command).subcommand_required(true).arg_required_else_help(true)
}
