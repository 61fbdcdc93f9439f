//! The part of the command tree that a command line names, without the rest: making the whole tree
//! takes longer than most commands, and nothing needs it but help, completion and what doesn't fit.

use std::ffi::OsString;

use clap::{Args, CommandFactory, FromArgMatches, Subcommand};

use super::{
    Cli, account, analytics, api_key, billing, campaign, can, chat, completions, contact, demo,
    global, help, init, integration, invite, mask, member, module, outbox, perm, policy, role,
    status, team, template, whatsapp, who_can, why, workspace,
};

/// Adds a command's arguments and verbs to it.
type Grow = fn(clap::Command) -> clap::Command;

/// How each command of the first level grows. A test holds it against the whole tree.
const BRANCHES: &[(&str, Grow)] = &[
    ("init", init::Args::augment_args),
    ("status", status::Args::augment_args),
    ("demo", demo::Args::augment_args),
    ("member", member::Command::augment_subcommands),
    ("invite", invite::Command::augment_subcommands),
    ("outbox", outbox::Command::augment_subcommands),
    ("team", team::Command::augment_subcommands),
    ("role", role::Command::augment_subcommands),
    ("perm", perm::Command::augment_subcommands),
    ("mask", mask::Command::augment_subcommands),
    ("module", module::Command::augment_subcommands),
    ("account", account::Command::augment_subcommands),
    ("chat", chat::Command::augment_subcommands),
    ("template", template::Command::augment_subcommands),
    ("campaign", campaign::Command::augment_subcommands),
    ("contact", contact::Command::augment_subcommands),
    ("analytics", analytics::Args::augment_args),
    ("billing", billing::Command::augment_subcommands),
    ("api-key", api_key::Command::augment_subcommands),
    ("whatsapp", whatsapp::Command::augment_subcommands),
    ("integration", integration::Command::augment_subcommands),
    ("workspace", workspace::Command::augment_subcommands),
    ("can", can::Args::augment_args),
    ("why", why::Args::augment_args),
    ("who-can", who_can::Args::augment_args),
    ("policy", policy::Command::augment_subcommands),
    ("completions", completions::Args::augment_args),
    ("help", help::Args::augment_args),
];

/// Reads a command line.
///
/// # Errors
/// What doesn't fit, and requests for help or the version: always in the words of the whole tree.
pub fn parse(arguments: &[OsString]) -> Result<Cli, clap::Error> {
    if let Some(tree) = tree_for(arguments)
        && let Ok(cli) = read(tree, arguments)
    {
        return Ok(cli);
    }
    read(Cli::command(), arguments)
}

/// Reads a command line by a tree that is there already.
///
/// # Errors
/// As [`parse`].
pub fn parse_by(tree: &mut clap::Command, arguments: &[OsString]) -> Result<Cli, clap::Error> {
    let mut matches = tree.try_get_matches_from_mut(arguments)?;
    Cli::from_arg_matches_mut(&mut matches).map_err(|error| error.format(tree))
}

/// The tree with one branch: the first that some argument names. Should that have been a value and
/// no command, then nothing fits this tree, and the whole one decides.
fn tree_for(arguments: &[OsString]) -> Option<clap::Command> {
    let named = |argument: &OsString| BRANCHES.iter().find(|(name, _)| argument == name);
    let (name, grow) = arguments.iter().skip(1).find_map(named)?;
    let trunk = clap::Command::new("rolecall").disable_help_subcommand(true);
    let trunk = trunk.subcommand_required(true);
    Some(global::Global::augment_args(trunk).subcommand(grow(clap::Command::new(*name))))
}

/// The tree, many small pieces of memory, is left to the system to take back at the end: taking it
/// apart is a good part of a short run.
fn read(tree: clap::Command, arguments: &[OsString]) -> Result<Cli, clap::Error> {
    let mut tree = std::mem::ManuallyDrop::new(tree);
    parse_by(&mut tree, arguments)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// The arguments of a command and of all its verbs, without the texts of their help.
    fn outline(command: &clap::Command, path: &str, lines: &mut Vec<String>) {
        lines.extend(command.get_arguments().map(|argument| {
            let (short, long) = (argument.get_short(), argument.get_long());
            let settings = (argument.get_action(), argument.get_default_values());
            format!("{path} {} {short:?} {long:?} {settings:?}", argument.get_id())
        }));
        for inner in command.get_subcommands() {
            let is_required = inner.is_subcommand_required_set();
            lines.push(format!("{path} {} {is_required}", inner.get_name()));
            outline(inner, &format!("{path} {}", inner.get_name()), lines);
        }
    }

    #[test]
    fn every_branch_is_that_of_the_whole_tree() {
        let mut whole = Cli::command();
        whole.build();
        for branch in whole.get_subcommands() {
            let name = branch.get_name();
            let mut tree = tree_for(&["rolecall".into(), name.into()]).unwrap();
            tree.build();
            let (mut found, mut expected) = (Vec::new(), Vec::new());
            outline(tree.find_subcommand(name).unwrap(), name, &mut found);
            outline(branch, name, &mut expected);
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn a_value_that_looks_like_a_command_is_a_value() {
        let line = ["rolecall", "--as", "can", "chat", "show", "1"].map(OsString::from);
        let cli = parse(&line).unwrap();
        assert_eq!(cli.global.actor.as_deref(), Some("can"));
        assert!(matches!(cli.command, super::super::Command::Chat(_)));
    }
}
