//! Reading policy files from where they are named. What they say is read in `rules`.

use crate::{
    cli::io::Input,
    ops::{self, Cleared, policy::preset},
    rules::policy::file::{PolicyFile, read},
    ui::Output,
};

/// No policy is longer: a file that is has been named by mistake.
const LONGEST: u64 = 16 << 20;

/// The text of a file, or of standard input for `-`.
pub(super) fn text(file: &str, cleared: Cleared, output: &mut Output) -> ops::Result<String> {
    Input::open(file, cleared, output)?.text(LONGEST)
}

/// A policy file, read.
pub(super) fn policy(file: &str, cleared: Cleared, output: &mut Output) -> ops::Result<PolicyFile> {
    parsed(file, &text(file, cleared, output)?)
}

/// A preset, as a policy file.
pub(super) fn preset_policy(name: &str) -> ops::Result<PolicyFile> {
    parsed(name, preset(name)?)
}

fn parsed(file: &str, text: &str) -> ops::Result<PolicyFile> {
    read(text).map_err(|faults| ops::Error::PolicyFile { file: file.to_owned(), faults })
}
