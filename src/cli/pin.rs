//! Pinned runs: the actor and the workspace come from outside the arguments, and nothing in the
//! arguments or the environment changes them. Whoever signed in elsewhere runs so.

use std::{any::TypeId, path::PathBuf};

use clap::{Arg, ArgMatches, Command, ValueHint};

use super::{
    error::{Beyond, Error, Refused},
    global::{Global, is_given},
};
use crate::{
    ops,
    rules::{
        error::SignInError,
        policy::caller::{Caller, Operator, Via, Visitor},
    },
    ui::ColorChoice,
};

/// Whom a run is pinned to, and where.
#[derive(Debug, Clone)]
pub struct Pin {
    /// The workspace's file.
    pub workspace: PathBuf,
    /// Who signed in.
    pub who: Who,
    /// Who really runs it, as the audit keeps it.
    pub operator: String,
    /// What a code is tried with, and counted by.
    pub visitor: Visitor,
    /// Whether the other end is a terminal that draws colours.
    pub is_coloured: bool,
}

/// Who signed in.
#[derive(Debug, Clone)]
pub enum Who {
    /// A member, by their login id.
    Member(String),
    /// A member who may do nothing for now.
    Suspended(String),
    /// Nobody who has joined. They may accept an invitation.
    Stranger,
}

impl Who {
    /// The member's login id.
    pub fn member(&self) -> Option<&str> {
        match self {
            Self::Member(email) | Self::Suspended(email) => Some(email),
            Self::Stranger => None,
        }
    }
}

/// Commands about the workspace's file or the machine that it lies on, which is not the member's.
const OF_THE_MACHINE: &[&str] = &[
    "backup",
    "completions",
    "demo",
    "doctor --fix",
    "gate",
    "init",
    "key authorized",
    "outbox configure",
    "outbox flush",
    "restore",
    "workspace delete",
    "workspace list",
    "workspace move",
    "workspace set",
];

/// How a stranger becomes a member, and their key with them.
const JOIN: &str = "invite accept";

/// What a stranger may run.
const OF_A_STRANGER: &[&str] = &["help", JOIN];

/// Names of values that are paths.
const PATH_NAMES: [&str; 4] = ["FILE", "PATH", "FOLDER", "DIR"];

impl Pin {
    /// Goes on only if a command line changes nothing that it is pinned to.
    pub fn check(&self, tree: &Command, matches: &ArgMatches) -> Result<(), Error> {
        if let Who::Suspended(member) = &self.who {
            return Err(Error::Refused(Refused::Suspended { member: member.clone() }));
        }
        let (mut tree, mut matches) = (tree, matches);
        let mut path = String::new();
        loop {
            for argument in tree.get_arguments() {
                self.check_argument(argument, matches)?;
            }
            let Some((name, inner)) = matches.subcommand() else { break };
            let Some(next) = tree.find_subcommand(name) else { break };
            if !path.is_empty() {
                path.push(' ');
            }
            path.push_str(name);
            (tree, matches) = (next, inner);
        }
        if let Who::Member(member) = &self.who
            && path == JOIN
        {
            return Err(Error::Refused(Refused::Joined { member: member.clone() }));
        }
        if self.who.member().is_none() && !OF_A_STRANGER.contains(&path.as_str()) {
            return Err(ops::Error::from(SignInError::Stranger { key: self.fingerprint() }).into());
        }
        let is_refused = |refused: &&&str| match refused.split_once(" --") {
            Some((command, option)) => path == command && is_given(matches, option),
            None => path == **refused,
        };
        match OF_THE_MACHINE.iter().find(is_refused) {
            Some(command) => Err(self.refused(Beyond::Machine, format!("`{command}`"))),
            None => Ok(()),
        }
    }

    fn check_argument(&self, argument: &Arg, matches: &ArgMatches) -> Result<(), Error> {
        let id = argument.get_id().as_str();
        if !is_given(matches, id) {
            return Ok(());
        }
        if matches!(id, "workspace" | "actor") {
            let option = format!("`--{}`", argument.get_long().unwrap_or(id));
            return Err(self.refused(Beyond::Pin, option));
        }
        let values = || matches.get_raw(id).into_iter().flatten();
        // Standard input and output are the connection's.
        if is_path(argument) && values().any(|value| value != "-") {
            let name =
                argument.get_long().map_or_else(|| id.to_uppercase(), |long| format!("--{long}"));
            let file = format!("a file of this machine as `{name}`");
            return Err(self.refused(Beyond::File, file));
        }
        Ok(())
    }

    fn fingerprint(&self) -> Option<String> {
        self.visitor.key.as_ref().map(|key| key.fingerprint.clone())
    }

    fn refused(&self, beyond: Beyond, what: String) -> Error {
        let member = self.who.member().map(str::to_owned);
        Error::Refused(Refused::Pinned { what, beyond, member })
    }

    /// Puts what the pin says in the place of what the arguments and the environment say.
    pub fn hold(&self, global: &mut Global) {
        global.workspace = Some(self.workspace.clone());
        global.actor = self.who.member().map(str::to_owned);
        if self.is_coloured && matches!(global.color, None | Some(ColorChoice::Auto)) {
            global.color = Some(ColorChoice::Always);
        }
    }

    /// Who runs it.
    pub fn caller(&self) -> Caller {
        Caller {
            actor: self.who.member().map(str::to_owned),
            via: Via::Key,
            operator: Operator::Named(self.operator.clone()),
            visitor: Some(self.visitor.clone()),
            clock_is_set: false,
        }
    }
}

/// Whether an argument's values are paths: by their type, their hint or their name.
#[must_use]
pub fn is_path(argument: &Arg) -> bool {
    let is_named = |name: &clap::builder::Str| PATH_NAMES.contains(&name.as_str());
    argument.get_value_parser().type_id() == TypeId::of::<PathBuf>()
        || matches!(
            argument.get_value_hint(),
            ValueHint::AnyPath
                | ValueHint::FilePath
                | ValueHint::DirPath
                | ValueHint::ExecutablePath
        )
        || argument.get_value_names().is_some_and(|names| names.iter().any(is_named))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]

    use super::{OF_A_STRANGER, OF_THE_MACHINE};
    use crate::cli::command;

    #[test]
    fn what_is_refused_is_a_command() {
        for name in OF_THE_MACHINE.iter().chain(OF_A_STRANGER) {
            let (path, option) = name.split_once(" --").unzip();
            let mut tree = command();
            for word in path.unwrap_or(name).split(' ') {
                let next = tree.find_subcommand(word).cloned();
                tree = next.unwrap_or_else(|| panic!("`{name}` is no command"));
            }
            let has = |option| tree.get_arguments().any(|found| found.get_long() == Some(option));
            assert!(option.is_none_or(has), "`{name}` is no option");
        }
    }
}
