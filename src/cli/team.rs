//! `team`: groups of members.

use super::{
    candidates,
    error::Error,
    tree::{Node, Noun},
    verb::{Change, ChangeVerb, Done, List, ListVerb, row},
};
use crate::ops::{
    self, Session,
    team::{self, TeamRow},
};

pub struct Team;

impl Noun for Team {
    const VERBS: &'static [Node] = &[
        Node::verb::<Change<Add>>("add", "Add a team").examples(&["team add Nights"]),
        Node::verb::<Change<Rename>>("rename", "Rename a team")
            .examples(&["team rename Sales 'Sales EU'"]),
        Node::verb::<Change<Remove>>("remove", "Remove a team and move its members to `Default`")
            .examples(&["team remove Sales --dry-run"]),
        Node::verb::<List<Teams>>("list", "List the teams").examples(&["team list"]),
        Node::verb::<Change<Join>>("join", "Move members into a team")
            .examples(&["team join Sales tess@acme.test"]),
        Node::verb::<Change<Leave>>("leave", "Move members back to the team `Default`")
            .examples(&["team leave tess@acme.test"]),
    ];
}

#[derive(clap::Args)]
struct Add {
    /// Name of the new team
    name: String,
}

impl ChangeVerb for Add {
    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        Ok(team::add(session, &self.name)?.into())
    }
}

#[derive(clap::Args)]
struct Rename {
    /// The team
    #[arg(add = candidates::teams())]
    team: String,
    /// New name
    new_name: String,
}

impl ChangeVerb for Rename {
    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        Ok(team::rename(session, &self.team, &self.new_name)?.into())
    }
}

#[derive(clap::Args)]
struct Remove {
    /// The team
    #[arg(add = candidates::teams())]
    team: String,
}

impl ChangeVerb for Remove {
    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        Ok(team::remove(session, &self.team)?.into())
    }
}

#[derive(clap::Args)]
struct Join {
    /// The team
    #[arg(add = candidates::teams())]
    team: String,
    /// Members to move into it
    #[arg(value_name = "EMAIL", required = true, add = candidates::members())]
    members: Vec<String>,
}

impl ChangeVerb for Join {
    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        Ok(team::join(session, &self.team, &self.members)?.into())
    }
}

#[derive(clap::Args)]
struct Leave {
    /// Members to move back to `Default`
    #[arg(value_name = "EMAIL", required = true, add = candidates::members())]
    members: Vec<String>,
}

impl ChangeVerb for Leave {
    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        Ok(team::leave(session, &self.members)?.into())
    }
}

#[derive(clap::Args)]
struct Teams {}

row!(team: TeamRow {
    name "name" => team.name,
    "default".rank(1) => team.is_default,
    "members" => team.members,
});

impl ListVerb for Teams {
    type Row = TeamRow;

    fn rows(
        &self,
        session: &mut Session,
        _limit: Option<u64>,
        each: &mut dyn FnMut(TeamRow) -> ops::Result<()>,
    ) -> Result<(), Error> {
        Ok(team::list(session)?.into_iter().try_for_each(each)?)
    }
}
