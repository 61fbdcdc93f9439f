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
    ops::leaks::{Reader, task},
    store::Access,
    ui::Streams,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Read as that member only [default: one member of each masked role]
    #[arg(value_name = "EMAIL", add = candidates::members())]
    member: Option<String>,
    /// Open so many chats, the newest
    #[arg(long, value_name = "N", default_value_t = 1000)]
    limit: u64,
    /// Open all of them
    #[arg(long, conflicts_with = "limit")]
    all: bool,
    /// How the results are written
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    output: report::Form,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let limit = (!args.all).then_some(args.limit);
    let task = task(&mut context.session()?, args.member.as_deref(), limit)?;
    let workspace = context.global.workspace_path()?;
    let now = context.now()?;
    let lines = lines::lines(&task.chats, &task.accounts);
    let mut program = Program::new();
    let searched = task.search(&lines, |reader, line, look| {
        let words = line.split(' ').map(|word| place(word, reader));
        let fixed = ["rolecall".into(), "--workspace".into(), workspace.clone().into()];
        let who = ["--as".into(), reader.member.clone().into()];
        let printed = Printed::default();
        let streams = Streams::over(io::empty(), printed.clone(), printed.clone());
        let around = Surroundings { streams, now: Some(now), access: Access::Read, pin: None };
        // How it ends doesn't matter: what is refused says so, which is read like the rest.
        program.run(fixed.into_iter().chain(who).chain(words), around);
        look(&printed.0.take());
        std::result::Result::<(), super::error::Error>::Ok(())
    })?;
    report::print(&task, &searched, args.output, context)?;
    Ok(if searched.leaks.is_empty() { Exit::Done } else { Exit::No })
}

fn place(word: &str, reader: &Reader) -> OsString {
    match word {
        "{self}" => reader.member.clone().into(),
        "{role}" => reader.role.clone().into(),
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
