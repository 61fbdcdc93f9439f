//! `member import`.

use std::{
    io::{self, Cursor, Write},
    path::{Path, PathBuf},
};

use crate::rules::policy::permission::Permission;
use crate::{
    cli::{
        context::Context,
        error::{Error, Result},
        expiry,
        global::Change,
        io::{Force, Input, OutputFile},
        list_import::{
            self, Count, Mapping, PEOPLE_FIELDS, Report, end, print_report, say_left_out,
        },
        outbox::warn_of_no_address,
        verb::{Ask, Line, plan},
    },
    ops::{
        Outcome,
        list_import::{Rows, Side},
        member::{Import, ImportReport, import},
    },
    rules::{counted::counted, privacy::lens::Lens},
    store::Mode,
};

#[derive(Debug, clap::Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub struct Args {
    /// The list: CSV or XLSX with a header, or JSON objects; `-` for standard input. Its columns are email
    /// (required), role (required for new members), name or first name and last name, phone, country code
    /// and team
    #[arg(value_hint = clap::ValueHint::FilePath)]
    file: String,
    /// Edit members who exist; an empty cell changes nothing
    #[arg(long)]
    update: bool,
    /// Make teams that don't exist
    #[arg(long)]
    create_teams: bool,
    /// Import the good rows even if others are refused; the exit code is still 6
    #[arg(long)]
    keep_going: bool,
    /// Write refused rows to this file, to be fixed and imported again
    #[arg(long, value_name = "FILE", requires = "keep_going")]
    rejects: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
    /// Country of numbers in national form, such as IN, if no column says it
    #[arg(long, value_name = "CODE")]
    country: Option<String>,
    /// Send no invitations
    #[arg(long, conflicts_with = "expires")]
    no_invite: bool,
    /// How long the invitations are valid
    #[arg(long, value_name = "TIME", default_value = "7d", value_parser = expiry::parse)]
    expires: i64,
    /// Read a column as this field, such as "E-mail Address=email"; without a field, skip it
    #[arg(long, value_name = "COLUMN=FIELD", value_parser = list_import::mapping)]
    map: Vec<Mapping>,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let cleared = context.session_in(mode)?.require(Permission::TeamSettings)?;
    let mut input = Input::open(&args.file, cleared, &mut context.output)?.settled()?;
    if mode == Mode::Apply && context.asks() {
        // The file may change while the question waits, so what was asked about is kept and imported.
        let mut list = Vec::new();
        input.reader.read_to_end(&mut list)?;
        args.ask(&list, context)?;
        input.reader = Box::new(Cursor::new(list));
    }
    let path = args.rejects.as_deref().filter(|_| mode == Mode::Apply);
    let kept = [&*context.global.workspace_path()?, Path::new(&args.file)];
    let mut rejects = path
        .map(|path| OutputFile::create(path, args.force.force, &kept)?.checked())
        .transpose()?;
    let mut session = context.session_in(mode)?;
    let mut report = ImportReport::default();
    let bar = context.output.progress(input.length);
    let side = Side {
        rejects: rejects.as_mut().map(|file| file as &mut dyn Write),
        progress: &mut |bytes| bar.at(bytes),
    };
    let ended = import(&mut session, &mut input.reader, args.how(), side, &mut report);
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
            say_next(&report, context)?;
        }
        end(ended, report.complaint(&args.file), mode, context)
    })
}

impl Args {
    fn how(&self) -> Import<'_> {
        Import {
            file: &self.file,
            update: self.update,
            create_teams: self.create_teams,
            keep_going: self.keep_going,
            country: self.country.as_deref(),
            map: &self.map,
            invitation: (!self.no_invite).then_some(self.expires),
        }
    }

    /// Asks about what is dangerous in a list. One that can't be imported is for the import to refuse.
    fn ask(&self, mut list: &[u8], context: &mut Context) -> std::result::Result<(), Error> {
        let mut session = context.session_in(Mode::DryRun)?;
        let mut report = ImportReport::default();
        let side = Side { rejects: None, progress: &mut |_| {} };
        if import(&mut session, &mut list, self.how(), side, &mut report).is_err() {
            return Ok(());
        }
        let effects = std::mem::take(&mut report.effects);
        let (_, masks) = session.reader()?;
        let effects = plan(&Outcome { effects, lens: Lens::new(masks), ..Outcome::default() });
        let mut lines = vec![Line::told(format!("+ {}", summary(&report)))];
        if report.teams > 0 {
            lines.push(Line::told(format!("+ {} made", counted(report.teams, "team"))));
        }
        lines.extend(refused(&report.rows));
        lines.extend(owners(&report.owners));
        lines.extend(effects);
        context.confirm_plan(&lines)
    }
}

