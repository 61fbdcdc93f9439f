//! `campaign list`, and what of it is due.

use super::hides_counts;
use crate::{
    ops::{Result, Session, account::number_of},
    rules::{
        id::CampaignId,
        policy::{actor::Actor, permission::Permission},
        privacy::lens::SafeText,
        whatsapp::campaign::State,
    },
    store::{Campaign, Snapshot},
};

/// A campaign as it is listed.
#[derive(Debug, Clone)]
pub struct CampaignRow {
    /// Its key.
    pub id: CampaignId,
    /// Its name.
    pub name: SafeText,
    /// Where it stands.
    pub state: State,
    /// Its template's name.
    pub template: SafeText,
    /// That template's language.
    pub language: SafeText,
    /// The number of the account that it sends from.
    pub account: SafeText,
    /// When it writes: `once`, the period of an ongoing one, or `on-tag`.
    pub schedule: SafeText,
    /// When it is due next, in milliseconds since 1970.
    pub next_at: Option<i64>,
    /// The email of whoever made it, as it was then.
    pub author: SafeText,
    /// How many messages it has written; `None` where that would tell of traits that are hidden.
    pub sent: Option<u64>,
    /// What was in its way when it was run last.
    pub stopped: Option<SafeText>,
    /// When it was made, in milliseconds since 1970.
    pub created_at: i64,
}

/// The campaigns in the order in which they were made: of one state, behind one, so many.
///
/// # Errors
/// Refused without `notifications`.
pub fn list(
    session: &mut Session,
    state: Option<State>,
    after: Option<CampaignId>,
    limit: Option<u64>,
) -> Result<Vec<CampaignRow>> {
    session.read(|snapshot, actor| {
        actor.require(Permission::Notifications)?;
        let mut rows = Vec::new();
        let mut after = after;
        // A page at a time, since whose campaign is not theirs to see fills none.
        while limit.is_none_or(|limit| (rows.len() as u64) < limit) {
            let page = snapshot.campaigns(state, after, limit)?;
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            let is_all = limit.is_none();
            for campaign in page {
                let has_room = limit.is_none_or(|limit| (rows.len() as u64) < limit);
                if has_room && actor.sees_campaign(&campaign.author, campaign.connector) {
                    rows.push(row(snapshot, actor, campaign)?);
                }
            }
            if is_all {
                break;
            }
        }
        Ok(rows)
    })
}

/// How many campaigns have something to do now, for whoever may know: `None` for who may not.
pub fn due(snapshot: &Snapshot<'_>, actor: &Actor, now: i64) -> Result<Option<u64>> {
    let may = actor.may(Permission::Notifications).allowed;
    Ok(may.then(|| snapshot.count_due_campaigns(now)).transpose()?)
}

pub(super) fn row(
    snapshot: &Snapshot<'_>,
    actor: &Actor,
    campaign: Campaign,
) -> Result<CampaignRow> {
    let (audience, fillings) =
        (snapshot.audience_of(campaign.id)?, snapshot.fillings_of(campaign.id)?);
    let sent = if hides_counts(actor, &audience, &fillings) {
        None
    } else {
        Some(snapshot.count_sent(campaign.id)?)
    };
    let lens = actor.lens();
    Ok(CampaignRow {
        id: campaign.id,
        name: lens.staff(campaign.name),
        state: campaign.state,
        template: lens.staff(campaign.template),
        language: SafeText::of(&[&campaign.language]),
        account: number_of(&campaign.account_number),
        schedule: SafeText::of(&[&campaign.schedule]),
        next_at: campaign.next_at,
        author: lens.staff(campaign.author),
        sent,
        stopped: campaign.stopped.map(|text| lens.staff(text)),
        created_at: campaign.created_at,
    })
}
