//! One step of a run: a look ahead that holds nobody up, and a short change that does what was seen.
//!
//! Recipients are claimed and their messages written in the same transaction as the cursor behind
//! which they lie. So whatever kills the program, and however many runs there are at once, each is
//! written to once: a step that was killed has not happened, and a step that somebody else did is
//! behind the cursor.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use super::{object, sending::Sending};
use crate::rules::policy::grant::Campaigns;
use crate::{
    ops::{Changed, Outcome, Result, Session},
    rules::{
        id::{CampaignId, ContactId},
        policy::permission::Permission,
        whatsapp::campaign::{Candidate, LeftOut, Schedule, State, Stop},
    },
    store::{Campaign, Change, Direction, NewChat, NewMessage, Occurrence, Snapshot},
};

/// How many contacts one change looks at, at the most.
const BATCH: usize = 256;

/// How long one change writes: others wait for it.
const LONGEST: Duration = Duration::from_millis(30);

/// What a run did to a campaign so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    pub(super) sent: u64,
    pub(super) left_out: BTreeMap<LeftOut, u64>,
}

impl Tally {
    pub(super) fn add(&mut self, other: &Self) {
        self.sent += other.sent;
        for (reason, contacts) in &other.left_out {
            *self.left_out.entry(*reason).or_default() += contacts;
        }
    }

    fn leave_out(&mut self, reason: LeftOut) {
        *self.left_out.entry(reason).or_default() += 1;
    }
}

/// What is to be done next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// An occurrence begins.
    Begin,
    /// Contacts behind the one and up to the other are seen to.
    Write(Span),
    /// Everybody was seen to.
    Finish { number: i64 },
    /// There is nothing to do, or not any more.
    Rest,
    /// Something is in the way.
    Stop(Stop),
}

/// A part of an occurrence: behind `after`, up to `until`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) number: i64,
    pub(super) after: ContactId,
    pub(super) until: ContactId,
    /// The last contact of the occurrence, to tell how far it has come.
    pub(super) last: ContactId,
}

/// Looks what is to be done next. `seen` is how far this run has already looked without finding
/// anybody, in an occurrence.
pub(super) fn look(
    session: &mut Session,
    id: CampaignId,
    seen: Option<(i64, ContactId)>,
) -> Result<Next> {
    let now = session.now();
    session.read(|snapshot, actor| {
        actor.require(Permission::Notifications)?;
        let Some(campaign) = snapshot.campaign(id)? else { return Ok(Next::Rest) };
        let is_due = campaign.next_at.is_some_and(|at| at <= now);
        if !(campaign.state == State::Running || campaign.state == State::Scheduled && is_due) {
            return Ok(Next::Rest);
        }
        let sending = match Sending::of(snapshot, &campaign)? {
            Ok(sending) => sending,
            Err(stop) => return Ok(Next::Stop(stop)),
        };
        let occurrence = match (under_way(snapshot, &campaign)?, campaign.state) {
            (Some(occurrence), State::Running) => occurrence,
            (None, State::Scheduled) => return Ok(Next::Begin),
            // To go round for ever would be worse than to leave it as it stands.
            _ => return Ok(Next::Rest),
        };
        if campaign.schedule == Schedule::OnTag {
            let is_anybody_there = snapshot.is_anybody_waiting(id)?;
            return Ok(if is_anybody_there { Next::Write(WAITING) } else { Next::Rest });
        }
        look_ahead(snapshot, &sending, &occurrence, seen)
    })
}

/// Those who were given a tag: there is no order to keep, who is seen to is marked one by one.
const WAITING: Span =
    Span { number: 1, after: ContactId(0), until: ContactId(0), last: ContactId(0) };

fn look_ahead(
    snapshot: &Snapshot<'_>,
    sending: &Sending,
    occurrence: &Occurrence,
    seen: Option<(i64, ContactId)>,
) -> Result<Next> {
    let (number, last) = (occurrence.number, occurrence.last_contact);
    let mut after = match seen {
        Some((of, seen)) if of == number => occurrence.cursor.max(seen),
        _ => occurrence.cursor,
    };
    while after < last {
        let page =
            snapshot.audience_page(&sending.audience, &sending.fillings, (after, last), BATCH)?;
        if !page.candidates.is_empty() {
            return Ok(Next::Write(Span { number, after, until: page.until, last }));
        }
        after = page.until;
    }
    Ok(Next::Finish { number })
}