/// The rows that can't be taken: a few of them, and how many.
fn refused(rows: &Rows) -> Vec<Line> {
    let told = rows.problems.iter().take(MOST_REFUSED);
    let mut lines: Vec<_> = told
        .map(|it| Line::told(format!("! row {} is left out: {}", it.line, it.problem)))
        .collect();
    let more = rows.refused.saturating_sub(lines.len() as u64);
    if more > 0 {
        lines.push(Line::told(format!("! and {}", counted(more, "more row"))));
    }
    lines
}

/// So many rows are told one by one before an import.
const MOST_REFUSED: usize = 5;

/// Who becomes an owner, and what must be typed for it: the name of one, how many of several.
fn owners(owners: &[String]) -> Option<Line> {
    let ask = |word: &str| Ask::Typed(word.to_owned());
    let becomes = "and may do everything";
    match owners {
        [] => None,
        [one] => {
            Some(Line { text: format!("+ `{one}` becomes an owner, {becomes}"), ask: ask(one) })
        }
        many => {
            let (names, count) = (many.join("`, `"), many.len().to_string());
            let text = format!("+ {count} become owners, {becomes}: `{names}`");
            Some(Line { text, ask: ask(&count) })
        }
    }
}

fn summary(report: &ImportReport) -> String {
    let (new, edited, same) = (report.added, report.edited, report.unchanged);
    let roles: Vec<_> = report.roles.iter().map(|(role, n)| format!("{n} {role}")).collect();
    let roles = if roles.is_empty() { String::new() } else { format!(" ({})", roles.join(", ")) };
    let rows = counted(report.rows.read, "row");
    let invited = report.invited;
    format!("{rows}: {new} new{roles}, {edited} edited, {same} unchanged, {invited} invited")
}

fn print(report: &ImportReport, is_kept: bool, context: &mut Context) -> io::Result<()> {
    if is_kept || report.rows.refused > 0 {
        let counts = counts(report);
        let report = Report {
            fields: PEOPLE_FIELDS,
            rows: &report.rows,
            counts: is_kept.then_some(&counts),
            planned: if is_kept { &report.planned } else { &[] },
        };
        print_report(&report, context)?;
    }
    if is_kept {
        context.output.say(&summary(report))?;
        if !report.owners.is_empty() {
            let owners = counted(report.owners.len() as u64, "owner");
            context.output.warn(&format!(
                "the list made {owners}, who may change everything; check with `rolecall member list`"
            ))?;
        }
        say_left_out(&report.rows, context)?;
    }
    Ok(())
}

/// What comes after an import: the mails, and the way back.
fn say_next(report: &ImportReport, context: &mut Context) -> std::result::Result<(), Error> {
    if report.invited > 0 {
        let (mails, flush) = (counted(report.invited, "mail"), context.line("outbox flush"));
        let them = if report.invited == 1 { "it" } else { "them" };
        context.output.say(&format!("{mails} queued: `{flush}` sends {them}"))?;
        warn_of_no_address(context)?;
    }
    // Whoever had chats waiting for them holds these now, and can't simply go.
    if !report.settles {
        context.offer_undo_of(report.entry)?;
    }
    Ok(())
}

fn counts(report: &ImportReport) -> [Count; 3] {
    let all = |kind, new| Count { kind, new, changed: 0, unchanged: 0 };
    let (changed, unchanged) = (report.edited, report.unchanged);
    [
        Count { changed, unchanged, ..all("members", report.added) },
        all("teams", report.teams),
        all("invitations", report.invited),
    ]
}
