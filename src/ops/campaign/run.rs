//! `campaign run`: does what is due, for each recipient once.
//!
//! It may be killed at any point and started again, and run any number of times at once; see `step`.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use super::{
    hides_counts,
    preview::count,
    sending::Sending,
    step::{Next, Tally, begin, come_back_to_present, finish, look, note_stop, under_way, write},
};
use crate::ops::lookup::require_campaign;
use crate::{
    ops::{Result, Session},
    rules::{
        error::{CampaignError, Kind, NameError},
        id::{CampaignId, ContactId},
        policy::{actor::Actor, permission::Permission},
        privacy::lens::SafeText,
        whatsapp::campaign::{LeftOut, Schedule, State, Stop},
    },
    store::{Campaign, Snapshot},
};

/// Whoever waits for the workspace looks at most this often whether it is free; so a run leaves it
/// free for a while after every step, which is a part of how long it held it.
const LONGEST_PAUSE: Duration = Duration::from_millis(20);

/// What a run did for one campaign.
#[derive(Debug, Clone)]
pub struct RunRow {
    /// Its name.
    pub campaign: SafeText,
    /// Which of its occurrences.
    pub occurrence: i64,
    /// What this run did; `None` where that would tell the reader of traits that are hidden.
    pub counts: Option<Counts>,
    /// Where the campaign stands now.
    pub state: State,
    /// What is in its way.
    pub stop: Option<Stop>,
}

/// How many a run wrote to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// How many messages it wrote.
    pub sent: u64,
    /// Whom it left out, and why.
    pub left_out: BTreeMap<LeftOut, u64>,
    /// How many of the audience nobody has seen to yet.
    pub to_do: u64,
}

/// What a run did.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Each campaign that it did something for.
    pub rows: Vec<RunRow>,
    /// The first campaign that something was in the way of, and what.
    pub stopped: Option<(String, Stop)>,
    /// When the campaign that was named is due, in milliseconds since 1970, where it isn't yet.
    pub due_at: Option<i64>,
}

/// Told how far the campaign of that name has come, in thousandths.
pub type Tell<'a> = dyn FnMut(&str, u64) + 'a;

/// Runs what is due, or the campaign of that name if it is. A dry run says the same and writes
/// nothing.
///
/// # Errors
/// Refused without `notifications`; a campaign that isn't known, or isn't going.
pub fn run(session: &mut Session, name: Option<&str>, tell: &mut Tell<'_>) -> Result<Report> {
    let now = session.now();
    let mut report = Report::default();
    if !session.is_dry_run() {
        come_back_to_present(session)?;
    }
    let due = session.read(|snapshot, actor| {
        actor.require(Permission::Notifications)?;
        let due = snapshot.due_campaigns(now)?;
        let Some(name) = name else { return Ok(due) };
        let campaign = require_campaign(snapshot, actor, name)?;
        if !actor.sees_campaign(&campaign.author, campaign.connector) {
            return Err(NameError::unknown(Kind::Campaign, name, None).into());
        }
        if matches!(campaign.state, State::Draft | State::Paused) {
            let Campaign { name, state, .. } = campaign;
            return Err(CampaignError::CampaignState { name, state }.into());
        }
        report.due_at = campaign.next_at.filter(|_| campaign.state == State::Scheduled);
        Ok(due.into_iter().filter(|due| due.id == campaign.id).collect())
    })?;
    if !due.is_empty() {
        report.due_at = None;
    }
    for campaign in due {
        let row = if session.is_dry_run() {
            foresee(session, campaign.id)?
        } else {
            tell(&campaign.name, 0);
            run_one(session, &campaign, tell)?
        };
        let Some((row, is_news)) = row else { continue };
        if let Some(stop) = row.stop {
            report.stopped.get_or_insert((campaign.name, stop));
        }
        if is_news {
            report.rows.push(row);
        }
    }
    Ok(report)
}

