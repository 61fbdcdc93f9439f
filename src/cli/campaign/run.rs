//! `campaign run`.

use super::left_out;
use crate::{
    cli::{
        candidates,
        context::Context,
        error::{Exit, Result},
        verb::{Run, print, row},
    },
    ops::{
        self,
        campaign::{Report, RunRow, run as run_due},
    },
    rules::{error::CampaignError, whatsapp::campaign::Stop},
    store::Mode,
    ui::{Progress, timestamp},
};

#[derive(clap::Args)]
pub struct Due {
    /// Only this campaign, if it is due
    #[arg(add = candidates::campaigns())]
    name: Option<String>,
    /// Print what is due, without sending anything
    #[arg(long)]
    dry_run: bool,
}

row!(row: RunRow {
    [counts = row.counts.as_ref(), left = left_out(counts.map(|counts| &counts.left_out))]
    name "campaign" => row.campaign,
    "occurrence" => row.occurrence,
    "sent" => counts.map(|counts| counts.sent),
    "not_in_audience" => left[0].clone(),
    "not_opted_in" => left[1].clone(),
    "no_number" => left[2].clone(),
    "variable_missing" => left[3].clone(),
    "unfit_value" => left[4].clone(),
    "to_do" => counts.map(|counts| counts.to_do),
    "state" => row.state.key(),
    "stopped" => row.stop.map(Stop::key),
});

impl Run for Due {
    fn run(self: Box<Self>, context: &mut Context) -> Result {
        let mode = if self.dry_run { Mode::DryRun } else { Mode::Apply };
        let mut session = context.session_in(mode)?;
        let output = &context.output;
        let mut bar: Option<(String, Progress)> = None;
        let report = run_due(&mut session, self.name.as_deref(), &mut |name, done| {
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
            let written = print(&mut context.output, rows)?;
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
                Err(ops::Error::from(CampaignError::CampaignStopped { name, stop }).into())
            }
            None => Ok(Exit::Done),
        }
    }
}
