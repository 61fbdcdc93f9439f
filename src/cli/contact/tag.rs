//! `contact tag` and `contact untag`.

use std::io::{BufRead, Read};

use super::filter::FilterArgs;
use crate::{
    cli::{
        candidates,
        context::Context,
        error::Error,
        io::fault,
        verb::{ChangeVerb, Done},
    },
    ops::{
        self, Session,
        contact::{Tagging, Turn, Whom, tag},
    },
};

/// No ID or number is longer; a line that is would only fill the memory.
const LONGEST_LINE: u64 = 256;

/// Which tags, and of whom.
#[derive(clap::Args)]
struct Tags {
    /// The tag
    #[arg(value_name = "TAG", add = candidates::tags())]
    name: String,
    /// Contacts: IDs or numbers; `-` reads them from standard input, one a line
    #[arg(value_name = "ID|NUMBER", add = candidates::contacts())]
    contacts: Vec<String>,
    /// Another tag; may be given again
    #[arg(long, value_name = "TAG")]
    also: Vec<String>,
    /// Every contact
    #[arg(long, conflicts_with_all = ["tags", "traits", "country", "opted_in", "contacts"])]
    all: bool,
    #[command(flatten)]
    filter: FilterArgs,
}

impl Tags {
    fn prepare(&mut self, context: &mut Context) -> Result<(), Error> {
        let is_named = !self.contacts.is_empty();
        let is_filtered = !self.filter.is_empty() || self.all;
        match (is_named, is_filtered) {
            (false, false) => Err(Error::usage(
                "no contacts are named",
                "name IDs or numbers, `-` for standard input, a filter such as `--tag`, or `--all`",
            )),
            (true, true) => Err(Error::usage(
                "contacts are named both one by one and by a filter",
                "name them in one of the two ways",
            )),
            (false, true) => Ok(()),
            (true, false) => {
                self.contacts = names(&self.contacts, &mut context.output.input())?;
                Ok(())
            }
        }
    }

    fn apply(&self, session: &mut Session, turn: Turn) -> ops::Result<Done> {
        let tags: Vec<_> = std::iter::once(&self.name).chain(&self.also).cloned().collect();
        let whom = if self.contacts.is_empty() {
            Whom::Fitting(self.filter.filter())
        } else {
            Whom::Named(&self.contacts)
        };
        Ok(tag(session, Tagging { tags: &tags, turn }, whom)?.into())
    }
}

#[derive(clap::Args)]
pub struct Tag {
    #[command(flatten)]
    tags: Tags,
}

impl ChangeVerb for Tag {
    fn prepare(&mut self, context: &mut Context) -> Result<(), Error> {
        self.tags.prepare(context)
    }

    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        self.tags.apply(session, Turn::Give)
    }
}

#[derive(clap::Args)]
pub struct Untag {
    #[command(flatten)]
    tags: Tags,
}

impl ChangeVerb for Untag {
    fn prepare(&mut self, context: &mut Context) -> Result<(), Error> {
        self.tags.prepare(context)
    }

    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        self.tags.apply(session, Turn::Take)
    }
}

/// The names as they were given, and those on standard input where one of them is `-`.
fn names(given: &[String], input: &mut dyn BufRead) -> Result<Vec<String>, Error> {
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
            _ => return Err(unreadable(Some(number), "is neither an ID nor a number")),
        }
    }
    if names.is_empty() { Err(unreadable(None, "names nobody")) } else { Ok(names) }
}

fn unreadable(line: Option<u64>, problem: &str) -> Error {
    fault("-", line, problem, "write one ID or number a line").into()
}
