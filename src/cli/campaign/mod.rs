//! `campaign`: one template to many contacts.

mod create;
mod list;
mod run;
mod show;

use super::{
    candidates,
    tree::{Node, Noun},
    verb::{Change, Paged, change},
};
use crate::{ops::campaign, rules::whatsapp::campaign::LeftOut, ui::Value};

pub struct Campaign;

impl Noun for Campaign {
    const VERBS: &'static [Node] = &[
        Node::verb::<Paged<list::Campaigns>>("list", "List the campaigns")
            .examples(&["campaign list --state running"]),
        Node::verb::<show::Show>(
            "show",
            "Show a campaign: what it sends to whom, and how far it has come",
        )
        .examples(&["campaign show spring"]),
        Node::verb::<Change<create::Create>>("create", "Create a campaign for an audience")
            .examples(&[
                "campaign create spring --template hello --account +14155550132 --tag vip --dry-run",
            ]),
        Node::verb::<run::Due>("run", "Send what is due, once to each recipient")
            .examples(&["campaign run --dry-run"]),
        Node::verb::<Change<Pause>>("pause", "Pause a campaign where it is")
            .examples(&["campaign pause spring"]),
        Node::verb::<Change<Resume>>("resume", "Start a draft, or resume a paused campaign")
            .examples(&["campaign resume spring"]),
    ];
}

#[derive(clap::Args)]
struct Pause {
    /// The campaign
    #[arg(add = candidates::campaigns())]
    name: String,
}

change!(Pause, |it, session| campaign::pause(session, &it.name));

#[derive(clap::Args)]
struct Resume {
    /// The campaign
    #[arg(add = candidates::campaigns())]
    name: String,
}

change!(Resume, |it, session| campaign::resume(session, &it.name));

/// How many were left out for each reason, in the order of [`LeftOut::ALL`]; nothing where counts are
/// hidden.
fn left_out(counts: Option<&std::collections::BTreeMap<LeftOut, u64>>) -> Vec<Value> {
    let count = |reason: &LeftOut| {
        counts.map(|counts| Value::count(counts.get(reason).copied().unwrap_or(0))).into()
    };
    LeftOut::ALL.iter().map(count).collect()
}
