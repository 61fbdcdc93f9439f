//! `mask`: what a role may not read of contacts.

use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::{
    candidates,
    tree::{Node, Noun},
    verb::{Change, ChangeVerb, Done, Each, Limit, List, ListVerb, Listed, row},
};
use crate::{
    ops::{
        self, Session,
        mask::{self, MaskRow},
    },
    rules::{policy::mask::TextMode, privacy::safe_text::SafeText},
};

pub struct Mask;

impl Noun for Mask {
    const VERBS: &'static [Node] = &[
        Node::verb::<List<Masks>>("list", "List the masks of each role").examples(&["mask list"]),
        Node::verb::<Change<Enable>>("enable", "Hide numbers or traits from roles").examples(&[
            "mask enable number --role agent,collaborator",
            "mask enable number --texts digits --role agent",
            "mask enable traits --role agent --dry-run",
        ]),
        Node::verb::<Change<Disable>>("disable", "Show numbers or traits to roles again")
            .examples(&["mask disable number --role agent"]),
    ];
}

#[derive(clap::Args)]
struct Masks {}

row!(masks: MaskRow {
    name "role" => masks.role,
    "number" => masks.masks.number,
    "traits" => masks.masks.traits,
    "texts" => masks.masks.number.then_some(SafeText::word(masks.masks.texts.key())),
});

impl ListVerb for Masks {
    type Row = MaskRow;

    fn rows(&self, session: &mut Session, _limit: Limit, each: Each<MaskRow>) -> Listed {
        Ok(mask::list(session)?.into_iter().try_for_each(each)?)
    }
}

#[derive(clap::Args)]
struct Target {
    /// What to mask: `number` or `traits`
    #[arg(add = candidates::masks())]
    mask: String,
    /// Roles, separated by commas
    #[arg(long = "role", value_name = "ROLE", required = true, value_delimiter = ',',
        add = candidates::roles())]
    roles: Vec<String>,
}

impl Target {
    fn set(&self, session: &mut Session, texts: Option<TextMode>, on: bool) -> ops::Result<Done> {
        Ok(mask::set(session, &self.mask, texts, &self.roles, on)?.into())
    }
}

#[derive(clap::Args)]
struct Enable {
    #[command(flatten)]
    target: Target,
    /// How much of customers' texts `number` hides: `numbers` (known ones, and what is written as
    /// one), `digits` (every run of six digits or more), `hidden` (a text with such a run)
    #[arg(long, value_name = "MODE", value_parser = texts())]
    texts: Option<TextMode>,
}

fn texts() -> impl TypedValueParser<Value = TextMode> {
    PossibleValuesParser::new(TextMode::ALL.map(TextMode::key))
        .map(|key| TextMode::from_key(&key).unwrap_or_default())
}

impl ChangeVerb for Enable {
    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        self.target.set(session, self.texts, true)
    }
}

#[derive(clap::Args)]
struct Disable {
    #[command(flatten)]
    target: Target,
}

impl ChangeVerb for Disable {
    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        self.target.set(session, None, false)
    }
}
