//! `campaign run`.

use super::left_out;
use crate::{
    cli::{
        candidates,
        context::Context,
        error::{Exit, Result},
        global::Change,
    },
    ops::{
        self,
        campaign::{Report, RunRow, run as run_due},
    },
    rules::error::Error as RuleError,
    store::Mode,
    ui::{Progress, Value, timestamp},
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// That campaign only, if it is due
    #[arg(add = candidates::campaigns())]
    name: Option<String>,
    #[command(flatten)]
    change: Change,
}

/// The fields of what a run did for a campaign: a contract with scripts.
pub const FIELDS: &[&str] = &[
    "campaign",
    "occurrence",
    "sent",
    "not_in_audience",
    "not_opted_in",
    "no_number",
    "variable_missing",
    "unfit_value",
    "to_do",
    "state",
    "stopped",
];

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let mut session = context.session_in(mode)?;
    let output = &context.output;
    let mut bar: Option<(String, Progress)> = None;
    let report = run_due(&mut session, args.name.as_deref(), &mut |name, done| {
        let is_other = bar.as_ref().is_none_or(|(of, _)| of != name);
        if is_other {
            bar = Some((name.to_owned(), output.progress(Some(1000))));
        }
        if let Some((_, bar)) = &bar {
            bar.at(done);
        }
    });
    drop(bar);
    let Report { rows, stopped, due_at } = report?;
    if !rows.is_empty() || stopped.is_none() {
        let mut listing = context.output.list(FIELDS, None);
        for row in rows {
            listing.row(cells(row))?;
        }
        let written = listing.end()?;
        match (written, due_at, mode) {
            (0, Some(at), _) => {
                context.output.say(&format!("nothing is due before {}", timestamp(at)))?;
            }
            (0, None, _) => context.output.say("nothing is due")?,
            (_, _, Mode::DryRun) => context.output.say("dry run: nothing was sent")?,
            (_, _, Mode::Apply) => {}
        }
    }
    match stopped {
        Some((name, stop)) => {
            Err(ops::Error::from(RuleError::CampaignStopped { name, stop }).into())
        }
        None => Ok(Exit::Done),
    }
}

fn cells(row: RunRow) -> Vec<Value> {
    let counts = row.counts.as_ref();
    let mut cells = vec![
        row.campaign.into(),
        Value::Int(row.occurrence),
        counts.map(|counts| Value::count(counts.sent)).into(),
    ];
    cells.extend(left_out(counts.map(|counts| &counts.left_out)));
    cells.extend([
        counts.map(|counts| Value::count(counts.to_do)).into(),
        Value::plain(row.state.key()),
        row.stop.map(|stop| Value::plain(stop.key())).into(),
    ]);
    cells
}
