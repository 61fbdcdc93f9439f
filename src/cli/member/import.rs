//! `member import`.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufRead, BufReader, BufWriter, Write},
    path::{Path, PathBuf},
};

use crate::{
    cli::{
        context::Context,
        error::{Error, Exit, Result},
        expiry,
        global::Change,
    },
    ops::{
        self,
        error::InputFault,
        member::{Import, ImportReport, Side, import},
    },
    store::Mode,
    ui::{Output, Value},
};

#[derive(Debug, clap::Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub struct Args {
    /// The list, CSV with a header or a JSON object a line; `-` for standard input
    file: String,
    /// Edit members who exist; an empty cell leaves what is
    #[arg(long)]
    update: bool,
    /// Make teams that don't exist
    #[arg(long)]
    create_teams: bool,
    /// Take the good rows where others can't be taken; the exit code is 6 all the same
    #[arg(long)]
    keep_going: bool,
    /// Write rows that can't be taken to that file, to be mended and imported again
    #[arg(long, value_name = "FILE", requires = "keep_going")]
    rejects: Option<PathBuf>,
    /// The country whose national form numbers have, such as IN, where no column says
    #[arg(long, value_name = "CODE")]
    country: Option<String>,
    /// Send no invitations
    #[arg(long, conflicts_with = "expires")]
    no_invite: bool,
    /// How long the invitations are valid
    #[arg(long, value_name = "TIME", default_value = "7d", value_parser = expiry::parse)]
    expires: i64,
    #[command(flatten)]
    change: Change,
}

/// The fields of a problem: a contract with scripts.
pub const PROBLEM_FIELDS: &[&str] = &["line", "column", "value", "problem", "hint"];
/// The fields of what a dry run would do: a contract with scripts.
pub const PLAN_FIELDS: &[&str] = &["line", "email", "name", "role", "team", "action"];
/// The fields of an import's report: a contract with scripts.
pub const FIELDS: &[&str] = &["kind", "new", "changed", "unchanged"];

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let mut session = context.session_in(mode)?;
    let (mut input, length) = open(&args.file, &mut context.output)?;
    let path = args.rejects.as_deref().filter(|_| mode == Mode::Apply);
    let mut rejects = path.map(|path| Unsaved::create(path, &args.file)).transpose()?;
    let how = Import {
        file: &args.file,
        update: args.update,
        create_teams: args.create_teams,
        keep_going: args.keep_going,
        country: args.country.as_deref(),
        invitation: (!args.no_invite).then_some(args.expires),
    };
    let mut report = ImportReport::default();
    let bar = context.output.progress(length);
    let side = Side {
        rejects: rejects.as_mut().map(|file| &mut file.out as &mut dyn Write),
        progress: &mut |bytes| bar.at(bytes),
    };
    let ended = import(&mut session, &mut input, how, side, &mut report);
    drop(bar);
    if ended.is_ok()
        && !report.problems.is_empty()
        && let Some(rejects) = rejects
    {
        rejects.save()?;
    }
    print(&report, ended.is_ok(), mode, context)?;
    ended?;
    if mode == Mode::DryRun {
        context.output.say("dry run: nothing was changed")?;
    }
    match report.complaint(&args.file) {
        Some(error) => Err(error.into()),
        None => Ok(Exit::Done),
    }
}

fn open(file: &str, output: &mut Output) -> ops::Result<(Box<dyn BufRead>, Option<u64>)> {
    if file == "-" {
        return Ok((output.input(), None));
    }
    let opened = File::open(file).and_then(|opened| {
        let about = opened.metadata()?;
        if about.is_dir() { Err(io::ErrorKind::IsADirectory.into()) } else { Ok((opened, about)) }
    });
    match opened {
        Ok((opened, about)) => {
            Ok((Box::new(BufReader::with_capacity(1 << 16, opened)), Some(about.len())))
        }
        Err(error) => Err(ops::Error::Input(Box::new(InputFault {
            file: file.to_owned(),
            line: None,
            column: None,
            problem: format!("can't be opened: {error}"),
            hint: Some("name a file that exists, or `-` for standard input".to_owned()),
        }))),
    }
}

/// A file under another name until it is wanted: rows are in it before the others are kept, and
/// what stood under its name stays if none is rejected.
struct Unsaved {
    out: BufWriter<File>,
    name: PathBuf,
    unfinished: PathBuf,
}

impl Unsaved {
    fn create(path: &Path, input: &str) -> std::result::Result<Self, Error> {
        if let (Ok(path), Ok(input)) = (path.canonicalize(), Path::new(input).canonicalize())
            && path == input
        {
            return Err(Error::usage(
                "the rejected rows would overwrite the list that they come from",
                "name another file with `--rejects`",
            ));
        }
        let Some(name) = path.file_name() else {
            return Err(Error::usage(
                format!("`{}` is no file", path.display()),
                "name a file with `--rejects`",
            ));
        };
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{}.new", std::process::id()));
        let unfinished = path.with_file_name(hidden);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let out = BufWriter::new(options.open(&unfinished)?);
        Ok(Self { out, name: path.to_owned(), unfinished })
    }

    fn save(mut self) -> io::Result<()> {
        self.out.flush()?;
        fs::rename(&self.unfinished, &self.name)
    }
}

impl Drop for Unsaved {
    fn drop(&mut self) {
        // It is there no more where it was saved.
        drop(fs::remove_file(&self.unfinished));
    }
}

fn print(
    report: &ImportReport,
    is_kept: bool,
    mode: Mode,
    context: &mut Context,
) -> io::Result<()> {
    if !report.problems.is_empty() {
        print_problems(report, context)?;
    } else if is_kept && mode == Mode::DryRun {
        let mut list = context.output.list(PLAN_FIELDS, None);
        for row in &report.planned {
            list.row(vec![
                Value::count(row.line),
                row.email.clone().into(),
                row.name.clone().into(),
                row.role.clone().into(),
                row.team.clone().into(),
                Value::plain(row.action),
            ])?;
        }
        list.end()?;
    } else if is_kept {
        print_counts(report, context)?;
    }
    if is_kept {
        let (new, edited, same) = (report.added, report.edited, report.unchanged);
        let invited = report.invited;
        let words = format!("{new} new, {edited} edited, {same} unchanged, {invited} invited");
        context.output.say(&words)?;
    }
    Ok(())
}

fn print_problems(report: &ImportReport, context: &mut Context) -> io::Result<()> {
    let mut list = context.output.list(PROBLEM_FIELDS, None);
    for problem in &report.problems {
        list.row(vec![
            Value::count(problem.line),
            problem.column.map(Value::plain).into(),
            problem.value.clone().into(),
            problem.problem.clone().into(),
            problem.hint.clone().into(),
        ])?;
    }
    list.end().map(drop)
}

fn print_counts(report: &ImportReport, context: &mut Context) -> io::Result<()> {
    let counts = [
        ("members", report.added, report.edited, report.unchanged),
        ("teams", report.teams, 0, 0),
        ("invitations", report.invited, 0, 0),
    ];
    let mut list = context.output.list(FIELDS, None);
    for (kind, new, changed, unchanged) in counts {
        list.row(vec![
            Value::plain(kind),
            Value::count(new),
            Value::count(changed),
            Value::count(unchanged),
        ])?;
    }
    list.end().map(drop)
}