/// The occurrence of a campaign that isn't finished.
pub(super) fn under_way(
    snapshot: &Snapshot<'_>,
    campaign: &Campaign,
) -> Result<Option<Occurrence>> {
    let last = snapshot.last_occurrence(campaign.id)?;
    Ok(last.filter(|occurrence| occurrence.finished_at.is_none()))
}

/// Begins an occurrence, unless somebody else did.
pub(super) fn begin(session: &mut Session, id: CampaignId) -> Result<()> {
    let now = session.now();
    as_it_stands(session, id, |change, campaign| {
        let Some(due_at) = campaign.next_at.filter(|at| *at <= now) else { return Ok(None) };
        if campaign.state != State::Scheduled {
            return Ok(None);
        }
        let number = change.last_occurrence(id)?.map_or(1, |last| last.number + 1);
        change.start_occurrence(id, number, due_at, now)?;
        change.set_campaign_state(id, State::Running, campaign.schedule.next(now))?;
        Ok(Some(
            Changed::new("campaign.begin", object(&campaign.name))
                .new_field("occurrence", Some(number)),
        ))
    })
}

/// Gives campaigns whose next time was counted by a clock that had jumped ahead their next time by this one.
pub(super) fn come_back_to_present(session: &mut Session) -> Result<()> {
    let now = session.now();
    let ahead = session.read(|snapshot, actor| {
        actor.require(Permission::Notifications)?;
        Ok(snapshot.campaigns_ahead(now)?)
    })?;
    for campaign in ahead {
        as_it_stands(session, campaign.id, |change, campaign| {
            let next = campaign.schedule.next(now);
            if campaign.state != State::Scheduled || campaign.next_at <= next {
                return Ok(None);
            }
            change.set_campaign_state(campaign.id, campaign.state, next)?;
            let time =
                |at: Option<i64>| Some(jiff::Timestamp::from_millisecond(at?).ok()?.to_string());
            Ok(Some(Changed::new("campaign.due", object(&campaign.name)).field(
                "next_at",
                time(campaign.next_at),
                time(next),
            )))
        })?;
    }
    Ok(())
}

/// Ends an occurrence, unless somebody else did.
pub(super) fn finish(session: &mut Session, id: CampaignId, number: i64) -> Result<()> {
    let now = session.now();
    as_it_stands(session, id, |change, campaign| {
        let current = under_way(change, campaign)?;
        let is_this = current.is_some_and(|current| current.number == number);
        if campaign.state != State::Running || !is_this {
            return Ok(None);
        }
        change.finish_occurrence(id, number, now)?;
        let next = campaign.schedule.next(now);
        let state = if next.is_some() { State::Scheduled } else { State::Done };
        change.set_campaign_state(id, state, next)?;
        Ok(Some(
            Changed::new("campaign.finish", object(&campaign.name))
                .new_field("occurrence", Some(number))
                .new_field("state", Some(state.key())),
        ))
    })
}

/// Notes what is in a campaign's way, where that is news.
pub(super) fn note_stop(session: &mut Session, id: CampaignId, stop: Stop) -> Result<()> {
    as_it_stands(session, id, |change, campaign| {
        if campaign.stopped.as_deref() == Some(stop.key()) {
            return Ok(None);
        }
        change.set_campaign_stopped(id, Some(stop.key()))?;
        Ok(Some(
            Changed::new("campaign.stop", object(&campaign.name))
                .new_field("reason", Some(stop.key())),
        ))
    })
}

/// Changes a campaign as it stands under the lock. Whoever sets it off needs `notifications`, and
/// nothing else: what is done is done by the workspace.
fn as_it_stands(
    session: &mut Session,
    id: CampaignId,
    write: impl FnOnce(&Change<'_, Campaigns>, &Campaign) -> Result<Option<Changed>>,
) -> Result<()> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            let grant = actor.authorize(now)?;
            Ok((grant, snapshot.campaign(id)?))
        },
        |change, _, campaign| {
            let Some(campaign) = campaign else { return Ok(Outcome::default()) };
            Ok(write(change, &campaign)?.map(Outcome::from).unwrap_or_default())
        },
    )?;
    Ok(())
}

