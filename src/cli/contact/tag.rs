//! `contact tag` and `contact untag`.

use std::io::{BufRead, Read};

use super::filter::FilterArgs;
use crate::{
    cli::{
        context::Context,
        error::{Error, Result},
        global::Change,
    },
    ops::{
        contact::{Tagging, Whom, tag},
        error::InputFault,
    },
};

/// No id or number is longer; a line that is would only fill the memory.
const LONGEST_LINE: u64 = 256;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The tag
    #[arg(value_name = "TAG")]
    name: String,
    /// Whom: ids or numbers; `-` reads them from standard input, one a line
    #[arg(value_name = "ID|NUMBER")]
    contacts: Vec<String>,
    /// Another tag beside it
    #[arg(long, value_name = "TAG")]
    also: Vec<String>,
    /// Everybody
    #[arg(long, conflicts_with_all = ["tags", "traits", "country", "opted_in", "contacts"])]
    all: bool,
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, remove: bool, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let tags: Vec<_> = std::iter::once(&args.name).chain(&args.also).cloned().collect();
    let tagging = Tagging { tags: &tags, remove };
    let named;
    let whom = match (args.contacts.is_empty(), args.filter.is_empty()) {
        (true, true) if args.all => Whom::Fitting(args.filter.filter()),
        (true, true) => {
            return Err(Error::usage(
                "nobody is named who is meant",
                "name ids or numbers, `-` for standard input, a filter such as `--tag`, or `--all`",
            ));
        }
        (true, false) => Whom::Fitting(args.filter.filter()),
        (false, true) => {
            named = names(&args.contacts, &mut context.output.input())?;
            Whom::Named(&named)
        }
        (false, false) => {
            return Err(Error::usage(
                "contacts are named both one by one and by a filter",
                "name them in one of the two ways",
            ));
        }
    };
    let outcome = tag(&mut context.session_in(mode)?, tagging, whom)?;
    context.report(&outcome, mode)
}

/// The names as they were given, and those on standard input where one of them is `-`.
fn names(given: &[String], input: &mut dyn BufRead) -> std::result::Result<Vec<String>, Error> {
    let mut names: Vec<_> = given.iter().filter(|name| *name != "-").cloned().collect();
    if names.len() == given.len() {
        return Ok(names);
    }
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let read = (&mut *input).take(LONGEST_LINE).read_until(b'\n', &mut line)?;
        if read == 0 {
            break;
        }
        let is_whole = line.last() == Some(&b'\n') || (read as u64) < LONGEST_LINE;
        match std::str::from_utf8(&line).map(str::trim) {
            Ok("") => {}
            Ok(name) if is_whole => names.push(name.to_owned()),
            _ => return Err(unreadable(Some(number), "is neither an id nor a number")),
        }
    }
    if names.is_empty() { Err(unreadable(None, "names nobody")) } else { Ok(names) }
}

fn unreadable(line: Option<u64>, problem: &str) -> Error {
    Error::Operation(crate::ops::Error::Input(Box::new(InputFault {
        file: "-".to_owned(),
        line,
        column: None,
        problem: problem.to_owned(),
        hint: Some("write one id or number a line".to_owned()),
    })))
}
