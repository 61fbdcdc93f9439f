//! Campaigns: what they are to send and when. What each is made of is `campaign_definition`'s, how far
//! it has come `campaign_occurrence`'s; who fits an audience is `audience`'s.

use super::definition::{audience_to_json, fillings_to_json};
use crate::rules::policy::grant::{Campaigns, Opens};
use crate::rules::{
    id::{AccountId, CampaignId, TemplateId},
    phone::Phone,
    policy::scope::Connector,
    privacy::text::CustomerText,
    whatsapp::{
        campaign::{Audience, Filling, Period, Schedule, State},
        template::Language,
    },
};
use crate::store::{
    Change, Snapshot,
    account::connector,
    engine::{Row, error::Result, params},
};

/// A campaign.
#[derive(Clone)]
pub struct Campaign {
    /// Its key.
    pub id: CampaignId,
    /// Its name, unique without regard to case.
    pub name: String,
    /// What it sends.
    pub template_id: TemplateId,
    /// That template's name.
    pub template: String,
    /// That template's language.
    pub language: Language,
    /// From where it sends.
    pub account: AccountId,
    /// That account's number.
    pub account_number: Phone,
    /// Who connected that account.
    pub connector: Option<Connector>,
    /// The email of whoever made it, as it was then.
    pub author: String,
    /// Where it stands.
    pub state: State,
    /// When it writes.
    pub schedule: Schedule,
    /// The tag that it waits for, if it waits for one.
    pub on_tag: Option<CustomerText>,
    /// When its next occurrence is due, in milliseconds since 1970.
    pub next_at: Option<i64>,
    /// Why its last run went no further.
    pub stopped: Option<String>,
    /// When it was made, in milliseconds since 1970.
    pub created_at: i64,
}

/// A campaign to add.
pub struct NewCampaign<'a> {
    /// Its name.
    pub name: &'a str,
    /// What it sends.
    pub template: TemplateId,
    /// From where.
    pub account: AccountId,
    /// The email of whoever makes it.
    pub author: &'a str,
    /// Where it stands.
    pub state: State,
    /// When it writes.
    pub schedule: Schedule,
    /// The tag that it waits for, where it waits for one.
    pub on_tag: Option<&'a CustomerText>,
    /// To whom.
    pub audience: &'a Audience,
    /// What fills the template's variables.
    pub fillings: &'a [Filling],
    /// When it is made, in milliseconds since 1970.
    pub at: i64,
}

const CAMPAIGN: &str = "SELECT campaign.id, campaign.name, template_id, template.name AS template,
    account_id, account.number, account.number_country_code, campaign.author, state, first_at, period_ms, on_tag,
    next_at, stopped, campaign.created_at, template.language, connector_id,
    member.team_id AS connector_team
    FROM campaign JOIN account ON account.id = account_id JOIN template ON template.id = template_id
        LEFT JOIN member ON member.id = connector_id";

/// What is due: whatever is under way, a campaign that waits for a tag where somebody was given it,
/// and what has reached its time.
const DUE: &str =
    "(state = 'running' AND (on_tag IS NULL OR EXISTS (SELECT 1 FROM campaign_recipient
        WHERE campaign_id = campaign.id AND outcome IS NULL))
    OR state = 'scheduled' AND next_at <= ?1)";

fn campaign(row: &Row<'_>) -> Result<Campaign> {
    let (first, period): (Option<i64>, Option<i64>) = (row.get("first_at")?, row.get("period_ms")?);
    Ok(Campaign {
        id: row.get("id")?,
        name: row.get("name")?,
        template_id: row.get("template_id")?,
        template: row.get("template")?,
        language: Language::from_storage(row.get("language")?),
        account: row.get("account_id")?,
        account_number: Phone::from_storage(row.get("number")?, row.get("number_country_code")?),
        connector: connector(row, "connector_id", "connector_team")?,
        author: row.get("author")?,
        state: row.get("state")?,
        schedule: match (first, period) {
            (None, _) => Schedule::OnTag,
            (Some(at), None) => Schedule::Once(at),
            (Some(at), Some(period)) => Schedule::Every(at, Period::from_storage(period)),
        },
        on_tag: row.get("on_tag")?,
        next_at: row.get("next_at")?,
        stopped: row.get("stopped")?,
        created_at: row.get("created_at")?,
    })
}

