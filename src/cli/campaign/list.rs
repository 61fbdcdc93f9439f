//! `campaign list`.

use clap::ValueEnum;

use crate::{
    cli::verb::{Each, Limit, ListVerb, Listed, PagedVerb, row},
    ops::{
        Session,
        campaign::{CampaignRow, list},
    },
    rules::{id::CampaignId, whatsapp::campaign::State},
    ui::Value,
};

#[derive(clap::Args)]
pub struct Campaigns {
    /// Only campaigns in this state
    #[arg(long)]
    state: Option<StateArg>,
    /// Start after the campaign with this ID
    #[arg(long, value_name = "ID")]
    after: Option<i64>,
}

#[derive(Clone, Copy, ValueEnum)]
enum StateArg {
    Draft,
    Scheduled,
    Running,
    Paused,
    Done,
}

impl From<StateArg> for State {
    fn from(state: StateArg) -> Self {
        match state {
            StateArg::Draft => Self::Draft,
            StateArg::Scheduled => Self::Scheduled,
            StateArg::Running => Self::Running,
            StateArg::Paused => Self::Paused,
            StateArg::Done => Self::Done,
        }
    }
}

row!(campaign: CampaignRow {
    faint "id".rank(4) => campaign.id.0,
    name "name" => campaign.name,
    "state" => campaign.state.key(),
    "template".rank(2) => campaign.template,
    "language".rank(6) => campaign.language,
    "account".rank(5) => campaign.account,
    "schedule".rank(1) => campaign.schedule,
    faint "next_at" => campaign.next_at.map(Value::Time),
    "author".rank(7) => campaign.author,
    "sent" => campaign.sent,
    "stopped".rank(3) => campaign.stopped,
    faint "created_at".rank(8) => Value::Time(campaign.created_at),
});

impl ListVerb for Campaigns {
    type Row = CampaignRow;

    fn rows(&self, session: &mut Session, limit: Limit, each: Each<CampaignRow>) -> Listed {
        let (state, after) = (self.state.map(Into::into), self.after.map(CampaignId));
        Ok(list(session, state, after, limit.read())?.into_iter().try_for_each(each)?)
    }
}

impl PagedVerb for Campaigns {
    fn group(row: &CampaignRow) -> Option<&'static str> {
        Some(row.state.key())
    }

    fn key(row: &CampaignRow) -> Option<String> {
        Some(row.id.0.to_string())
    }
}
