//! Reading policy files from where they are named. What they say is read in `rules`.

use std::io::Read;

use crate::{
    ops::{self, error::InputFault, policy::preset},
    rules::policy::file::{PolicyFile, read},
    ui::Output,
};

/// No policy is longer: a file that is has been named by mistake.
const LONGEST: u64 = 16 << 20;

/// The text of a file, or of standard input for `-`.
pub(super) fn text(file: &str, output: &mut Output) -> ops::Result<String> {
    let fault = |problem: String, hint: &str| {
        ops::Error::Input(Box::new(InputFault {
            file: file.to_owned(),
            line: None,
            column: None,
            problem,
            hint: Some(hint.to_owned()),
        }))
    };
    let exists = "name a file that exists, or `-` for standard input";
    let mut bytes = Vec::new();
    let read = if file == "-" {
        output.input().take(LONGEST + 1).read_to_end(&mut bytes)
    } else {
        let opened = std::fs::File::open(file);
        opened.and_then(|opened| opened.take(LONGEST + 1).read_to_end(&mut bytes))
    };
    read.map_err(|error| fault(format!("can't be read: {error}"), exists))?;
    if bytes.len() as u64 > LONGEST {
        return Err(fault("is longer than 16 MiB".to_owned(), "is it a policy file?"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = good.split(|byte| *byte == b'\n').count() as u64;
        ops::Error::Input(Box::new(InputFault {
            file: file.to_owned(),
            line: Some(line),
            column: None,
            problem: "is not UTF-8".to_owned(),
            hint: Some("save it as UTF-8".to_owned()),
        }))
    })
}

/// A policy file, read.
pub(super) fn policy(file: &str, output: &mut Output) -> ops::Result<PolicyFile> {
    parsed(file, &text(file, output)?)
}

/// A preset, as a policy file.
pub(super) fn preset_policy(name: &str) -> ops::Result<PolicyFile> {
    parsed(name, preset(name)?)
}

fn parsed(file: &str, text: &str) -> ops::Result<PolicyFile> {
    read(text).map_err(|faults| ops::Error::PolicyFile { file: file.to_owned(), faults })
}
