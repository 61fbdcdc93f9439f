//! `leaks`: reads everything that a masked role can read, by the program itself, and looks for what
//! is hidden from it.

mod lines;
mod report;

use std::{cell::RefCell, ffi::OsString, io, rc::Rc};

use super::{
    candidates,
    context::Context,
    error::{Exit, Result},
    run::Program,
    surroundings::Surroundings,
};
use crate::{
    ops::{leaks::task, status::status},
    store::Access,
    ui::Streams,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Read as that member only [default: each masked role, whoever has it]
    #[arg(value_name = "EMAIL", add = candidates::members())]
    member: Option<String>,
    /// Open only the newest N chats [default: all]
    #[arg(long, value_name = "N")]
    limit: Option<u64>,
    /// Open every chat, which is the default
    #[arg(long, conflicts_with = "limit")]
    all: bool,
    /// How the results are written
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    output: report::Form,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let limit = args.limit.filter(|_| !args.all);
    let task = task(&mut context.session()?, args.member.as_deref(), limit)?;
    let owner = status(&mut context.session()?)?.email.to_string();
    let workspace = context.global.workspace_path()?;
    let now = context.now()?;
    let lines = lines::lines(&task.chats, &task.accounts);
    let mut program = Program::of(context.commands);
    let searched = task.search(&lines, |reader, line, look| {
        let who = reader.member.as_ref().unwrap_or(&owner);
        let words = line.split(' ').map(|word| place(word, who, &reader.role));
        let fixed = ["rolecall".into(), "--workspace".into(), workspace.clone().into()];
        let who = ["--as".into(), who.into()];
        let printed = Printed::default();
        // The policy that refuses all is what `policy plan -` reads.
        let input = io::Cursor::new(task.refusing.clone());
        let streams = Streams::over(input, printed.clone(), printed.clone());
        let masks = reader.member.is_none().then_some(reader.masks);
        let around =
            Surroundings { streams, now: Some(now), access: Access::Read, masks, pin: None };
        let code = program.run(fixed.into_iter().chain(who).chain(words), around);
        look(&printed.0.take());
        // What is refused says so, which is read like the rest. To a member, a chat out of their
        // sight isn't there.
        let is_out_of_sight = code == MISSING && reader.member.is_some();
        let is_read = matches!(code, DONE | NO | DENIED) || is_out_of_sight;
        std::result::Result::<bool, super::error::Error>::Ok(is_read)
    })?;
    report::print(&task, &searched, args.output, context)?;
    Ok(match (searched.leaks.is_empty(), searched.unread.is_empty()) {
        (false, _) => Exit::No,
        (true, false) => Exit::Unanswered,
        (true, true) => Exit::Done,
    })
}

/// How a line ends that could be read.
const DONE: u8 = Exit::Done as u8;
const NO: u8 = Exit::No as u8;
const DENIED: u8 = 3;
const MISSING: u8 = 4;

fn place(word: &str, who: &str, role: &str) -> OsString {
    match word {
        "{self}" => who.into(),
        "{role}" => role.into(),
        other => other.into(),
    }
}

/// What a run printed, on either way out.
#[derive(Clone, Default)]
struct Printed(Rc<RefCell<Vec<u8>>>);

impl io::Write for Printed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
