//! `chat import`.

use std::io;

use clap::{ValueEnum, builder::PossibleValue};

use crate::rules::policy::permission::Permission;
use crate::{
    cli::{
        context::Context,
        error::{Error, Exit, Result},
        global::Change,
        io::{Input, fault},
    },
    ops::{
        Outcome,
        chat::{DateOrder, ImportReport, ImportRequest, ReadError, Source, import, offset},
        undo::can_be_tried,
    },
    rules::{counted::counted, privacy::lens::SafeText},
    store::Mode,
    ui::{Format, Value},
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The file, or `-` for standard input
    #[arg(value_hint = clap::ValueHint::FilePath)]
    file: String,
    /// What the file is [default: recognised by how it begins]
    #[arg(long, value_name = "SOURCE")]
    from: Option<From>,
    /// The account's number, for files that don't name it [default: the only account]
    #[arg(long, value_name = "NUMBER")]
    account: Option<String>,
    /// The contact's number, for an exported chat that doesn't say it
    #[arg(long, value_name = "NUMBER")]
    contact: Option<String>,
    /// Country of the two numbers if they are in national form, such as IN
    #[arg(long, value_name = "CC")]
    country: Option<String>,
    /// The account's own name in an exported chat
    #[arg(long, value_name = "NAME")]
    me: Option<String>,
    /// The name of an author in an exported chat, where it has a colon in it
    #[arg(long, value_name = "NAME")]
    author: Vec<String>,
    /// The order of day, month and year in an exported chat [default: told from the dates]
    #[arg(long, value_name = "ORDER", value_parser = ["dmy", "mdy", "ymd"])]
    dates: Option<String>,
    /// The clock of an exported chat, such as +05:30 [default: UTC]
    #[arg(long, value_name = "OFFSET", allow_hyphen_values = true)]
    timezone: Option<String>,
    /// What the group of an exported chat is called [default: told from the file's name]
    #[arg(long, value_name = "TEXT")]
    subject: Option<String>,
    /// Keep what is good where something is refused
    #[arg(long)]
    keep_going: bool,
    #[command(flatten)]
    change: Change,
}

/// A source, as the command line names it.
#[derive(Debug, Clone, Copy)]
struct From(Source);

impl ValueEnum for From {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [From; 5] = [
            From(Source::CloudApi),
            From(Source::Timelines),
            From(Source::Interakt),
            From(Source::InteraktContacts),
            From(Source::WhatsApp),
        ];
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let help = match self.0 {
            Source::CloudApi => "webhooks of WhatsApp's Cloud API",
            Source::Timelines => "pages of TimelinesAI's public API",
            Source::Interakt => "Interakt's message webhooks",
            Source::InteraktContacts => "Interakt's list of contacts, as CSV",
            Source::WhatsApp => "a chat as WhatsApp itself exports it",
        };
        Some(PossibleValue::new(self.0.key()).help(help))
    }
}

/// The fields of an import's report: a contract with scripts.
pub const FIELDS: &[&str] =
    &["kind", "new", "changed", "unchanged", "place", "problem", "left_out", "refused"];

/// Those that a table has where nothing was refused.
const TALLY: [usize; 5] = [0, 1, 2, 3, 6];

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let offset = args.offset()?;
    let request = ImportRequest {
        file: &args.file,
        source: args.from.map(|from| from.0),
        account: args.account.as_deref(),
        contact: args.contact.as_deref(),
        country: args.country.as_deref(),
        me: args.me.as_deref(),
        authors: &args.author,
        dates: args.dates.as_deref().and_then(DateOrder::from_key),
        offset,
        subject: args.subject.as_deref(),
        keep_going: args.keep_going,
    };
    let cleared = context.require(Permission::Integrations)?;
    let input = Input::open(&args.file, cleared, &mut context.output)?;
    let Input { reader, length, .. } = input.settled()?;
    let mut session = context.session_in(mode)?;
    let mut report = ImportReport::default();
    let bar = context.output.progress(length);
    let imported = import(&mut session, &request, reader, &mut report, &mut |read| bar.at(read));
    drop(bar);
    let outcome = match imported {
        Ok(outcome) => outcome,
        Err(error) => {
            // The first is the error itself.
            if report.refusals > 1 {
                print_refused(&report, context)?;
            }
            return Err(error.into());
        }
    };
    let is_made = mode == Mode::Apply && !outcome.changed.is_empty();
    context.tell(is_made, |context| args.tell(&report, &outcome, mode, context))
}