/// Sees to the contacts of a span, as many as fit into the time, and says how far it came: to whom,
/// and what of it.
pub(super) fn write(
    session: &mut Session,
    id: CampaignId,
    span: Span,
) -> Result<(ContactId, Tally)> {
    let now = session.now();
    let mut reached = span.after;
    let mut tally = Tally::default();
    as_it_stands(session, id, |change, campaign| {
        let begun = Instant::now();
        let Some(occurrence) = under_way(change, campaign)? else { return Ok(None) };
        if campaign.state != State::Running || occurrence.number != span.number {
            return Ok(None);
        }
        // What is in the way now is met by the next look.
        let Ok(sending) = Sending::of(change, campaign)? else { return Ok(None) };
        let waits = campaign.schedule == Schedule::OnTag;
        let (candidates, until) = if waits {
            let (audience, fillings) = (&sending.audience, &sending.fillings);
            let page = change.waiting_page(id, audience, fillings, ContactId(0), BATCH)?;
            (page, ContactId(0))
        } else {
            let behind = occurrence.cursor.max(span.after);
            let page = change.audience_page(
                &sending.audience,
                &sending.fillings,
                (behind, span.until.max(behind)),
                BATCH,
            )?;
            (page.candidates, page.until)
        };
        let batch = Batch { change, campaign, sending, number: span.number, waits, now };
        reached = until;
        let mut first = None;
        for candidate in &candidates {
            batch.see_to(candidate, &mut tally)?;
            first = first.or(Some(candidate.contact));
            if begun.elapsed() > LONGEST {
                reached = candidate.contact;
                break;
            }
        }
        let Some(first) = first else { return Ok(None) };
        let cursor = if waits { ContactId(0) } else { reached };
        change.advance_occurrence(id, span.number, cursor, tally.sent, &tally.left_out)?;
        if campaign.stopped.is_some() {
            change.set_campaign_stopped(id, None)?;
        }
        Ok(Some(batch.changed(first, &tally)))
    })?;
    Ok((reached, tally))
}

struct Batch<'b, 'c> {
    change: &'b Change<'c, Campaigns>,
    campaign: &'b Campaign,
    sending: Sending,
    number: i64,
    waits: bool,
    now: i64,
}

impl Batch<'_, '_> {
    fn see_to(&self, candidate: &Candidate, tally: &mut Tally) -> Result<()> {
        let (change, id) = (self.change, self.campaign.id);
        let contact = candidate.contact;
        match self.sending.message_for(candidate) {
            Ok(text) => {
                if !change.claim_recipient(id, self.number, contact)? {
                    return Ok(());
                }
                let chat = match change.chat_of_contact(self.campaign.account, contact)? {
                    Some(chat) => chat,
                    None => change.insert_chat(&NewChat {
                        account: self.campaign.account,
                        contact: Some(contact),
                        group_id: None,
                        at: self.now,
                    })?,
                };
                let author = object(&self.campaign.name);
                let veiled = if self.sending.tells_traits() {
                    self.sending.veiled_for(candidate)
                } else {
                    None
                };
                let message = change.insert_message(&NewMessage {
                    chat,
                    external_id: None,
                    at: self.now,
                    direction: Direction::Out,
                    kind: "template",
                    text: Some(&text),
                    veiled: veiled.as_ref(),
                    content: None,
                    contact: None,
                    member: None,
                    author: Some(&author),
                    reply_to: None,
                    recipient: candidate.phone.as_ref(),
                    status: Some("queued"),
                    template_version: Some(self.sending.version),
                    campaign: Some(id),
                })?;
                if let Some(message) = message {
                    change.touch_chat(chat, message, self.now)?;
                    tally.sent += 1;
                }
            }
            Err(reason) => {
                if self.waits {
                    change.leave_recipient(id, self.number, contact, reason)?;
                }
                tally.leave_out(reason);
            }
        }
        Ok(())
    }

    /// One entry for a batch: which contacts it was about is told by the campaign's own rows.
    fn changed(&self, first: ContactId, tally: &Tally) -> Changed {
        let left_out: u64 = tally.left_out.values().sum();
        let count = |count: u64| (count > 0).then(|| count.to_string());
        Changed::new("campaign.send", object(&self.campaign.name))
            .new_field("occurrence", Some(self.number))
            .new_field("from_contact", Some(first.0))
            .new_field("messages", count(tally.sent))
            .new_field("left_out", count(left_out))
    }
}
