//! `whatsapp`: the business profiles.

use clap::ArgGroup;

use super::{
    tree::{Node, Noun},
    verb::{Change, ChangeVerb, Done, Each, Limit, List, ListVerb, Listed, row},
};
use crate::{
    ops::{
        self, Session,
        whatsapp::{self, ProfileEdit, ProfileRow},
    },
    ui::Value,
};

pub struct Whatsapp;

impl Noun for Whatsapp {
    const VERBS: &'static [Node] = &[
        Node::verb::<List<Profiles>>("show", "Show what customers see of the workspace's numbers")
            .examples(&["whatsapp show"]),
        Node::verb::<Change<Set>>(
            "set",
            "Change what customers see of a number, within WhatsApp's limits",
        )
        .examples(&["whatsapp set +14155550132 --about 'Open 9 to 5'"]),
    ];
}

#[derive(clap::Args)]
struct Profiles {
    /// Only this account, by its number
    #[arg(value_name = "NUMBER")]
    account: Option<String>,
}

row!(row: ProfileRow {
    [lens = row.lens, text = |text: Option<String>| Value::from(text.map(|text| lens.staff(text)))]
    name "account" => row.account,
    "label" => row.label,
    "display_name" => text(row.profile.display_name),
    "about".rank(1) => text(row.profile.about),
    "address".rank(2) => text(row.profile.address),
    "description".rank(3) => text(row.profile.description),
    "email".rank(4) => text(row.profile.email),
    "vertical".rank(5) => text(row.profile.vertical),
    "websites".rank(6) => Value::List(row.profile.websites.into_iter().map(|page| lens.staff(page).into()).collect()),
});

impl ListVerb for Profiles {
    type Row = ProfileRow;

    fn rows(&self, session: &mut Session, _limit: Limit, each: Each<ProfileRow>) -> Listed {
        Ok(whatsapp::show(session, self.account.as_deref())?.into_iter().try_for_each(each)?)
    }
}

#[derive(clap::Args)]
#[command(group = ArgGroup::new("what").required(true).multiple(true))]
struct Set {
    /// The account, by its number
    #[arg(value_name = "NUMBER")]
    account: String,
    /// Name of the business: 3 characters or more; WhatsApp has to approve it
    #[arg(long, value_name = "NAME", group = "what")]
    display_name: Option<String>,
    /// Line under the name: 1 to 139 characters
    #[arg(long, value_name = "TEXT", group = "what")]
    about: Option<String>,
    /// Postal address: up to 256 characters; empty for none, as with the options below
    #[arg(long, value_name = "TEXT", group = "what")]
    address: Option<String>,
    /// What the business does: up to 512 characters
    #[arg(long, value_name = "TEXT", group = "what")]
    description: Option<String>,
    /// Email address: up to 128 characters
    #[arg(long, value_name = "EMAIL", group = "what")]
    email: Option<String>,
    /// Industry, in WhatsApp's words, such as RETAIL
    #[arg(long, value_name = "NAME", group = "what")]
    vertical: Option<String>,
    /// Website: up to 256 characters; given once or twice, it replaces all there are
    #[arg(long = "website", value_name = "URL", group = "what")]
    websites: Option<Vec<String>>,
}

impl ChangeVerb for Set {
    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        let edit = ProfileEdit {
            display_name: self.display_name.as_deref(),
            about: self.about.as_deref(),
            address: self.address.as_deref(),
            description: self.description.as_deref(),
            email: self.email.as_deref(),
            vertical: self.vertical.as_deref(),
            websites: self.websites.as_deref(),
        };
        Ok(whatsapp::set(session, &self.account, edit)?.into())
    }
}
