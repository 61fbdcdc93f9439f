//! `outbox flush`.

use std::path::{Path, PathBuf};

use super::address::warn_of_no_address;
use crate::{
    cli::{
        context::Context,
        error::{Error, Exit, Result},
        global::{Change, data_folder},
    },
    mail::{Files, KnownServers, Settings, Smtp, Transport, Way},
    ops::{
        self,
        error::InputFault,
        outbox::{Dispatch, Fate, FlushReport, flush},
    },
    rules::{counted::counted, privacy::safe_text::SafeText},
    store::Mode,
    ui::{Answer, Format, Value},
};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    change: Change,
}

/// The fields of a mail that was taken up: a contract with scripts.
pub const FIELDS: &[&str] = &["id", "email", "result", "error", "place"];

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let mut session = context.session_in(mode)?;
    let settings = ops::outbox::settings(&mut session)?;
    if mode == Mode::Apply {
        agree_to_server(&settings, context)?;
    }
    let folder = context.global.outbox_folder()?;
    let place = place(&settings, &folder, context.pin.is_some());
    let is_table = context.output.format() == Format::Table;
    let word = |fate: Fate| match (fate, mode, &settings.way) {
        // People are told what it is; programs get the one word for what leaves.
        (Fate::Sent, Mode::DryRun, _) if is_table => "due",
        (Fate::Sent, Mode::Apply, Way::Files { .. }) if is_table => "written",
        _ => fate.key(),
    };
    let mut listing = context.output.list(FIELDS, is_table.then_some(&[0, 1, 2, 3][..]));
    let mut ways = |settings: &Settings| way_out(settings, &folder);
    let report = flush(&mut session, &settings, &mut ways, &mut |mail: Dispatch| {
        Ok(listing.row(vec![
            Value::Int(mail.id.0),
            mail.email.into(),
            Value::plain(word(mail.fate)),
            mail.error.into(),
            place.clone().filter(|_| mail.fate == Fate::Sent).into(),
        ])?)
    })?;
    listing.end()?;
    say(&report, (&settings, place.as_ref()), mode, context)?;
    let is_anything_left = report.refused + report.failed > 0 || report.stopped.is_some();
    Ok(if is_anything_left { Exit::No } else { Exit::Done })
}

/// Where mails go, as far as it may be known: where files lie on a server is nobody's business who signs in
/// there.
fn place(settings: &Settings, beside: &Path, is_pinned: bool) -> Option<SafeText> {
    match &settings.way {
        Way::Files { .. } if is_pinned => None,
        Way::Files { folder } => {
            let folder = folder.as_deref().unwrap_or(beside);
            Some(SafeText::echo(folder.to_string_lossy().into_owned()))
        }
        Way::Smtp { host, .. } => Some(SafeText::echo(host.clone())),
    }
}

/// Asks before the password goes to a server that this user has not named themselves.
fn agree_to_server(settings: &Settings, context: &mut Context) -> std::result::Result<(), Error> {
    let Some(login) = settings.way.login() else { return Ok(()) };
    let servers = known_servers();
    if let Some(servers) = &servers
        && servers.knows(&login)?
    {
        return Ok(());
    }
    let question = format!(
        "This workspace sends its mail as `{login}`, which you have not configured yourself. \
         Send the password there?"
    );
    let answer =
        if context.global.yes { Answer::Yes } else { context.output.confirm(&question)? };
    match answer {
        Answer::Yes => {}
        Answer::No => return Err(Error::Cancelled),
        Answer::NobodyThere => {
            return Err(Error::usage(
                format!(
                    "the mail of this workspace goes out as `{login}`, which you have not configured yourself"
                ),
                "name the server with `rolecall outbox configure --host HOST`, or agree with `--yes`",
            ));
        }
    }
    Ok(servers.map_or(Ok(()), |servers| servers.remember(&login))?)
}

/// The servers that this user has named; `None` for a user without a home.
pub(super) fn known_servers() -> Option<KnownServers> {
    Some(KnownServers::in_file(data_folder()?.join("mail-servers")))
}

fn way_out(settings: &Settings, beside: &PathBuf) -> ops::Result<Box<dyn Transport>> {
    match &settings.way {
        Way::Files { folder } => Ok(Box::new(Files::open(folder.as_ref().unwrap_or(beside))?)),
        Way::Smtp { host, port, tls, user, ca } => {
            let login = user.as_ref().map(|user| Ok((user.clone(), password()?)));
            let login = login.transpose().map_err(unusable)?;
            let smtp = Smtp::new(host, *port, *tls, login, ca.as_deref()).map_err(unusable)?;
            Ok(Box::new(smtp))
        }
    }
}

fn password() -> std::result::Result<String, String> {
    std::env::var("ROLECALL_SMTP_PASSWORD")
        .map_err(|_| "`ROLECALL_SMTP_PASSWORD` holds no password to log in with".to_owned())
}

fn unusable(problem: String) -> ops::Error {
    ops::Error::Input(Box::new(InputFault {
        file: "outbox".to_owned(),
        line: None,
        column: None,
        problem,
        hint: Some(
            "`rolecall outbox configure` shows how mail leaves; nothing was sent".to_owned(),
        ),
    }))
}

fn say(
    report: &FlushReport,
    (settings, place): (&Settings, Option<&SafeText>),
    mode: Mode,
    context: &mut Context,
) -> std::result::Result<(), Error> {
    let output = &mut context.output;
    if report.expired > 0 {
        let mails = counted(report.expired, "mail");
        output.say(&format!("{mails} withdrawn: the invitation has expired"))?;
    }
    if let Some(reason) = &report.stopped {
        output.warn(&format!("no mail leaves now: {reason}"))?;
    }
    if mode == Mode::DryRun {
        output.say(&format!("dry run: {} due, nothing was sent", counted(report.sent, "mail")))?;
    } else {
        let (refused, queued) = (report.refused, report.queued);
        let sent = match (&settings.way, place) {
            (Way::Files { .. }, _) if report.sent == 0 => "0 written".to_owned(),
            (Way::Files { .. }, Some(folder)) => format!(
                "{} written to {folder} (none mailed: `rolecall outbox configure`)",
                report.sent
            ),
            (Way::Files { .. }, None) => format!("{} written to files (none mailed)", report.sent),
            _ => format!("{} sent", report.sent),
        };
        output.say(&format!("{sent}, {refused} refused, {queued} queued"))?;
    }
    if report.sent > 0 {
        warn_of_no_address(context)?;
    }
    Ok(())
}
