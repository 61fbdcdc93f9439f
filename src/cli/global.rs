//! The options that every command takes, and the one that every change takes.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use clap::{
    Arg, ArgMatches, Args, Command, FromArgMatches, builder::Resettable, error::ErrorKind,
    parser::ValueSource,
};

use super::{clock, config::Config, error::Error, tree::augmented};
use crate::{
    rules::policy::caller::{Caller, Operator, Via},
    store::{Mode, is_address},
    ui::{ColorChoice, Format, Settings},
};

/// The heading of these options on a help page.
const HEADING: &str = "Global options";

/// Whether an option is one that every command takes.
#[must_use]
pub fn is_global(argument: &Arg) -> bool {
    argument.get_help_heading() == Some(HEADING)
}

/// What every command takes, at each level of the line: before a command, or behind it. Clap's own
/// `global` copies each of them to every command whenever the program starts.
// A flag of the command line is a yes or a no.
#[allow(clippy::struct_excessive_bools)]
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = HEADING)]
pub struct Global {
    /// Path of the workspace, or its address on a server [default: in the per-user data directory]
    #[arg(long, env = "ROLECALL_WORKSPACE", value_name = "PATH", hide_env_values = true)]
    pub workspace: Option<PathBuf>,
    /// Act as this member [default: the workspace's first active owner]
    #[arg(long = "as", env = "ROLECALL_AS", value_name = "EMAIL", hide_env_values = true,
        add = super::candidates::members())]
    pub actor: Option<String>,
    /// Form of the output [default: table]
    #[arg(long, env = "ROLECALL_FORMAT", value_enum, hide_env_values = true)]
    pub format: Option<Format>,
    /// When to use colour [default: auto]
    #[arg(long, env = "ROLECALL_COLOR", value_enum, value_name = "WHEN", hide_env_values = true)]
    pub color: Option<ColorChoice>,
    /// Show every column, whole, however wide the terminal is
    #[arg(long)]
    pub wide: bool,
    /// Don't use a pager for output that is longer than the screen
    #[arg(long)]
    pub no_pager: bool,
    /// Print only data, warnings and errors
    #[arg(long, short)]
    pub quiet: bool,
    /// Answer yes to every question
    #[arg(long, short)]
    pub yes: bool,
    /// Whether the configuration file named the actor.
    #[arg(skip)]
    is_actor_configured: bool,
}

/// What every command takes that changes something.
#[derive(Debug, Clone, Copy, Args)]
pub struct Change {
    /// Print what would change, without changing anything
    #[arg(long)]
    pub dry_run: bool,
}

impl Change {
    /// Whether the change is kept.
    #[must_use]
    pub const fn mode(self) -> Mode {
        if self.dry_run { Mode::DryRun } else { Mode::Apply }
    }
}

/// The value of an option on the line that is being completed, which stands behind `--`. The word
/// under the cursor is left out: it is not finished.
fn typed(arguments: impl Iterator<Item = OsString>, option: &str) -> Option<OsString> {
    let mut line: Vec<_> = arguments.skip_while(|word| word != "--").skip(1).collect();
    let index = std::env::var("_CLAP_COMPLETE_INDEX").ok().and_then(|index| index.parse().ok());
    let cursor = index.unwrap_or(line.len().saturating_sub(1));
    if cursor < line.len() {
        line.remove(cursor);
    }
    let mut value = None;
    let mut words = line.into_iter();
    while let Some(word) = words.next() {
        if word == option {
            value = words.next();
        } else if let Some(rest) = word.to_str().and_then(|word| word.strip_prefix(option))
            && let Some(rest) = rest.strip_prefix('=')
        {
            value = Some(rest.into());
        }
    }
    value
}

impl Global {
    /// Adds the options to a command of any level, where `help options` alone lists them.
    pub fn grow(command: Command) -> Command {
        let hidden = |option: Arg| {
            if is_global(&option) {
                option.hide_short_help(true).hide_long_help(true)
            } else {
                option
            }
        };
        // The heading is theirs alone.
        augmented::<Self>(command).next_help_heading(Resettable::Reset).mut_args(hidden)
    }

    /// Reads the options from every level of a line. The last one counts; who acts, and where, may be
    /// said once only: of two, a reader may see the other.
    pub fn read(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let levels = || std::iter::successors(Some(matches), |level| Some(level.subcommand()?.1));
        for (option, id) in [("--workspace", "workspace"), ("--as", "actor")] {
            if levels().filter(|level| is_given(level, id)).count() > 1 {
                let problem = format!("the argument '{option}' cannot be used multiple times");
                return Err(clap::Error::raw(ErrorKind::ArgumentConflict, problem));
            }
        }
        let mut said = Self::from_arg_matches(matches)?;
        for level in levels().skip(1) {
            let here = Self::from_arg_matches(level)?;
            if is_given(level, "workspace") {
                said.workspace = here.workspace;
            }
            if is_given(level, "actor") {
                said.actor = here.actor;
            }
            if is_given(level, "format") {
                said.format = here.format;
            }
            if is_given(level, "color") {
                said.color = here.color;
            }
            said.wide |= here.wide;
            said.no_pager |= here.no_pager;
            said.quiet |= here.quiet;
            said.yes |= here.yes;
        }
        Ok(said)
    }

