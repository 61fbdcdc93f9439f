//! `campaign pause` and `campaign resume`.

use super::{object, step::under_way};
use crate::ops::lookup::require_campaign;
use crate::rules::policy::grant::Campaigns;
use crate::{
    ops::account::number_of,
    rules::policy::{actor::Actor, permission::Permission},
};
use crate::{
    ops::{Changed, Outcome, Result, Session},
    rules::{
        error::CampaignError,
        whatsapp::campaign::{Schedule, State},
    },
    store::{Campaign, Change},
};

/// Stops a campaign where it is. What it has written stays, and a run that is under way ends before
/// its next batch.
///
/// # Errors
/// Refused without `notifications`; a campaign that isn't known, is a draft, or is over.
pub fn pause(session: &mut Session, name: &str) -> Result<Outcome> {
    change(session, name, "campaign.pause", |change, _, campaign| {
        let paused = campaign.state.paused().ok_or_else(|| unfit(campaign))?;
        change.set_campaign_state(campaign.id, paused, campaign.next_at)?;
        Ok(paused)
    })
}

/// Sets a campaign going, for the first time or again: it goes on behind whom it came to last. The
/// times of an ongoing one that passed meanwhile are not made up for.
///
/// # Errors
/// Refused without `notifications`; a campaign that isn't known, or is over.
pub fn resume(session: &mut Session, name: &str) -> Result<Outcome> {
    let now = session.now();
    change(session, name, "campaign.resume", |change, actor, campaign| {
        let waits = campaign.schedule == Schedule::OnTag;
        let open = under_way(change, campaign)?;
        let resumed =
            campaign.state.resumed(waits || open.is_some()).ok_or_else(|| unfit(campaign))?;
        if resumed == campaign.state {
            return Ok(resumed);
        }
        // Whoever sets it going answers for whom it reaches.
        let mut audience = change.audience_of(campaign.id)?;
        let reach = actor.campaign_reach(campaign.account);
        if audience.chats_of != reach {
            audience.chats_of = reach;
            change.set_campaign_audience(campaign.id, &audience)?;
        }
        if waits && open.is_none() {
            change.start_occurrence(campaign.id, 1, now, now)?;
        }
        let is_past = campaign.next_at.is_some_and(|at| at < now);
        let next = match campaign.schedule {
            Schedule::Every(..) if is_past => campaign.schedule.next(now - 1),
            _ => campaign.next_at,
        };
        change.set_campaign_state(campaign.id, resumed, next)?;
        Ok(resumed)
    })
}

fn unfit(campaign: &Campaign) -> CampaignError {
    CampaignError::CampaignState { name: campaign.name.clone(), state: campaign.state }
}

fn change(
    session: &mut Session,
    name: &str,
    action: &'static str,
    write: impl FnOnce(&Change<'_, Campaigns>, &Actor, &Campaign) -> Result<State>,
) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            actor.require(Permission::Notifications)?;
            let campaign = require_campaign(snapshot, actor, name)?;
            let number = number_of(&campaign.account_number);
            let grant = actor.authorize_campaign((number.as_str(), campaign.connector), now)?;
            Ok((grant, campaign))
        },
        |change, actor, campaign| {
            let state = write(change, actor, &campaign)?;
            if state == campaign.state {
                return Ok(Outcome::default());
            }
            let changed = Changed::new(action, object(&campaign.name));
            Ok(changed.field("state", Some(campaign.state.key()), Some(state.key())).into())
        },
    )
}
