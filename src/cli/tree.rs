//! The tree of commands: what each is called, what it does, examples, and what runs it. Clap grows only
//! the branch that a command line names.

use clap::{
    Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, builder::Resettable,
    error::ErrorKind,
};

use super::{context::Context, error, global::Global};

/// A command whose arguments were read.
pub trait Run {
    /// Does what it says.
    fn run(self: Box<Self>, context: &mut Context) -> error::Result;
}

/// A command.
pub struct Node {
    /// How it is called.
    pub name: &'static str,
    /// What it does.
    pub about: &'static str,
    /// Lines that show it at work, without the program's name.
    pub examples: &'static [&'static str],
    /// Its verbs, if it is a noun.
    pub verbs: &'static [Node],
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
        Self { name, about, examples: &[], verbs: &[], grow: grow_verb::<V>, read: read_verb::<V> }
    }

    /// A command that has verbs.
    pub const fn noun<N: Noun>(name: &'static str, about: &'static str) -> Self {
        let verbs = N::VERBS;
        Self { name, about, examples: &[], verbs, grow: grow_noun::<N>, read: read_noun::<N> }
    }

    /// The same command with examples.
    pub const fn examples(self, examples: &'static [&'static str]) -> Self {
        Self { examples, ..self }
    }

    /// As clap knows it, its arguments and verbs deferred.
    pub fn command(&self) -> Command {
        let command = Command::new(self.name).about(self.about).defer(self.grow);
        if self.verbs.is_empty() { command.after_help(after_help(self)) } else { command }
    }
}

/// Adds the options of every command.
fn with_options(command: Command) -> Command {
    let command = command.disable_help_flag(true).arg(help(ArgAction::HelpShort));
    Global::grow(command)
}

/// `--help`, which prints what `-h` prints: an option a line. The long form is for pages that explain a
/// file's shape.
fn help(action: ArgAction) -> Arg {
    Arg::new("help").short('h').long("help").action(action).help("Print help")
}

/// What stands at the end of a verb's help page.
fn after_help(node: &Node) -> String {
    let mut text = String::new();
    if !node.examples.is_empty() {
        text.push_str("Examples:\n");
        for example in node.examples {
            text.push_str("  $ rolecall ");
            text.push_str(example);
            text.push('\n');
        }
        text.push('\n');
    }
    text.push_str(
        "Every command also takes --as, --workspace, --format and more: rolecall help options",
    );
    text
}

/// The node that a path of names leads to, with the names that led there; the rest is not a command.
pub fn find<'n>(
    nodes: &'static [Node],
    path: &'n [String],
) -> (Option<&'static Node>, &'n [String]) {
    let (mut level, mut found, mut rest) = (nodes, None, path);
    while let [name, deeper @ ..] = rest
        && let Some(node) = level.iter().find(|node| node.name == name)
    {
        (level, found, rest) = (node.verbs, Some(node), deeper);
    }
    (found, rest)
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

/// Adds arguments, whose own descriptions don't take the place of the command's.
pub fn augmented<A: Args>(command: Command) -> Command {
    let about = command.get_about().cloned().unwrap_or_default();
    A::augment_args(command).about(about).long_about(Resettable::Reset)
}

fn grow_verb<V: Args>(command: Command) -> Command {
    let command = augmented::<V>(with_options(command));
    match (command.get_after_long_help().cloned(), command.get_after_help().cloned()) {
        (Some(long), Some(short)) => command
            .after_long_help(format!("{long}\n\n{short}"))
            .mut_arg("help", |_| help(ArgAction::HelpLong)),
        _ => command,
    }
}

fn grow_noun<N: Noun>(command: Command) -> Command {
    with_options(command)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .after_help("Run a verb with --help for its options and examples.")
        .subcommands(N::VERBS.iter().map(Node::command))
}