    /// For a shell's completion: what the line says so far, else what the environment says.
    #[must_use]
    pub fn for_completion() -> Self {
        let environment = |name| std::env::var_os(name);
        let typed = |name| typed(std::env::args_os(), name);
        let workspace = typed("--workspace").or_else(|| environment("ROLECALL_WORKSPACE"));
        let actor = typed("--as").or_else(|| environment("ROLECALL_AS"));
        Self {
            workspace: workspace.map(PathBuf::from),
            // An email that is no text is nobody's, so nothing is offered.
            actor: actor.map(|actor| actor.to_string_lossy().into_owned()),
            format: None,
            color: None,
            wide: false,
            no_pager: true,
            quiet: true,
            yes: false,
            is_actor_configured: false,
        }
        // A file that can't be read is told of by the command itself.
        .or(Config::read().unwrap_or_default())
    }

    /// The same, with what the configuration file says where the line and the environment say nothing.
    #[must_use]
    pub fn or(self, config: Config) -> Self {
        Self {
            is_actor_configured: self.actor.is_none() && config.actor.is_some(),
            workspace: self.workspace.or(config.workspace),
            actor: self.actor.or(config.actor),
            format: self.format.or(config.format),
            color: self.color.or(config.color),
            ..self
        }
    }

    /// Who acts, how they were chosen, and who really runs the program.
    pub fn caller(&self) -> Caller {
        let from_environment = std::env::var("ROLECALL_AS").ok();
        let via = match &self.actor {
            None => Via::Default,
            Some(_) if self.is_actor_configured => Via::Configuration,
            Some(_) if self.actor == from_environment => Via::Environment,
            Some(_) => Via::Flag,
        };
        Caller {
            actor: self.actor.clone(),
            via,
            operator: Operator::System(system_user),
            visitor: None,
            clock_is_set: clock::clock_is_set(),
        }
    }

    /// How this run prints. A clock that can't be read is reported by what needs it.
    #[must_use]
    pub fn settings(&self, now: Option<i64>) -> Settings {
        Settings {
            format: self.format.unwrap_or_default(),
            color: self.color.unwrap_or_default(),
            quiet: self.quiet,
            wide: self.wide,
            pages: !self.no_pager,
            now: now.map_or_else(clock::now, Ok).unwrap_or_default(),
        }
    }

    /// The folder for mails beside the workspace's file: `acme.db` has `acme.outbox`, and a file of
    /// another ending has its whole name before `-outbox`, so that no two workspaces share one.
    pub fn outbox_folder(&self) -> Result<PathBuf, Error> {
        let path = self.workspace_path()?;
        if is_address(&path) {
            return Self::outbox_of_address(&path);
        }
        if path.extension().is_some_and(|ending| ending == "db") {
            return Ok(path.with_extension("outbox"));
        }
        let mut name = path.into_os_string();
        name.push("-outbox");
        Ok(name.into())
    }

    /// The folder for mails of a workspace on a server: in the per-user data directory, by its address.
    fn outbox_of_address(address: &Path) -> Result<PathBuf, Error> {
        let name: String = address
            .to_string_lossy()
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("-");
        data_folder().map(|folder| folder.join(name + ".outbox")).ok_or_else(no_home)
    }

    /// The same, good in every folder.
    pub fn whole_workspace_path(&self) -> Result<PathBuf, Error> {
        let path = self.workspace_path()?;
        if is_address(&path) { Ok(path) } else { Ok(std::path::absolute(&path).unwrap_or(path)) }
    }

    /// The workspace's file, or its address on a server: as given, or in the per-user data directory.
    pub fn workspace_path(&self) -> Result<PathBuf, Error> {
        match &self.workspace {
            Some(path) => Ok(path.clone()),
            None => data_folder().map(|folder| folder.join("workspace.db")).ok_or_else(no_home),
        }
    }
}

fn no_home() -> Error {
    Error::usage("no home directory to keep a workspace in", "name a file with `--workspace PATH`")
}

/// Whether the line itself gives an argument, and not the environment or a default.
pub(super) fn is_given(matches: &ArgMatches, id: &str) -> bool {
    matches.try_contains_id(id).unwrap_or(false)
        && matches.value_source(id) == Some(ValueSource::CommandLine)
}

/// The per-user data directory; `None` for a user without a home.
pub(super) fn data_folder() -> Option<PathBuf> {
    directories::ProjectDirs::from("", "", "rolecall").map(|folders| folders.data_dir().to_owned())
}

/// The system's user and host, such as `ada@desk`.
fn system_user() -> String {
    let host = whoami::fallible::hostname().unwrap_or_else(|_| "localhost".to_owned());
    format!("{}@{host}", whoami::fallible::username().unwrap_or_else(|_| "unknown".to_owned()))
}
