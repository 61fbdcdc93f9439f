//! What a verb works with: the options, the way out, the clock, and the workspace when it is asked
//! for and not before.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use super::{
    clock::{self, rough},
    error::Error,
    global::Global,
    pin::Pin,
    tree::Node,
};
use crate::{
    ops::{Cleared, Session},
    rules::policy::{mask::MaskSet, permission::Permission},
    store::{Access, Mode, Notices, Store, Warning},
    ui::{Answer, Output},
};

/// One run of the program.
pub struct Context {
    /// Every command of the first level.
    pub commands: &'static [Node],
    /// The options that every command takes.
    pub global: Global,
    /// Workspaces that the configuration file names.
    pub known: Vec<PathBuf>,
    /// The ways in and out.
    pub output: Output,
    /// When it is, in milliseconds since 1970; `None` to look at the clock.
    pub now: Option<i64>,
    /// Whether it may write to the workspace's file.
    pub access: Access,
    /// The masks to read with instead of the actor's own.
    pub masks: Option<MaskSet>,
    /// What was noticed about the workspace's file.
    pub notices: Notices,
    /// Whose preview the run reads: the email of a member who has not joined.
    pub previewed: Option<String>,
    /// The command line as it was typed, the program first.
    pub words: Vec<OsString>,
    /// What the run is pinned to.
    pub pin: Option<Pin>,
}

impl Context {
    /// Opens the workspace, to read from it.
    pub fn session(&mut self) -> std::result::Result<Session, Error> {
        let mut session = self.session_in(Mode::Apply)?;
        self.previewed = session.preview()?;
        Ok(session)
    }

    /// Goes on only if the actor may do this: asked before a file is opened on their behalf.
    pub fn require(&self, permission: Permission) -> std::result::Result<Cleared, Error> {
        Ok(self.session_in(Mode::Apply)?.require(permission)?)
    }

    /// The same where somebody is named to act; who holds the file may read their own files.
    pub fn require_if_named(&self, permission: Permission) -> std::result::Result<Cleared, Error> {
        let is_named = self.global.actor.is_some() || self.pin.is_some();
        if is_named { self.require(permission) } else { Ok(Cleared::holder()) }
    }

    /// Opens the workspace, to change it.
    pub fn session_in(&self, mode: Mode) -> std::result::Result<Session, Error> {
        let store = self.store_at(&self.global.workspace_path()?)?;
        let caller = self.pin.as_ref().map_or_else(|| self.global.caller(), Pin::caller);
        Ok(Session::new(store, caller, self.now()?, mode).with_masks(self.masks))
    }

    /// Opens a workspace, to do with it what this run may.
    pub fn store_at(&self, path: &Path) -> std::result::Result<Store, Error> {
        Ok(Store::open_for(path, self.access)?.noticed_by(&self.notices))
    }

    /// Says that what was read is a preview, where it is one.
    pub fn tell_preview(&mut self) -> std::io::Result<()> {
        let Some(email) = self.previewed.take() else { return Ok(()) };
        self.output
            .warn(&format!("`{email}` has not joined yet: this is a preview of what they will see"))
    }

    /// Says what was noticed about the workspace's file.
    pub fn warn(&mut self) -> std::io::Result<()> {
        for warning in self.notices.take() {
            self.output.warn(&match warning {
                Warning::Linked => {
                    "the workspace has a second name, a hard link; it can't be changed until one is removed"
                        .to_owned()
                }
                Warning::Exposed => {
                    "others can read the workspace's file; `rolecall doctor --fix` makes it private"
                        .to_owned()
                }
                Warning::Unrecorded => {
                    "this copy can only be read: the audit doesn't tell that you took this away"
                        .to_owned()
                }
                Warning::ClockBehind(by) => format!(
                    "the clock is {} behind the newest audit entry; check the computer's clock",
                    rough(by)
                ),
                Warning::ClockAhead(by) => format!(
                    "the clock is {} after the audit entry before; check the computer's clock",
                    rough(by)
                ),
            })?;
        }
        Ok(())
    }

    /// What time it is, in milliseconds since 1970.
    pub fn now(&self) -> std::result::Result<i64, Error> {
        self.now.map_or_else(clock::now, Ok)
    }

    /// The command line as it was typed, with another value for one of its options, ready to paste.
    pub fn line_with(&self, option: &str, value: &str) -> String {
        let mut words = vec!["rolecall".to_owned()];
        let mut typed = self.words.iter().skip(1).map(|word| word.to_string_lossy().into_owned());
        while let Some(word) = typed.next() {
            if word == option {
                typed.next();
            } else if word.split_once('=').is_none_or(|(name, _)| name != option) {
                words.push(word);
            }
        }
        words.extend([option.to_owned(), value.to_owned()]);
        // Words with a zero byte can't be typed.
        shlex::try_join(words.iter().map(String::as_str)).unwrap_or_default()
    }

    /// Whether that option stands on the command line.
    pub fn is_typed(&self, option: &str) -> bool {
        self.words.iter().any(|word| {
            let word = word.to_string_lossy();
            word.split_once('=').map_or(&*word, |(name, _)| name) == option
        })
    }

    /// Whether a person is there who has not said yes to everything.
    pub fn asks(&self) -> bool {
        self.output.can_ask() && !self.global.yes
    }

    /// Goes on only with a yes: from `--yes`, or from a person at a terminal.
    pub fn confirm(&mut self, question: &str) -> std::result::Result<(), Error> {
        if self.global.yes {
            return Ok(());
        }
        match self.output.confirm(question)? {
            Answer::Yes => Ok(()),
            Answer::No => Err(Error::Cancelled),
            Answer::NobodyThere => Err(Error::usage(
                "this needs a yes, and there is no terminal to ask on",
                "say it with `--yes`, or see what would happen with `--dry-run`",
            )),
        }
    }
}

impl Context {
    /// Goes on only if a person at the terminal types that name: for what a yes would be too quick for.
    pub fn confirm_by_name(&mut self, name: &str) -> std::result::Result<(), Error> {
        let question = format!("Type `{name}` to go on, or nothing to leave it");
        let typed = self.output.ask(&question, &|text| {
            let is_answer = text.is_empty() || text == name;
            if is_answer { Ok(()) } else { Err(format!("that is not `{name}`")) }
        })?;
        if typed.is_some_and(|typed| !typed.is_empty()) { Ok(()) } else { Err(Error::Cancelled) }
    }

    /// The same options as this command was typed with, for another command: on the same workspace, on
    /// behalf of the same member.
    pub fn line(&self, command: &str) -> String {
        let mut line = format!("rolecall {command}");
        let typed: Vec<_> = self.words.iter().map(|word| word.to_string_lossy()).collect();
        for option in ["--as", "--workspace"] {
            let value = typed.iter().enumerate().find_map(|(at, word)| {
                let rest = word.strip_prefix(option)?;
                let next = || typed.get(at + 1).map(AsRef::as_ref);
                if rest.is_empty() { next() } else { rest.strip_prefix('=') }
            });
            if let Some(value) = value.and_then(|value| shlex::try_quote(value).ok()) {
                line.extend([" ", option, " ", &*value]);
            }
        }
        line
    }
}
