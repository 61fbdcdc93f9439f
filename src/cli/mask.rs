//! `mask`: what a role may not read of contacts.

use super::{
    candidates,
    error::Error,
    tree::{Node, Noun},
    verb::{Change, ChangeVerb, Done, List, ListVerb, row},
};
use crate::ops::{
    self, Session,
    mask::{self, MaskRow},
};

pub struct Mask;

impl Noun for Mask {
    const VERBS: &'static [Node] = &[
        Node::verb::<List<Masks>>("list", "List the masks of each role").examples(&["mask list"]),
        Node::verb::<Change<Enable>>("enable", "Hide numbers or traits from roles").examples(&[
            "mask enable number --role agent,collaborator",
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
});

impl ListVerb for Masks {
    type Row = MaskRow;

    fn rows(
        &self,
        session: &mut Session,
        _limit: Option<u64>,
        each: &mut dyn FnMut(MaskRow) -> ops::Result<()>,
    ) -> Result<(), Error> {
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
    fn set(&self, session: &mut Session, on: bool) -> ops::Result<Done> {
        let mut outcome = mask::set(session, &self.mask, &self.roles, on)?;
        let modules = outcome.effects.iter().filter(|effect| effect.field == "module");
        let told = modules.map(|effect| {
            let members = if effect.members == 1 { "member" } else { "members" };
            let (role, module) = effect.object.split_once('/').unwrap_or_default();
            let (after, count) = (&effect.after, effect.members);
            format!("`{module}` is {after} for {count} {members} with role `{role}`")
        });
        outcome.notes = told.chain(outcome.notes.clone()).collect();
        Ok(outcome.into())
    }
}

#[derive(clap::Args)]
struct Enable {
    #[command(flatten)]
    target: Target,
}

impl ChangeVerb for Enable {
    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        self.target.set(session, true)
    }
}

#[derive(clap::Args)]
struct Disable {
    #[command(flatten)]
    target: Target,
}

impl ChangeVerb for Disable {
    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        self.target.set(session, false)
    }
}
