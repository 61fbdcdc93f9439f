//! `contact import`.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

use crate::rules::{error::name_some, policy::permission::Permission};
use crate::{
    cli::{
        context::Context,
        error::Result,
        global::Change,
        io::{Force, Input, OutputFile},
        list_import::{self, Count, FIELDS, Mapping, Report, end, print_report, say_left_out},
    },
    ops::{
        contact::{Import, ImportReport, import},
        list_import::Side,
    },
    rules::counted::counted,
    store::Mode,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The list: CSV or XLSX with a header, or JSON objects; `-` for standard input
    #[arg(value_hint = clap::ValueHint::FilePath)]
    file: String,
    /// Edit contacts who exist; an empty cell changes nothing
    #[arg(long)]
    update: bool,
    /// Import the good rows even if others are refused; the exit code is still 6
    #[arg(long)]
    keep_going: bool,
    /// Write refused rows to this file, to be fixed and imported again
    #[arg(long, value_name = "FILE", requires = "keep_going")]
    rejects: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
    /// Country of numbers in national form, such as IN, if no column says it
    #[arg(long, value_name = "CODE", env = "ROLECALL_COUNTRY", hide_env_values = true)]
    country: Option<String>,
    /// Read a column as this field, such as "E-mail Address=email"; without a field, skip it
    #[arg(long, value_name = "COLUMN=FIELD", value_parser = list_import::mapping)]
    map: Vec<Mapping>,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let cleared = context.require(Permission::UsersAdd)?;
    let input = Input::open(&args.file, cleared, &mut context.output)?.settled()?;
    let (mut input, length) = (input.reader, input.length);
    let path = args.rejects.as_deref().filter(|_| mode == Mode::Apply);
    let kept = [&*context.global.workspace_path()?, Path::new(&args.file)];
    let mut rejects = path
        .map(|path| OutputFile::create(path, args.force.force, &kept)?.checked())
        .transpose()?;
    let how = Import {
        file: &args.file,
        update: args.update,
        keep_going: args.keep_going,
        country: args.country.as_deref(),
        map: &args.map,
    };
    let mut session = context.session_in(mode)?;
    let mut report = ImportReport::default();
    let bar = context.output.progress(length);
    let side = Side {
        rejects: rejects.as_mut().map(|file| file as &mut dyn Write),
        progress: &mut |bytes| bar.at(bytes),
    };
    let ended = import(&mut session, &mut input, how, side, &mut report);
    drop(bar);
    if ended.is_ok()
        && report.rows.refused > 0
        && let Some(rejects) = rejects
    {
        rejects.save()?;
    }
    let is_kept = ended.is_ok();
    let is_made = is_kept && mode == Mode::Apply;
    context.tell(is_made, |context| {
        print(&report, is_kept, context)?;
        if is_made {
            context.offer_undo_of(report.entry)?;
        }
        end(ended, report.complaint(&args.file), mode, context)
    })
}

fn print(report: &ImportReport, is_kept: bool, context: &mut Context) -> io::Result<()> {
    let (new, changed, unchanged) = (report.added, report.changed, report.unchanged);
    let counts = [Count { kind: "contacts", new, changed, unchanged }];
    if is_kept || report.rows.refused > 0 {
        let report = Report {
            fields: FIELDS,
            rows: &report.rows,
            counts: is_kept.then_some(&counts),
            planned: &[],
        };
        print_report(&report, context)?;
    }
    if is_kept {
        let rows = counted(report.rows.read, "row");
        context
            .output
            .say(&format!("{rows}: {new} new, {changed} changed, {unchanged} unchanged"))?;
        say_left_out(&report.rows, context)?;
        if !report.untagged.is_empty() {
            let named = name_some(&report.untagged);
            context.output.warn(&format!(
                "left out: the tags of contacts {named}; to tag more than one takes `users.bulk-tag`"
            ))?;
        }
    }
    Ok(())
}
