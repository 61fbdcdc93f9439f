//! `campaign list`.

use clap::ValueEnum;

use crate::{
    cli::{
        context::Context,
        error::{Exit, Result},
        list::{Fields, Page},
    },
    ops::campaign::{CampaignRow, list},
    rules::{id::CampaignId, whatsapp::campaign::State},
    ui::Value,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// In that state only
    #[arg(long)]
    state: Option<StateArg>,
    /// Begin behind the campaign with that id
    #[arg(long, value_name = "ID")]
    after: Option<i64>,
    #[command(flatten)]
    page: Page,
    #[command(flatten)]
    fields: Fields,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum StateArg {
    Draft,
    Scheduled,
    Running,
    Paused,
    Done,
}

impl StateArg {
    const fn state(self) -> State {
        match self {
            Self::Draft => State::Draft,
            Self::Scheduled => State::Scheduled,
            Self::Running => State::Running,
            Self::Paused => State::Paused,
            Self::Done => State::Done,
        }
    }
}

/// The fields of a campaign: a contract with scripts.
pub const FIELDS: &[&str] = &[
    "id",
    "name",
    "state",
    "template",
    "language",
    "account",
    "schedule",
    "next_at",
    "author",
    "sent",
    "stopped",
    "created_at",
];

pub fn run(args: &Args, context: &mut Context) -> Result {
    let selected = args.fields.select(FIELDS)?;
    let campaigns = list(
        &mut context.session()?,
        args.state.map(StateArg::state),
        args.after.map(CampaignId),
        args.page.limit(),
    )?;
    let mut listing = context.output.list(FIELDS, selected.as_deref());
    for campaign in campaigns {
        listing.row(cells(campaign))?;
    }
    let written = listing.end()?;
    args.page.end(written, &mut context.output)?;
    Ok(Exit::Done)
}

/// A campaign's cells, in the order of the fields.
pub fn cells(campaign: CampaignRow) -> Vec<Value> {
    vec![
        Value::Int(campaign.id.0),
        campaign.name.into(),
        Value::plain(campaign.state.key()),
        campaign.template.into(),
        campaign.language.into(),
        campaign.account.into(),
        campaign.schedule.into(),
        campaign.next_at.map(Value::Time).into(),
        campaign.author.into(),
        campaign.sent.map(Value::count).into(),
        campaign.stopped.into(),
        Value::Time(campaign.created_at),
    ]
}
