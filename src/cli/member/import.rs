//! `member import`.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

use crate::rules::policy::permission::Permission;
use crate::{
    cli::{
        context::Context,
        error::Result,
        expiry,
        global::Change,
        io::{Force, Input, OutputFile},
        list_import::{
            self, Count, Mapping, PEOPLE_FIELDS, Report, end, print_report, say_left_out,
        },
    },
    ops::{
        list_import::Side,
        member::{Import, ImportReport, import},
    },
    rules::{counted::counted, policy::role::Model},
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
    let mut session = context.session_in(mode)?;
    let cleared = session.require(Permission::TeamSettings)?;
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
        create_teams: args.create_teams,
        keep_going: args.keep_going,
        country: args.country.as_deref(),
        map: &args.map,
        invitation: (!args.no_invite).then_some(args.expires),
    };
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
    print(&report, ended.is_ok(), context)?;
    end(ended, report.complaint(&args.file), mode, context)
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
        let (new, edited, same) = (report.added, report.edited, report.unchanged);
        let invited = report.invited;
        let roles: Vec<_> = report.roles.iter().map(|(role, n)| format!("{n} {role}")).collect();
        let roles =
            if roles.is_empty() { String::new() } else { format!(" ({})", roles.join(", ")) };
        context.output.say(&format!(
            "{}: {new} new{roles}, {edited} edited, {same} unchanged, {invited} invited",
            counted(report.rows.read, "row")
        ))?;
        if let Some(owners) = report.roles.get(Model::Owner.key()) {
            let owners = counted(*owners, "owner");
            context.output.warn(&format!(
                "the list made {owners}, who may change everything; check with `rolecall member list`"
            ))?;
        }
        say_left_out(&report.rows, context)?;
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