/// Sees to everybody; the row, and whether anything was done.
fn run_one(
    session: &mut Session,
    campaign: &Campaign,
    tell: &mut Tell<'_>,
) -> Result<Option<(RunRow, bool)>> {
    let id = campaign.id;
    let mut tally = Tally::default();
    let mut seen = None;
    let mut is_news = false;
    let stop = loop {
        let next = look(session, id, seen)?;
        let begun = Instant::now();
        match next {
            Next::Begin => begin(session, id)?,
            Next::Write(span) => {
                let (reached, written) = write(session, id, span)?;
                tally.add(&written);
                seen = Some((span.number, reached));
                tell(&campaign.name, permille(reached, span.last));
            }
            Next::Finish { number } => finish(session, id, number)?,
            Next::Rest => break None,
            Next::Stop(stop) => {
                note_stop(session, id, stop)?;
                break Some(stop);
            }
        }
        is_news = true;
        std::thread::sleep((begun.elapsed() / 4).min(LONGEST_PAUSE));
    };
    let row = session.read(|snapshot, actor| after(snapshot, actor, id, tally, stop))?;
    Ok(row.map(|row| (row, is_news)))
}

fn permille(reached: ContactId, last: ContactId) -> u64 {
    u64::try_from(reached.0.saturating_mul(1000) / last.0.max(1)).unwrap_or(0).min(1000)
}

/// What is to be said of a campaign when a run is through with it.
fn after(
    snapshot: &Snapshot<'_>,
    actor: &Actor,
    id: CampaignId,
    tally: Tally,
    stop: Option<Stop>,
) -> Result<Option<RunRow>> {
    let Some(campaign) = snapshot.campaign(id)? else { return Ok(None) };
    let audience = snapshot.audience_of(id)?;
    let fillings = snapshot.fillings_of(id)?;
    let is_hidden = hides_counts(actor, &audience, &fillings);
    let to_do = match under_way(snapshot, &campaign)? {
        _ if is_hidden => 0,
        Some(_) if campaign.schedule == Schedule::OnTag => snapshot.count_waiting(id)?,
        Some(open) => snapshot.count_audience(&audience, (open.cursor, open.last_contact))?,
        None => 0,
    };
    let counts = Counts { sent: tally.sent, left_out: tally.left_out, to_do };
    Ok(Some(RunRow {
        occurrence: snapshot.last_occurrence(id)?.map_or(0, |last| last.number),
        campaign: actor.lens().staff(campaign.name),
        counts: (!is_hidden).then_some(counts),
        state: campaign.state,
        stop,
    }))
}

/// What a run would do for a campaign, without a write: it would go on for too long to be undone.
fn foresee(session: &mut Session, id: CampaignId) -> Result<Option<(RunRow, bool)>> {
    let now = session.now();
    session.read(|snapshot, actor| {
        let Some(campaign) = snapshot.campaign(id)? else { return Ok(None) };
        let last = snapshot.last_occurrence(id)?;
        let number = last.as_ref().map_or(0, |last| last.number);
        let sending = match Sending::of(snapshot, &campaign)? {
            Ok(sending) => sending,
            Err(stop) => {
                let row = after(snapshot, actor, id, Tally::default(), Some(stop))?;
                return Ok(row.map(|row| (row, false)));
            }
        };
        let open = last.filter(|last| last.finished_at.is_none());
        let next = campaign.schedule.next(now);
        let (counts, number, state) = if campaign.schedule == Schedule::OnTag {
            (waiting(snapshot, &campaign, &sending)?, number, State::Running)
        } else {
            let span = match open {
                Some(open) => (open.cursor, open.last_contact),
                None => (ContactId(0), snapshot.last_contact()?),
            };
            let (sent, left_out) = count(snapshot, &sending, span, |_| {})?;
            let counts = Counts { sent, left_out, to_do: 0 };
            let state = if next.is_some() { State::Scheduled } else { State::Done };
            (counts, number + i64::from(open.is_none()), state)
        };
        let is_hidden = hides_counts(actor, &sending.audience, &sending.fillings);
        let row = RunRow {
            campaign: actor.lens().staff(campaign.name),
            occurrence: number,
            counts: (!is_hidden).then_some(counts),
            state,
            stop: None,
        };
        Ok(Some((row, true)))
    })
}

fn waiting(snapshot: &Snapshot<'_>, campaign: &Campaign, sending: &Sending) -> Result<Counts> {
    let mut counts = Counts::default();
    let mut after = ContactId(0);
    loop {
        let (audience, fillings) = (&sending.audience, &sending.fillings);
        let page = snapshot.waiting_page(campaign.id, audience, fillings, after, 512)?;
        let Some(last) = page.last() else { return Ok(counts) };
        after = last.contact;
        for candidate in &page {
            match sending.message_for(candidate) {
                Ok(_) => counts.sent += 1,
                Err(reason) => *counts.left_out.entry(reason).or_default() += 1,
            }
        }
    }
}
