//! `campaign show`: what a campaign sends to whom, under whose authority, and how far it has come.

use std::collections::BTreeMap;

use super::{CampaignRow, hides_counts, list::row};
use crate::ops::lookup::require_campaign;
use crate::{
    ops::{Result, Session},
    rules::{
        error::{Kind, NameError},
        id::CampaignId,
        phone::MASK,
        policy::permission::Permission,
        privacy::lens::{Focus, SafeText},
        whatsapp::campaign::{Audience, Filling, LeftOut, Source},
    },
    store::{Occurrence, Snapshot},
};

/// How many occurrences are shown, the newest.
const OCCURRENCES: u32 = 20;

/// A campaign as its reader may see it.
#[derive(Debug, Clone)]
pub struct CampaignView {
    /// As the list shows it.
    pub header: CampaignRow,
    /// The conditions of its audience, such as `tag=vip`; none for every contact.
    pub audience: Vec<SafeText>,
    /// What fills its template's variables, such as `city=trait:city|there`.
    pub variables: Vec<SafeText>,
    /// How far its messages came; `None` where that would tell of traits that are hidden.
    pub delivery: Option<Receipts>,
    /// Its newest occurrences, newest first.
    pub occurrences: Vec<OccurrenceView>,
}

/// How far a campaign's messages came. Each that was read was also delivered, and so counts there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Receipts {
    /// Not taken over by WhatsApp yet.
    pub queued: u64,
    /// Taken over by WhatsApp.
    pub sent: u64,
    /// On the recipient's phone.
    pub delivered: u64,
    /// Seen by the recipient.
    pub read: u64,
    /// Given up.
    pub failed: u64,
}

impl Receipts {
    fn of(statuses: &BTreeMap<String, u64>) -> Self {
        let mut found = Self::default();
        for (status, count) in statuses {
            match status.as_str() {
                "sent" => found.sent += count,
                "delivered" => {
                    found.sent += count;
                    found.delivered += count;
                }
                "read" | "played" => {
                    found.sent += count;
                    found.delivered += count;
                    found.read += count;
                }
                "failed" => found.failed += count,
                _ => found.queued += count,
            }
        }
        found
    }
}

/// One time that it was due, in milliseconds since 1970.
#[derive(Debug, Clone)]
pub struct OccurrenceView {
    /// Which one, from 1.
    pub number: i64,
    /// When it was due.
    pub due_at: i64,
    /// When it began.
    pub started_at: i64,
    /// When it was done; `None` while it is under way.
    pub finished_at: Option<i64>,
    /// How many it wrote to, and how many not and why; `None` where that would tell of traits that
    /// are hidden.
    pub counts: Option<(u64, BTreeMap<LeftOut, u64>)>,
}

/// One campaign.
///
/// # Errors
/// Refused without `notifications`; a campaign that isn't known.
pub fn show(session: &mut Session, name: &str) -> Result<CampaignView> {
    session.read(|snapshot, actor| {
        actor.require(Permission::Notifications)?;
        let campaign = require_campaign(snapshot, actor, name)?;
        if !actor.sees_campaign(&campaign.author, campaign.connector) {
            return Err(NameError::unknown(Kind::Campaign, name, None).into());
        }
        let id = campaign.id;
        let (audience, fillings) = (snapshot.audience_of(id)?, snapshot.fillings_of(id)?);
        let is_hidden = hides_counts(actor, &audience, &fillings);
        let hides_traits = actor.lens().hides_traits();
        let known = snapshot.known();
        let focus = actor.focus(&known);
        let delivery =
            if is_hidden { None } else { Some(Receipts::of(&snapshot.campaign_statuses(id)?)) };
        let newest = snapshot.occurrences(id, OCCURRENCES)?;
        let occurrences =
            newest.into_iter().map(|found| occurrence(snapshot, id, found, is_hidden));
        Ok(CampaignView {
            audience: conditions(&audience, &focus, hides_traits),
            variables: fillings.iter().map(|it| variable(it, &focus, hides_traits)).collect(),
            delivery,
            occurrences: occurrences.collect::<Result<_>>()?,
            header: row(snapshot, actor, campaign)?,
        })
    })
}

fn occurrence(
    snapshot: &Snapshot<'_>,
    id: CampaignId,
    found: Occurrence,
    is_hidden: bool,
) -> Result<OccurrenceView> {
    let left_out = snapshot.left_out(id, found.number)?;
    Ok(OccurrenceView {
        number: found.number,
        due_at: found.due_at,
        started_at: found.started_at,
        finished_at: found.finished_at,
        counts: (!is_hidden).then_some((found.sent, left_out)),
    })
}

fn conditions(audience: &Audience, focus: &Focus<'_>, hides_traits: bool) -> Vec<SafeText> {
    let tags = audience.tags.iter().map(|tag| SafeText::of(&[&"tag=", &focus.label(tag)]));
    let traits = audience.traits.iter().map(|(key, value)| {
        if hides_traits {
            SafeText::of(&[&"trait:", &MASK])
        } else {
            SafeText::of(&[&"trait:", &focus.label(key), &"=", &focus.label(value)])
        }
    });
    let countries = audience.countries.iter();
    let countries =
        countries.map(|code| SafeText::of(&[&"country=+", &focus.staff(code.as_str())]));
    tags.chain(traits).chain(countries).collect()
}

fn variable(filling: &Filling, focus: &Focus<'_>, hides_traits: bool) -> SafeText {
    let source = match &filling.source {
        Source::Name => SafeText::word("name"),
        Source::Text(text) => SafeText::of(&[&"text:", &focus.label(text)]),
        Source::Trait(_) if hides_traits => SafeText::of(&[&"trait:", &MASK]),
        Source::Trait(key) => SafeText::of(&[&"trait:", &focus.label(key)]),
    };
    let variable = focus.staff(filling.variable.as_str());
    match &filling.fallback {
        Some(text) => SafeText::of(&[&variable, &"=", &source, &"|", &focus.label(text)]),
        None => SafeText::of(&[&variable, &"=", &source]),
    }
}
