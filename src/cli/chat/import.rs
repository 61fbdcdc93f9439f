//! `chat import`.

use std::{
    fs::File,
    io::{self, BufRead, BufReader},
};

use crate::{
    cli::{
        context::Context,
        error::{Exit, Result},
        global::Change,
    },
    ops::{
        self,
        chat::{ImportReport, import},
        error::InputFault,
    },
    store::Mode,
    ui::Value,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The file, or `-` for standard input
    file: String,
    #[command(flatten)]
    change: Change,
}

/// The fields of an import's report: a contract with scripts.
pub const FIELDS: &[&str] = &["kind", "new", "changed", "unchanged"];

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let mut session = context.session_in(mode)?;
    let (outcome, report) = import(&mut session, &args.file, open(&args.file)?)?;
    print(&report, context)?;
    for note in &outcome.notes {
        context.output.warn(note)?;
    }
    if mode == Mode::DryRun {
        context.output.say("dry run: nothing was changed")?;
    }
    Ok(Exit::Done)
}

fn open(file: &str) -> ops::Result<Box<dyn BufRead>> {
    if file == "-" {
        return Ok(Box::new(BufReader::new(io::stdin())));
    }
    match File::open(file) {
        Ok(opened) => Ok(Box::new(BufReader::with_capacity(1 << 16, opened))),
        Err(error) => Err(ops::Error::Input(Box::new(InputFault {
            file: file.to_owned(),
            line: None,
            column: None,
            problem: format!("can't be opened: {error}"),
            hint: Some("name a file that exists, or `-` for standard input".to_owned()),
        }))),
    }
}

fn print(report: &ImportReport, context: &mut Context) -> io::Result<()> {
    let mut list = context.output.list(FIELDS, None);
    for (kind, tally) in report.tallies() {
        list.row(vec![
            Value::plain(kind),
            Value::count(tally.new),
            Value::count(tally.changed),
            Value::count(tally.unchanged),
        ])?;
    }
    list.end()?;
    if report.waiting > 0 {
        let waiting = report.waiting;
        context
            .output
            .say(&format!("{waiting} updates wait for messages that haven't come yet"))?;
    }
    if report.ignored > 0 {
        let ignored = report.ignored;
        context
            .output
            .say(&format!("{ignored} changes carry no conversation and were left out"))?;
    }
    Ok(())
}