impl Snapshot<'_> {
    /// The campaign of that key.
    pub fn campaign(&self, id: CampaignId) -> Result<Option<Campaign>> {
        self.connection.find(&format!("{CAMPAIGN} WHERE campaign.id = ?1"), [id.0], campaign)
    }

    /// The campaign of that name, whatever the case.
    pub fn campaign_by_name(&self, name: &str) -> Result<Option<Campaign>> {
        self.connection.find(
            &format!("{CAMPAIGN} WHERE name_key = ?1"),
            [name.to_lowercase()],
            campaign,
        )
    }

    /// The campaigns in the order in which they were made; of one state, behind one, so many.
    pub fn campaigns(
        &self,
        state: Option<State>,
        after: Option<CampaignId>,
        limit: Option<u64>,
    ) -> Result<Vec<Campaign>> {
        let sql = format!(
            "{CAMPAIGN} WHERE campaign.id > ?1 AND (?2 IS NULL OR state = ?2) ORDER BY campaign.id"
        );
        let after = after.map_or(0, |after| after.0);
        self.connection.first(limit, &sql, (after, state), campaign)
    }

    /// The campaigns that have something to do at that time, longest due first.
    pub fn due_campaigns(&self, now: i64) -> Result<Vec<Campaign>> {
        self.connection.all(
            &format!("{CAMPAIGN} WHERE {DUE} ORDER BY next_at, campaign.id"),
            [now],
            campaign,
        )
    }

    /// The campaigns whose next time is later than their schedule has one: a clock that had jumped ahead
    /// counted from where it was.
    pub fn campaigns_ahead(&self, now: i64) -> Result<Vec<Campaign>> {
        let sql = format!(
            "{CAMPAIGN} WHERE state = 'scheduled' AND period_ms IS NOT NULL
                AND next_at > max(first_at, ?1 + period_ms)"
        );
        self.connection.all(&sql, [now], campaign)
    }

    /// How many campaigns have something to do at that time.
    pub fn count_due_campaigns(&self, now: i64) -> Result<u64> {
        self.connection.one(&format!("SELECT count(*) FROM campaign WHERE {DUE}"), [now], Row::only)
    }
}

impl<K: Opens<Campaigns>> Change<'_, K> {
    /// Adds a campaign, due at its first time.
    pub fn insert_campaign(&self, campaign: &NewCampaign<'_>) -> Result<CampaignId> {
        let id = self.next_key("campaign")?;
        let (first, period) = match campaign.schedule {
            Schedule::Once(at) => (Some(at), None),
            Schedule::Every(at, period) => (Some(at), Some(period.milliseconds())),
            Schedule::OnTag => (None, None),
        };
        self.connection.execute(
            "INSERT INTO campaign (id, name, name_key, template_id, account_id, author, state,
                    first_at, period_ms, on_tag, next_at, created_at, audience, fillings)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?8, ?11, ?12, ?13)",
            params![
                id,
                campaign.name,
                campaign.name.to_lowercase(),
                campaign.template.0,
                campaign.account.0,
                campaign.author,
                campaign.state.key(),
                first,
                period,
                campaign.on_tag.map(CustomerText::raw_for_storage),
                campaign.at,
                audience_to_json(campaign.audience)?,
                fillings_to_json(campaign.fillings)?,
            ],
        )?;
        Ok(CampaignId(id))
    }

    /// Writes whom a campaign may reach.
    pub fn set_campaign_audience(&self, id: CampaignId, audience: &Audience) -> Result<()> {
        let audience = audience_to_json(audience)?;
        self.connection
            .execute("UPDATE campaign SET audience = ?2 WHERE id = ?1", params![id.0, audience])?;
        Ok(())
    }

    /// Writes where a campaign stands and when it is due next, and forgets what had stopped it.
    pub fn set_campaign_state(
        &self,
        id: CampaignId,
        state: State,
        next_at: Option<i64>,
    ) -> Result<()> {
        self.connection.execute(
            "UPDATE campaign SET state = ?2, next_at = ?3, stopped = NULL WHERE id = ?1",
            params![id.0, state.key(), next_at],
        )?;
        Ok(())
    }

    /// Notes why a campaign's run went no further, or that it goes on.
    pub fn set_campaign_stopped(&self, id: CampaignId, reason: Option<&str>) -> Result<()> {
        self.connection
            .execute("UPDATE campaign SET stopped = ?2 WHERE id = ?1", params![id.0, reason])?;
        Ok(())
    }
}