impl Args {
    fn tell(
        &self,
        report: &ImportReport,
        outcome: &Outcome,
        mode: Mode,
        context: &mut Context,
    ) -> Result {
        print(report, context)?;
        if report.source == Some(Source::WhatsApp) && self.timezone.is_none() {
            context
                .output
                .say("the times in the file were taken as UTC; `--timezone` says otherwise")?;
        }
        for note in &outcome.notes {
            context.output.warn(note)?;
        }
        if mode == Mode::DryRun {
            context.output.say("dry run: nothing was changed")?;
        } else if can_be_tried(outcome) {
            context.offer_undo_of(outcome.entry)?;
        }
        match report.refusals {
            0 => Ok(Exit::Done),
            refusals => Err(fault(
                &self.file,
                None,
                &format!("refused {}; the rest was kept", counted(refusals, "thing")),
                "put them right and import the file again: what is known already changes nothing",
            )
            .into()),
        }
    }

    fn offset(&self) -> std::result::Result<Option<i32>, Error> {
        let Some(text) = &self.timezone else { return Ok(None) };
        offset(text).map(Some).ok_or_else(|| {
            Error::usage(
                format!("`{text}` is no offset from UTC"),
                "write it as `+05:30`, `-03:00` or `UTC`",
            )
        })
    }
}

fn print(report: &ImportReport, context: &mut Context) -> io::Result<()> {
    let is_table = context.output.format() == Format::Table;
    let selected = (is_table && report.refusals == 0).then_some(TALLY);
    let mut list = context.output.list(FIELDS, selected.as_ref().map(<[usize; 5]>::as_slice));
    for (kind, tally) in report.tallies() {
        list.row(vec![
            Value::plain(kind),
            Value::count(tally.new),
            Value::count(tally.changed),
            Value::count(tally.unchanged),
            Value::Null,
            Value::Null,
            Value::count(0),
            Value::count(0),
        ])?;
    }
    for (field, count) in &report.left_out {
        let none = || Value::count(0);
        let field = SafeText::echo(field.as_str()).into();
        let (place, problem) = (Value::Null, Value::Null);
        list.row(vec![
            field,
            none(),
            none(),
            none(),
            place,
            problem,
            Value::count(*count),
            none(),
        ])?;
    }
    for error in &report.refused {
        list.row(refused(error))?;
    }
    list.end()?;
    uncounted(report, context)?;
    if report.waiting > 0 {
        let waiting = counted(report.waiting, "update");
        context.output.say(&format!("{waiting} kept for messages that haven't come yet"))?;
    }
    if !report.left_out.is_empty() {
        let fields = report.left_out.iter().map(|(field, count)| format!("{count} `{field}`"));
        let fields = fields.collect::<Vec<_>>().join(", ");
        context.output.say(&format!("left out, as they carry no conversation: {fields}"))?;
    }
    Ok(())
}

fn print_refused(report: &ImportReport, context: &mut Context) -> io::Result<()> {
    let mut list = context.output.list(FIELDS, None);
    for error in &report.refused {
        list.row(refused(error))?;
    }
    list.end()?;
    uncounted(report, context)
}

/// What was refused beyond what is listed.
fn uncounted(report: &ImportReport, context: &mut Context) -> io::Result<()> {
    let listed = u64::try_from(report.refused.len()).unwrap_or(u64::MAX);
    match report.refusals.saturating_sub(listed) {
        0 => Ok(()),
        more => context.output.warn(&format!("{more} more things were refused")),
    }
}

fn refused(error: &ReadError) -> Vec<Value> {
    let text = |text: String| Value::Text(SafeText::echo(text));
    let at = &error.place;
    let column = at.column.map(|column| format!(", column {column}")).unwrap_or_default();
    let pointer = if at.pointer.is_empty() { "" } else { " at " };
    let place = format!("line {}{column}{pointer}{}", at.line, at.pointer);
    let problem = text(error.problem.clone());
    let kind = Value::plain("refused");
    let nothing = || Value::Null;
    vec![kind, nothing(), nothing(), nothing(), text(place), problem, nothing(), Value::count(1)]
}
