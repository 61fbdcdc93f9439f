//! Campaigns: one template to many contacts. A file a verb; here stands what the verbs share.
//!
//! Making one asks its author: `notifications`, a template that they see, an account that they may
//! start chats from, no filter by what is hidden from them. From then on it runs under the workspace's
//! authority: `run` needs somebody with `notifications` to set it off, as a clock would, and asks
//! nothing about the author any more.

mod create;
mod list;
mod pause;
mod preview;
mod run;
mod sending;
mod show;
mod step;

pub use self::{
    create::{Creation, NewCampaign, When, create},
    list::{CampaignRow, due, list},
    pause::{pause, resume},
    preview::{Forecast, Preview},
    run::{Counts, Report, RunRow, run},
    show::{CampaignView, OccurrenceView, Receipts, show},
};

use crate::rules::{
    policy::actor::Actor,
    whatsapp::campaign::{Audience, Filling},
};

/// Who a campaign says to be by: whose authority it runs under.
pub const AUTHORITY: &str = "workspace";

/// How a campaign is called in what a change did.
fn object(name: &str) -> String {
    format!("campaign {name}")
}

/// Whether the numbers of a campaign would tell its reader something of traits that are hidden from
/// them: who has one, or has it with that value.
fn hides_counts(actor: &Actor, audience: &Audience, fillings: &[Filling]) -> bool {
    actor.lens().hides_traits()
        && (audience.tells_traits() || fillings.iter().any(Filling::is_of_traits))
}
